"""``graph-service export``: the current data, or a part of it."""

from __future__ import annotations

from pathlib import Path

import click
from pyoxigraph import RdfFormat, serialize

from graph_service.cli.verb import CALL, OUTPUT, fail, verb, write_out
from graph_service.formats import formats, write_graph, written
from graph_service.model.profile import DEFAULT
from graph_service.services.deployment import Deployment
from graph_service.services.exporting import export as export_quads
from graph_service.services.exporting import graphs_asked_for
from graph_service.services.publishing.profiled import in_profile
from graph_service.services.publishing.rfi2.exporting import empty_workbook, export_workbook

_RDF = ("nq", "trig", "nt", "ttl", "rdf", "jsonld")
_WORKBOOKS = ("rfi2", "rfi2-template")


@click.command()
@click.option("--stack", help="Key of a stack, such as demo.")
@click.option("--catalogue", help="Key of a catalogue of the stack, such as services.")
@click.option("--release", help="Version of a superseded release of the catalogue.")
@click.option("--profile", default=DEFAULT, show_default=True, help="The terms to write in, such as cpsv-ap.")
@click.option("--format", "chosen", type=click.Choice([*_RDF, *_WORKBOOKS]), default="trig", show_default=True)
@click.option("--language", default="en", show_default=True, help="The language of the texts of a workbook.")
@OUTPUT
@verb
def export(
    deployment: Deployment,
    stack: str | None,
    catalogue: str | None,
    release: str | None,
    profile: str,
    chosen: str,
    language: str,
    output: Path | None,
) -> None:
    """Write the current data, or a part of it, as RDF in a fixed order, or services and systems as a workbook.

    rfi2 is GovStack's workbook, filled with the services and systems of a stack; rfi2-template is the same to fill.
    Profiles are the terms of other specifications; what is asked for is then written with all that it names.
    """
    if (catalogue and not stack) or (release and not catalogue):
        fail(CALL, "--release needs --catalogue, and --catalogue needs --stack")
    if chosen in _WORKBOOKS:
        if chosen == "rfi2" and not stack:
            fail(CALL, "--format rfi2 needs --stack")
        write_out(
            export_workbook(deployment, stack, language)
            if stack and chosen == "rfi2"
            else empty_workbook(deployment, stack, language),
            output,
        )
        return
    store, base = deployment.store, deployment.settings.base
    terms = deployment.profiles.get(profile)
    if terms.queries:
        statements = in_profile(deployment, terms, graphs_asked_for(store, base, stack, catalogue, release))
        context = deployment.vocabulary.context
        write_out(written(lambda file: write_graph(formats()[chosen], statements, context, file)), output)
        return
    quads = export_quads(store, base, stack, catalogue, release)
    rdf_format = RdfFormat.from_extension(chosen)
    assert rdf_format  # noqa: S101 - the choices are extensions
    prefixes = dict(deployment.vocabulary.prefixes) if chosen in {"trig", "ttl"} else None
    content = quads if rdf_format.supports_datasets else [quad.triple for quad in quads]
    write_out(serialize(content, format=rdf_format, prefixes=prefixes) or b"", output)
