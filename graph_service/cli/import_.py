"""``graph-service import``: catalogues from workbooks and tables, one subcommand for each importer."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import click

from graph_service.cli.verb import CALL, WRONG, fail, progress, verb, write_out
from graph_service.errors import SourceError
from graph_service.services.deployment import Deployment
from graph_service.services.importing.committing import Verdict, import_source
from graph_service.services.importing.importers import Importer, Wanted, importers
from graph_service.services.importing.outcome import Imported
from graph_service.settings import Settings

#: How many places are told for one reason to leave something out.
_SHOWN = 3


class _Importers(click.Group):
    """A subcommand for each importer that is found."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(_found())

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        importer = _found().get(name)
        return _subcommand(importer) if importer else None


def _found() -> dict[str, Importer]:
    try:
        home = Settings.from_environment().home
    except ValueError as error:
        fail(CALL, str(error))
    return dict(importers(home))


@click.command("import", cls=_Importers)
def import_() -> None:
    """Import a catalogue, after the shapes have judged what the graph would hold."""


_OPTIONS: list[Callable[[Callable[..., None]], Callable[..., None]]] = [
    click.argument("file", type=click.Path(path_type=Path)),
    click.option("--catalogue", default="", help="Key of the catalogue of the stack; the importer's own by default."),
    click.option("--language", default="en", show_default=True, help="The language of the texts."),
    click.option("--agency", default="", help="The organisation that is responsible where the file names none."),
    click.option("--replace", is_flag=True, help="Drop what the catalogue holds and the file does not."),
    click.option("--dry-run", is_flag=True, help="Say what would happen, and change nothing."),
    click.option("--format", "chosen", type=click.Choice(["text", "json"]), default="text", show_default=True),
]
_MARKED = click.option(
    "--marked",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write the same file with the findings marked in it.",
)


def _subcommand(importer: Importer) -> click.Command:
    @partial(verb, changes=True)
    def run(deployment: Deployment, file: Path, chosen: str, **options: Any) -> None:
        content = _content(file)
        marked, dry_run = options.pop("marked", None), options.pop("dry_run")
        progress("Reading and validating …")
        wanted = Wanted(**options)
        imported, verdict = import_source(deployment, importer, content, file.name, wanted, dry_run=dry_run)
        if marked and importer.mark:
            write_out(importer.mark(deployment, content, file.name, verdict.findings), marked)
        click.echo(_as_json(imported, verdict) if chosen == "json" else _as_text(imported, verdict, dry_run=dry_run))
        if not verdict.conforms:
            sys.exit(WRONG)

    command: Callable[..., None] = run
    if importer.mark:
        command = _MARKED(command)
    for option in reversed(_OPTIONS):
        command = option(command)
    command = click.option(
        "--stack",
        **({"default": importer.stack, "show_default": True} if importer.stack else {"required": True}),
        help="Key of the stack that the catalogue is of, such as demo.",
    )(command)
    return click.command(importer.name, help=f"{importer.summary}.", short_help=importer.summary)(command)


def _content(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise SourceError(str(file), f"Can't be read: {error.strerror}.") from error


def _left_out(imported: Imported) -> list[str]:
    """Each reason once, with the first places for which it holds."""
    places: dict[str, list[str]] = {}
    for left in imported.left_out:
        places.setdefault(left.reason, []).append(f"{left.place}: {left.value}" if left.value else str(left.place))
    lines = []
    for reason, found in places.items():
        more = f", and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
        lines.append(f"LEFT OUT   {reason}\n           {', '.join(found[:_SHOWN])}{more}")
    return lines


def _as_json(imported: Imported, verdict: Verdict) -> str:
    return json.dumps(verdict.as_json(imported), ensure_ascii=False, indent=1)


def _as_text(imported: Imported, verdict: Verdict, *, dry_run: bool) -> str:
    """A line for each finding and row left out, and what became of the import."""
    lines = []
    for finding in verdict.findings:
        value = f" Value: {finding.value}" if finding.value else ""
        lines.append(f"{finding.severity.upper():9}  {finding.place}\n           {finding.message}{value}")
    lines += _left_out(imported)
    counts = {s: sum(f.severity == s for f in verdict.findings) for s in ("violation", "warning", "info")}
    lines.append(
        f"{imported.rows} rows, {len(imported.things)} things, {len(imported.left_out)} rows or cells left out."
    )
    lines.append(f"{counts['violation']} violations, {counts['warning']} warnings, {counts['info']} notes.")
    if not verdict.conforms:
        lines.append("Nothing was changed. Mend the violations and import again.")
    elif dry_run:
        lines.append("Nothing was changed: this was a dry run.")
    elif verdict.generation is None:
        lines.append("Nothing new: the graph holds all of this already.")
    else:
        lines.append(f"Imported as generation {verdict.generation}.")
    return "\n".join(lines)
