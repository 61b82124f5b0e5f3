"""``graph-service restore``: a backup in the place of what is there."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from graph_service.cli.verb import progress, verb
from graph_service.services.audit.recording import beside
from graph_service.services.backups.restoring import restore as put_back
from graph_service.services.deployment import Deployment


@click.command()
@click.argument("backup", type=click.Path(path_type=Path))
@click.option("--sha256", default="", help="What the SHA-256 of the file must be.")
@partial(verb, changes=True)
def restore(deployment: Deployment, backup: Path, sha256: str) -> None:
    """Check BACKUP, and put it in the place of the store, which is kept under another name.

    Nothing is touched where the backup is damaged or a process uses the store. Keys, saved scenarios and other files
    are put back where there are none.
    """
    progress("Checking and restoring …")
    with beside(deployment, "restore", f"Restore of {backup.name}"):
        done = put_back(deployment.settings, backup, sha256)
    click.echo(f"Restored {done.manifest.title}.")
    if done.earlier:
        click.echo(f"The store as it was is kept in {done.earlier}; remove it when you don't need it.")
    for path in done.put:
        click.echo(f"Put back {path}")
    for path in done.left:
        click.echo(f"Left as it is: {path} differs from that in the backup.")
