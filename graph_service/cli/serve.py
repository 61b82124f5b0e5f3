"""``graph-service serve``: the store over HTTP."""

from __future__ import annotations

import ctypes
import gc
import signal
import threading
import time
from contextlib import suppress
from types import FrameType

import click

from graph_service import errors
from graph_service.cli.verb import CALL, UNREACHABLE, fail
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

#: The numbers of two options in ``malloc.h``.
_ARENA_MAX, _MMAP_THRESHOLD = -8, -3
#: More than what is made ready for each piece that a connection reads.
_LARGE = 512 * 1024
#: How often what is free goes back to the system, in seconds.
_EACH = 30.0


def _stopped(_number: int, _frame: FrameType | None) -> None:
    """End well: the server sends itself the signal once more when it has finished what it was asked."""
    raise SystemExit(0)


def _keep_memory_together() -> None:
    """Have the C library give memory to all threads from two places, not from one for each, and large pieces apart.

    What is free is used again then, and large pieces go back to the system when they are let go.

    Source: https://man7.org/linux/man-pages/man3/mallopt.3.html; other systems don't know it.
    """
    with suppress(AttributeError, OSError):
        mallopt = ctypes.CDLL(None).mallopt
        mallopt(_ARENA_MAX, 2)
        mallopt(_MMAP_THRESHOLD, _LARGE)


def _give_memory_back() -> None:
    """Have the C library give what is free back to the system now and then, also where something lies above it.

    Source: https://man7.org/linux/man-pages/man3/malloc_trim.3.html; other systems don't know it.
    """
    with suppress(AttributeError, OSError):
        trim = ctypes.CDLL(None).malloc_trim

        def go_on() -> None:
            while True:
                time.sleep(_EACH)
                trim(0)

        threading.Thread(target=go_on, name="memory", daemon=True).start()


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the store over HTTP."""
    _keep_memory_together()
    import uvicorn  # noqa: PLC0415 - the web is loaded by this verb alone

    from graph_service.http import logs, metrics, telemetry  # noqa: PLC0415
    from graph_service.http.app import create_app  # noqa: PLC0415
    from graph_service.http.connection import Connection  # noqa: PLC0415

    try:
        deployment = Deployment(Settings.from_environment(), create=False)
        logs.configure(deployment.settings.log, deployment.settings.log_level)
        telemetry.start()
        deployment.store.close()
        app = create_app(deployment.settings)
        if deployment.settings.metrics_address:
            metrics.listen(*deployment.settings.metrics_address, app.state.metrics)
    except ValueError as error:
        fail(CALL, str(error))
    except errors.StoreUnavailable as error:
        fail(UNREACHABLE, str(error))
    signal.signal(signal.SIGTERM, _stopped)
    proxies = deployment.settings.trusted_proxies
    gc.collect()
    _give_memory_back()
    gc.freeze()  # what was loaded stays as long as the process: Python's collector need not look through it
    uvicorn.run(
        app,
        host=host,
        port=port,
        http=Connection,
        server_header=False,
        proxy_headers=bool(proxies),
        forwarded_allow_ips=proxies,
        timeout_graceful_shutdown=20,
        access_log=False,
        log_config=None,
    )
