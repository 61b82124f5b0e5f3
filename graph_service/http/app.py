"""The application: every module beside this one that has a ``router`` is part of it."""

from __future__ import annotations

import asyncio
import importlib
import pkgutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from anyio import to_thread
from fastapi import FastAPI
from fastapi_swagger import patch_fastapi
from starlette.concurrency import run_in_threadpool
from starlette.middleware.cors import CORSMiddleware
from starlette.staticfiles import StaticFiles

import graph_service.http
import graph_service.pages
from graph_service import __version__
from graph_service.http import openapi, problems
from graph_service.http.access import WRONG_KEYS
from graph_service.http.address import FixedAddress
from graph_service.http.answers import FinishedAnswers
from graph_service.http.auditing import Audited
from graph_service.http.budget import Budget
from graph_service.http.compression import Compression
from graph_service.http.head import HeadAsGet
from graph_service.http.key_in_address import NoKeyInAddress
from graph_service.http.metrics import registry_of
from graph_service.http.security import SecurityHeaders
from graph_service.http.threads import AT_ONCE, MOST, govern
from graph_service.http.watching import HEADER, Noting, Watching
from graph_service.observation import TRACING
from graph_service.services.audit.recording import recover
from graph_service.services.deployment import Deployment
from graph_service.services.warming import warm
from graph_service.settings import Settings
from graph_service.store.base import Replicable

#: The headers that scripts of other sites may read.
_EXPOSED = [
    *("Accept-Ranges", "Content-Disposition", "Content-Range", "Repr-Digest"),
    *("ETag", "Link", "Cache-Status", "Content-Profile", "Graph-Service-Generation"),
    *("Graph-Service-Query-Digest", "Graph-Service-Total", "Graph-Service-Truncated"),
    HEADER,
]

#: After how many seconds it is looked whether the data have changed.
_LOOK_AGAIN = 1.0


#: A store with so many statements is small: some 10,000 services.
_SMALL = 600_000


def _replicate(deployment: Deployment) -> None:
    """Keep copies in memory where the settings, and the size of the store, want them."""
    store, settings = deployment.store, deployment.settings
    if not isinstance(store, Replicable):
        return
    small = not store.is_larger(_SMALL)
    if settings.replica == "memory" or (settings.replica == "auto" and small):
        store.replicate()
    if settings.columns == "memory" or (settings.columns == "auto" and not small):
        store.keep_columns()


def create_app(settings: Settings | None = None) -> FastAPI:
    """The application for ``settings``, by default those of the environment.

    :raises StoreUnavailable: when it starts, where there is no store.
    """
    deployment = Deployment(settings or Settings.from_environment(), create=False)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        deployment.store.generation()
        _replicate(deployment)
        base = AT_ONCE if isinstance(deployment.store, Replicable) else MOST  # others wait for their engine
        governing = asyncio.create_task(govern(to_thread.current_default_thread_limiter(), base))
        ready = asyncio.create_task(_keep_warm(deployment)) if deployment.settings.replica == "memory" else None
        deployment.sandbox.start()
        recover(deployment)
        if deployment.keys.list() or deployment.tokens:
            deployment.gate.prepare()
        yield
        governing.cancel()
        if ready:
            ready.cancel()
        deployment.close()
        TRACING[0].stop()

    app = FastAPI(
        title="Graph Service",
        summary="Public services, Building Blocks and roadmaps as linked data",
        version=__version__,
        lifespan=lifespan,
        docs_url=None,
        redoc_url=None,
        swagger_ui_oauth2_redirect_url=None,
    )
    app.state.deployment = deployment
    app.state.metrics = registry_of(lambda: app.state.deployment)
    app.state.budget = Budget(deployment.settings.client_seconds)
    app.state.wrong_keys = Budget(deployment.settings.wrong_keys, share=WRONG_KEYS)
    app.state.routes = []
    openapi.install(app)
    problems.install(app)
    app.add_middleware(Noting)
    app.add_middleware(Compression)
    app.add_middleware(
        FinishedAnswers,
        state=lambda: app.state.deployment.state,
        state_at_hand=lambda: app.state.deployment.state_at_hand,
        seconds=deployment.settings.answer_seconds,
    )
    app.add_middleware(
        CORSMiddleware, allow_origins=["*"], allow_methods=["GET", "HEAD", "OPTIONS"], expose_headers=_EXPOSED
    )
    app.add_middleware(SecurityHeaders)
    app.add_middleware(HeadAsGet)
    app.add_middleware(Audited, deployment=lambda: app.state.deployment)
    if deployment.settings.address:
        app.add_middleware(FixedAddress, address=deployment.settings.address)
    app.add_middleware(NoKeyInAddress)
    app.add_middleware(Watching)
    for module_info in pkgutil.iter_modules(graph_service.http.__path__):
        module = importlib.import_module(f"graph_service.http.{module_info.name}")
        if hasattr(module, "router"):
            app.include_router(module.router)
            app.state.routes += module.router.routes
    static = Path(graph_service.pages.__path__[0]) / "static"
    app.mount("/static", StaticFiles(directory=static), name="static")
    patch_fastapi(app, redirect_from_root_to_docs=False)
    return app


async def _keep_warm(deployment: Deployment) -> None:
    """Make ready, after each change, what readers ask for first."""
    generation: int | None = None
    while True:
        if deployment.store.generation() != generation:
            generation = await run_in_threadpool(warm, deployment)
        await asyncio.sleep(_LOOK_AGAIN)
