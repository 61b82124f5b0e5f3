"""The stack itself, its catalogues and their releases, and its organisations."""

from rdflib import Graph, Literal, URIRef

from demo_converter.columns import (
    DESCRIPTION,
    TITLES,
    coded,
    link,
    main_thing,
    place,
    plain,
    text,
)
from demo_converter.names import (
    ADMS,
    CV,
    DCAT,
    DCT,
    FOAF,
    ORG,
    PSG,
    RDF,
    SKOS,
    STACK,
    XSD,
    catalogue,
    graph_name,
    national,
    release_key,
    thing,
)
from demo_converter.source import Source
from demo_converter.tables import Row, SourceError

LICENCE = URIRef("https://creativecommons.org/licenses/by/4.0/")


def build(source: Source) -> dict[str, Graph]:
    """Return the graphs of the stack and of its organisations."""
    return {"stack": _stack(source), "organisations": _organisations(source)}


def _stack(source: Source) -> Graph:
    graph = Graph()
    for row in source.tables["stack.csv"]:
        subject = thing("stack", row.needed("key"))
        main_thing(graph, subject, PSG.Stack, row, "stack")
        graph.remove((subject, DCT.isPartOf, None))
        graph.add((subject, PSG.fictional, Literal("true", datatype=XSD.boolean)))
        source.describe(
            graph,
            row,
            subject,
            *TITLES,
            DESCRIPTION,
            text("description_fr", DCT.description),
            place("currency", PSG.currency, "currency"),
            plain("spatial", DCT.spatial, "iri"),
            link("uses", PSG.usesStack, "stack"),
        )
    for row in source.tables["catalogues.csv"]:
        _add_catalogue(graph, source, row)
    for row in source.tables["releases.csv"]:
        _add_release(graph, source, row)
    return graph


def _add_catalogue(graph: Graph, source: Source, row: Row) -> None:
    key = row.needed("key")
    subject = catalogue(key)
    for cls in (PSG.Catalogue, DCAT.Catalog, DCAT.Dataset):
        graph.add((subject, RDF.type, cls))
    graph.add((subject, DCT.identifier, Literal(national(key))))
    graph.add((subject, DCT.license, LICENCE))
    graph.add((subject, PSG.ofStack, thing("stack", STACK)))
    graph.add((subject, PSG.graph, graph_name(key)))
    source.describe(
        graph,
        row,
        subject,
        *TITLES,
        DESCRIPTION,
        coded("kind", PSG.catalogueKind, "catalogue-kind"),
        link("publisher", DCT.publisher, "organisation"),
        plain("source", DCT.source, "iri"),
    )


def _add_release(graph: Graph, source: Source, row: Row) -> None:
    name, version = row.needed("catalogue"), row.needed("version")
    if row.needed("key") != release_key(name, version):
        raise SourceError(row, "key", f'must be "{release_key(name, version)}"')
    subject = thing("release", row.needed("key"))
    current = row.needed("status") == "current"
    graph.add((subject, DCAT.isVersionOf, catalogue(name)))
    graph.add((subject, PSG.graph, graph_name(name if current else f"{name}/{version}")))
    if current:
        graph.add((catalogue(name), DCAT.hasCurrentVersion, subject))
    source.add_node(
        graph,
        subject,
        PSG.Release,
        row,
        text("title_en", DCT.title),
        plain("version", DCAT.version, "string"),
        link("previous", DCAT.previousVersion, "release"),
        plain("issued", DCT.issued, "date"),
        coded("status", PSG.releaseStatus, "release-status"),
        text("notes_en", ADMS.versionNotes),
    )


def _organisations(source: Source) -> Graph:
    graph = Graph()
    rows = source.tables["organisations.csv"]
    source.add_main_things(
        graph,
        "organisation",
        CV.PublicOrganisation,
        rows,
        "organisations",
        text("label_en", SKOS.prefLabel),
        text("label_fr", SKOS.prefLabel),
        DESCRIPTION,
        place("classification", ORG.classification, "publisher-type"),
        link("part_of", ORG.subOrganizationOf, "organisation"),
        plain("homepage", FOAF.homepage, "iri"),
    )
    country = source.tables["stack.csv"][0].needed("spatial")
    for row in rows:
        graph.add((thing("organisation", row.needed("key")), DCT.spatial, URIRef(country)))
    return graph
