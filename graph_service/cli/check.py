"""``graph-service check``: whether what is kept is what it should be."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from graph_service.cli.verb import WRONG, verb
from graph_service.services.audit.checking import check_audit
from graph_service.services.backups.verifying import verify
from graph_service.services.deployment import Deployment


@click.group()
def check() -> None:
    """Check what is kept: each command says what is wrong, and ends with 1 where something is."""


@check.command()
@click.argument("files", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@verb
def audit(deployment: Deployment, files: tuple[Path, ...]) -> None:
    """Check that the audit log is whole and agrees with the store.

    FILES are those of the log, the oldest first, where some were moved elsewhere; by default all that lie together.
    """
    found = check_audit(deployment, files)
    for wrong in found.wrong:
        click.echo(f"WRONG  {wrong}")
    told = [f"{found.lines} lines, {found.changes} changes of the store with their line"]
    told += [f"{found.before} changes from before the log began"] if found.before else []
    told += [f"{found.undone} announced and not made, as the log says"] if found.undone else []
    told += [f"{found.cut} lines cut short by a crash, as the log says"] if found.cut else []
    click.echo(f"{', '.join(told)}. {len(found.wrong)} wrong.")
    if found.wrong:
        sys.exit(WRONG)


@check.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sha256", default="", help="What the SHA-256 of the file must be.")
@verb
def backup(_deployment: Deployment, file: Path, sha256: str) -> None:
    """Read all of the backup FILE, as restoring it would."""
    click.echo(f"{file} is whole: {verify(file, sha256).title}.")
