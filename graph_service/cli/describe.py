"""``graph-service describe``: what is known of one thing."""

from __future__ import annotations

from pathlib import Path

import click

from graph_service.cli.verb import OUTPUT, known_format, verb, write_out
from graph_service.formats import formats, formats_of, write_graph, written
from graph_service.services.deployment import Deployment
from graph_service.services.describe import describe as describe_thing


@click.command()
@click.argument("thing")
@click.option("--format", "chosen", default="ttl", show_default=True, help="ttl, jsonld, nt or rdf")
@OUTPUT
@verb
def describe(deployment: Deployment, thing: str, chosen: str, output: Path | None) -> None:
    """Describe THING, an IRI, a CURIE or type/key such as building-block/payments."""
    known_format(chosen, formats_of("graph"))
    kind, slash, key = thing.partition("/")
    iri = deployment.names.iri(key, kind) if slash and ":" not in thing else deployment.names.iri(thing)
    found = describe_thing(deployment.store, iri or thing)
    statements, context = found.facts + found.links, deployment.vocabulary.context
    write_out(written(lambda file: write_graph(formats()[chosen], statements, context, file)), output)
