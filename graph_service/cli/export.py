"""``graph-service export``: the current data, a part of it, or a release."""

from __future__ import annotations

from pathlib import Path

import click

from graph_service.cli.verb import CALL, OUTPUT, fail, output_file, verb, write_out
from graph_service.formats import formats, formats_of, write_graph, written
from graph_service.model.profile import DEFAULT
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.architecture import exchange_formats, export_architecture
from graph_service.services.publishing.dumps.dumping import suffixes, write_to
from graph_service.services.publishing.dumps.parts import Part, graphs_of
from graph_service.services.publishing.profiled import in_profile
from graph_service.services.publishing.rfi2.exporting import empty_workbook, export_workbook

_WORKBOOKS = ("rfi2", "rfi2-template")


@click.command()
@click.option("--stack", help="Key of a stack, such as demo.")
@click.option("--catalogue", help="Key of a catalogue of the stack, such as services.")
@click.option("--release", help="Version of a release of the catalogue, such as 2.0.")
@click.option("--profile", default=DEFAULT, show_default=True, help="The terms to write in, such as cpsv-ap.")
@click.option(
    "--format",
    "chosen",
    type=click.Choice([*suffixes(), *_WORKBOOKS, *exchange_formats()]),
    default="trig",
    show_default=True,
)
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
    """Write the current data, a part of it or a release: as RDF or tables, or services and systems as a workbook.

    The same statements give the same bytes. zip are CSV tables with their description. rfi2 is GovStack's workbook,
    filled with the services and systems of a stack; rfi2-template is the same to fill. archimate, backstage and
    landscape are files for architecture tools, of a whole stack. Profiles are the terms of other specifications; what
    is asked for is then written with all that it names.
    """
    if (catalogue and not stack) or (release and not catalogue):
        fail(CALL, "--release needs --catalogue, and --catalogue needs --stack")
    if chosen in exchange_formats():
        if not stack or catalogue:
            fail(CALL, f"--format {chosen} is of a whole stack: it needs --stack, and takes no --catalogue")
        write_out(export_architecture(deployment, stack, chosen), output)
        return
    part, terms = Part(stack or "", catalogue or "", release or ""), deployment.profiles.get(profile)
    if not terms.own:
        if chosen not in formats_of("graph"):
            fail(CALL, f"--profile {profile} is written as RDF: --format {', '.join(formats_of('graph'))}")
        statements = in_profile(deployment, terms, sorted(graphs_of(deployment, part)))
        context = deployment.vocabulary.context
        write_out(written(lambda file: write_graph(formats()[chosen], statements, context, file)), output)
        return
    if chosen not in _WORKBOOKS:
        with output_file(output, binary=chosen.endswith(("zip", ".gz"))) as file:
            write_to(deployment, part, chosen, file)
        return
    if chosen == "rfi2" and not stack:
        fail(CALL, "--format rfi2 needs --stack")
    write_out(
        export_workbook(deployment, stack, language)
        if stack and chosen == "rfi2"
        else empty_workbook(deployment, stack, language),
        output,
    )
