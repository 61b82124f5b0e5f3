"""``graph-service``: the product at the command line.

Exit codes: 0 fine, 1 the data or answer is wrong, 2 the call is wrong, 3 the store can't be reached.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Collection
from dataclasses import asdict
from functools import wraps
from pathlib import Path
from typing import Any, NoReturn

import click
from pyoxigraph import RdfFormat, serialize

from graph_service import __version__, errors
from graph_service.formats import formats, formats_of, write
from graph_service.model.report import ValidationReport
from graph_service.services.ask import ask as ask_query
from graph_service.services.deployment import Deployment
from graph_service.services.describe import describe as describe_thing
from graph_service.services.exporting import export as export_quads
from graph_service.services.importing.loading import load as load_datasets
from graph_service.services.importing.loading import validate_files
from graph_service.settings import Settings

WRONG, CALL, UNREACHABLE = 1, 2, 3
_EXIT = {
    errors.InvalidArguments: CALL,
    errors.UnknownName: CALL,
    errors.NotAcceptable: CALL,
    errors.StoreUnavailable: UNREACHABLE,
}
_PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
_OUTPUT = click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; standard output by default."
)


def _fail(code: int, message: str) -> NoReturn:
    click.echo(message, err=True)
    sys.exit(code)


def _verb(function: Callable[..., None]) -> Callable[..., None]:
    """Give a verb the deployment, and turn our errors into messages and exit codes."""

    @wraps(function)
    def run(*arguments: Any, **options: Any) -> None:
        try:
            deployment = Deployment(Settings.from_environment(), create=function.__name__ == "load")
        except ValueError as error:
            _fail(CALL, f"graph-service: {error}")
        try:
            function(deployment, *arguments, **options)
        except errors.DataInvalid as error:
            click.echo(_report_text(error.report))
            _fail(WRONG, f"graph-service: {error}")
        except errors.GraphServiceError as error:
            _fail(_EXIT.get(type(error), WRONG), f"graph-service: {error}")
        finally:
            deployment.close()

    return run


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """The knowledge graph of a government's digital transformation."""


@main.command()
@_PATHS
@_verb
def load(deployment: Deployment, paths: tuple[Path, ...]) -> None:
    """Validate the datasets at PATHS and put them into the store.

    Besides files and folders, PATHS may name seed datasets: govstack, demo.
    """
    _progress("Reading and validating …")
    done = load_datasets(deployment.store, _found(deployment, paths), deployment.vocabulary)
    if done.generation is None:
        click.echo(f"Nothing new: the store holds these {done.graphs} graphs ({done.statements} statements).")
    else:
        assert done.report  # noqa: S101 - what changed was validated
        click.echo(
            f"Loaded {done.graphs} graphs ({done.statements} statements) as generation {done.generation}; "
            f"{done.report.warnings} warnings."
        )


@main.command()
@_PATHS
@click.option("--format", "chosen", type=click.Choice(["text", "turtle", "json"]), default="text", show_default=True)
@_verb
def validate(deployment: Deployment, paths: tuple[Path, ...], chosen: str) -> None:
    """Validate the datasets at PATHS together; nothing is stored.

    Besides files and folders, PATHS may name seed datasets: govstack, demo.
    """
    _progress("Reading and validating …")
    report = validate_files(_found(deployment, paths), deployment.vocabulary)
    match chosen:
        case "turtle":
            click.echo(report.turtle)
        case "json":
            findings = [asdict(finding) for finding in report.findings]
            click.echo(json.dumps({"conforms": report.conforms, "findings": findings}, ensure_ascii=False, indent=1))
        case _:
            click.echo(_report_text(report))
    if not report.conforms:
        sys.exit(WRONG)


@main.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name")
@click.option("--format", "chosen", default="txt", show_default=True, help="txt, json, csv, xlsx, ttl, …")
@_OUTPUT
@click.pass_context
def ask(context: click.Context, name: str, chosen: str, output: Path | None) -> None:
    """Answer the named query NAME; its parameters follow as --parameter value."""
    _ask(name, chosen, output, context.args)


@_verb
def _ask(deployment: Deployment, name: str, chosen: str, output: Path | None, words: list[str]) -> None:
    query = deployment.queries.get(name)
    given: dict[str, list[str]] = {}
    if len(words) % 2 or any(not word.startswith("--") for word in words[::2]):
        _fail(CALL, f"graph-service: give parameters of {name} as --parameter value")
    for option, value in zip(words[::2], words[1::2], strict=True):
        given.setdefault(option.removeprefix("--").replace("-", "_"), []).append(value)
    if query.form == "graph" and chosen == "txt":
        chosen = "ttl"
    _known_format(chosen, formats_of(query.form))
    answer = ask_query(deployment, query, given)
    _write_out(write(formats()[chosen], answer, deployment.vocabulary.prefixes), output)
    for stack in answer.receipt.fictional:
        click.echo(f"Fictional data among this: {stack}", err=True)


@main.command("list")
@_verb
def list_queries(deployment: Deployment) -> None:
    """List the named queries, and the files that hold no valid one."""
    width = max((len(name) for name in deployment.queries.queries), default=0)
    for query in deployment.queries.queries.values():
        click.echo(f"{query.name:{width}}  {query.summary}")
    for error in deployment.queries.broken.values():
        click.echo(f"broken: {error}", err=True)
    if deployment.queries.broken:
        sys.exit(WRONG)


@main.command()
@click.argument("thing")
@click.option("--format", "chosen", default="ttl", show_default=True, help="ttl, jsonld, nt or rdf")
@_OUTPUT
@_verb
def describe(deployment: Deployment, thing: str, chosen: str, output: Path | None) -> None:
    """Describe THING, an IRI, a CURIE or type/key such as building-block/payments."""
    _known_format(chosen, formats_of("graph"))
    kind, slash, key = thing.partition("/")
    iri = deployment.names.iri(key, kind) if slash and ":" not in thing else deployment.names.iri(thing)
    found = describe_thing(deployment.store, iri or thing)
    writer = formats()[chosen].write_graph
    assert writer  # noqa: S101 - graph formats write graphs
    _write_out(writer(found.facts + found.links, deployment.vocabulary.prefixes), output)


@main.command()
@click.option("--stack", help="Key of a stack, such as demo.")
@click.option("--catalogue", help="Key of a catalogue of the stack, such as services.")
@click.option("--release", help="Version of a superseded release of the catalogue.")
@click.option("--format", "chosen", type=click.Choice(["nq", "trig", "nt", "ttl"]), default="trig", show_default=True)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; standard output by default.")
@_verb
def export(
    deployment: Deployment,
    stack: str | None,
    catalogue: str | None,
    release: str | None,
    chosen: str,
    output: Path | None,
) -> None:
    """Write the current data, or a part of it, as RDF in a fixed order."""
    if (catalogue and not stack) or (release and not catalogue):
        _fail(CALL, "graph-service: --release needs --catalogue, and --catalogue needs --stack")
    quads = export_quads(deployment.store, deployment.settings.base, stack, catalogue, release)
    rdf_format = RdfFormat.from_extension(chosen)
    assert rdf_format  # noqa: S101 - the choices are extensions
    prefixes = dict(deployment.vocabulary.prefixes) if chosen in {"trig", "ttl"} else None
    statements = quads if rdf_format.supports_datasets else [quad.triple for quad in quads]
    content = serialize(statements, format=rdf_format, prefixes=prefixes) or b""
    if output:
        output.write_bytes(content)
    else:
        sys.stdout.buffer.write(content)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the store over HTTP."""
    import uvicorn  # noqa: PLC0415 - the web is loaded by this verb alone

    from graph_service.http.app import create_app  # noqa: PLC0415

    try:
        deployment = Deployment(Settings.from_environment(), create=False)
        deployment.store.close()
    except ValueError as error:
        _fail(CALL, f"graph-service: {error}")
    except errors.StoreUnavailable as error:
        _fail(UNREACHABLE, f"graph-service: {error}")
    uvicorn.run(create_app(), host=host, port=port, server_header=False, timeout_graceful_shutdown=20)


def _write_out(content: bytes, output: Path | None) -> None:
    """Write to a file or to standard output, but nothing binary to a terminal."""
    if output:
        try:
            output.write_bytes(content)
        except OSError as error:
            _fail(CALL, f"graph-service: can't write {output}: {error.strerror}")
    elif b"\0" in content and sys.stdout.isatty():
        _fail(CALL, "graph-service: this format is not for a terminal; give --output FILE")
    else:
        click.echo(content, nl=False)


def _progress(message: str) -> None:
    """Say what takes a while, to people but not to pipes."""
    if sys.stderr.isatty():
        click.echo(message, err=True)


def _found(deployment: Deployment, paths: tuple[Path, ...]) -> list[Path]:
    """``paths``, where a name that is no file here may stand for a seed dataset."""
    seeds = [deployment.settings.home / "seed-data" / path for path in paths]
    return [path if path.exists() or not seed.exists() else seed for path, seed in zip(paths, seeds, strict=True)]


def _known_format(chosen: str, offered: Collection[str]) -> None:
    if chosen not in offered:
        raise errors.NotAcceptable(sorted(offered))


def _report_text(report: ValidationReport) -> str:
    """A report in plain words: where, what, and what to do."""
    lines = []
    for finding in report.findings:
        lines.append(f"{finding.severity.upper()}  {finding.source or finding.focus}")
        lines.append(f"  {finding.label or finding.focus}")
        lines.append(f"  {finding.message}")
        if finding.value:
            lines.append(f"  value: {finding.value}")
        lines.append(f"  resource: {finding.focus}")
        lines.append(f"  shape: {finding.shape}")
    lines.append(f"{report.violations} violations, {report.warnings} warnings.")
    return "\n".join(lines)
