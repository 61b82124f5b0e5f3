"""``graph-service backup``: everything that must not be lost, as one file."""

from __future__ import annotations

import json
import shutil
from functools import partial
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import click

from graph_service.cli.verb import CALL, UNREACHABLE, WRONG, fail, progress, verb
from graph_service.services.backups.making import UNFINISHED, make_backup, private_file
from graph_service.services.backups.verifying import digest_of, verify
from graph_service.services.deployment import Deployment

_SECONDS = 3600.0


@click.command()
@click.argument("target", type=click.Path(path_type=Path))
@click.option(
    "--url", help="Where a service runs on the store, which then makes the backup, such as http://localhost:8000."
)
@click.option(
    "--key-file", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Holds an administrator's key."
)
@verb
def backup(deployment: Deployment, target: Path, url: str | None, key_file: Path | None) -> None:
    """Write a backup of everything to TARGET: a file, or a folder that gets a new one.

    One process uses the store at a time: where a service runs on it, name it with --url.
    """
    if url:
        file = _fetch(url, key_file, target)
        manifest = verify(file)
    else:
        progress("Writing …")
        file, manifest = make_backup(deployment, target)
    click.echo(f"{file}: {manifest.title}.")
    click.echo(f"SHA-256: {digest_of(file)}")


def _fetch(url: str, key_file: Path | None, target: Path) -> Path:
    """Have the service at ``url`` make a backup, and bring it to ``target``."""
    if not url.startswith(("http://", "https://")) or key_file is None:
        fail(CALL, "give --url such as http://localhost:8000, and --key-file FILE with the key of an administrator")
    headers = {"Authorization": f"Bearer {key_file.read_text(encoding='utf-8').strip()}"}
    ask = partial(Request, headers=headers)
    try:
        progress("The service writes …")
        with urlopen(ask(f"{url.rstrip('/')}/backups", method="POST"), timeout=_SECONDS) as answer:  # noqa: S310 # nosec B310 - checked
            made = json.load(answer)
        file = target / Path(made["name"]).name if target.is_dir() else target
        if file.exists():
            fail(CALL, f"{file} is there already; the backup is {made['name']} at the service")
        progress("Fetching …")
        unfinished = file.with_name(f"{file.name}{UNFINISHED}")
        try:
            taken = ask(f"{url.rstrip('/')}/backups/{made['name']}")
            with urlopen(taken, timeout=_SECONDS) as answer, private_file(unfinished) as output:  # noqa: S310 # nosec B310 - checked
                shutil.copyfileobj(answer, output)
            verify(unfinished, made["sha256"])
            unfinished.replace(file)
        finally:
            unfinished.unlink(missing_ok=True)
    except HTTPError as error:
        detail = json.loads(error.read() or b"{}").get("detail", error.reason)
        fail(WRONG, f"the service at {url} answers {error.code}: {detail}")
    except (URLError, OSError) as error:
        fail(UNREACHABLE, f"{url} can't be reached, or {target} can't be written: {error}")
    return file
