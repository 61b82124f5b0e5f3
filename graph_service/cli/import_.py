"""``graph-service import``: what others publish, into a catalogue of a stack."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from graph_service.cli.verb import CALL, WRONG, fail, progress, verb
from graph_service.services.deployment import Deployment
from graph_service.services.importing.committing import Verdict, commit_import
from graph_service.services.importing.importers import Wanted, importer_named
from graph_service.services.importing.outcome import Imported


@click.command("import")
@click.argument("importer")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--stack", required=True, help="Key of the stack, such as demo.")
@click.option("--catalogue", default="", help="Key of the catalogue of the stack; the importer's own by default.")
@click.option("--language", default="en", show_default=True, help="The language of texts that name none.")
@click.option("--replace", is_flag=True, help="Drop what the catalogue holds and the file does not.")
@click.option("--dry-run", is_flag=True, help="Say what would happen; change nothing.")
@verb
def import_file(
    deployment: Deployment,
    importer: str,
    file: Path,
    stack: str,
    catalogue: str,
    language: str,
    *,
    replace: bool,
    dry_run: bool,
) -> None:
    """Read FILE with IMPORTER, validate the result and put it into a catalogue.

    IMPORTER is linked-data, or the name of a folder under mappings/.
    """
    chosen = importer_named(deployment.settings.home, importer)
    try:
        content = file.read_bytes()
    except OSError as error:
        fail(CALL, f"can't read {file}: {error.strerror}")
    progress("Reading and validating …")
    wanted = Wanted(stack, catalogue=catalogue, language=language, replace=replace)
    imported = chosen.read(deployment, content, file.name, wanted)
    verdict = commit_import(deployment.store, deployment.vocabulary, imported, content, file.name, dry_run=dry_run)
    _tell(imported, verdict, dry_run=dry_run)
    if not verdict.conforms:
        sys.exit(WRONG)


def _tell(imported: Imported, verdict: Verdict, *, dry_run: bool) -> None:
    for finding in verdict.findings:
        value = f" [{finding.value}]" if finding.value else ""
        click.echo(f"{finding.severity.upper()}  {finding.place}  {finding.message}{value}")
    for left in imported.left_out:
        click.echo(f"LEFT OUT  {left.place}  {left.reason}")
    counts = f"{imported.rows} entries in, {len(imported.things)} things out, {len(imported.left_out)} left out."
    if not verdict.conforms:
        click.echo(f"{counts} Nothing was changed.")
    elif dry_run:
        click.echo(f"{counts} It could be imported; nothing was changed.")
    elif verdict.generation is None:
        click.echo(f"{counts} Nothing new.")
    else:
        click.echo(f"{counts} Generation {verdict.generation}.")
