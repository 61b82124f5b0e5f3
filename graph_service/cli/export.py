"""``graph-service export``: the current data, or a part of it."""

from __future__ import annotations

from pathlib import Path

import click
from pyoxigraph import RdfFormat, serialize

from graph_service.cli.verb import CALL, OUTPUT, fail, verb, write_out
from graph_service.services.deployment import Deployment
from graph_service.services.exporting import export as export_quads


@click.command()
@click.option("--stack", help="Key of a stack, such as demo.")
@click.option("--catalogue", help="Key of a catalogue of the stack, such as services.")
@click.option("--release", help="Version of a superseded release of the catalogue.")
@click.option("--format", "chosen", type=click.Choice(["nq", "trig", "nt", "ttl"]), default="trig", show_default=True)
@OUTPUT
@verb
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
        fail(CALL, "--release needs --catalogue, and --catalogue needs --stack")
    quads = export_quads(deployment.store, deployment.settings.base, stack, catalogue, release)
    rdf_format = RdfFormat.from_extension(chosen)
    assert rdf_format  # noqa: S101 - the choices are extensions
    prefixes = dict(deployment.vocabulary.prefixes) if chosen in {"trig", "ttl"} else None
    statements = quads if rdf_format.supports_datasets else [quad.triple for quad in quads]
    write_out(serialize(statements, format=rdf_format, prefixes=prefixes) or b"", output)
