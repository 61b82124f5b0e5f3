"""Professional roles and performance indicators: what teams are made of and measured by."""

from pathlib import Path

from rdflib import RDF, Graph, URIRef

from govstack_converter.rdf import (
    PSG,
    ConversionError,
    add,
    boolean,
    concept,
    main_thing,
    new_graph,
    slug,
    text,
    thing,
)
from govstack_converter.source import clean, read_json, read_table

CATEGORIES = {
    "Policy makers": "policy-makers",
    "Top management": "top-management",
    "IT Specialist": "it-specialist",
    "Middle and Entry-level management": "middle-and-entry-level-management",
    "Trainers": "trainers",
    "Service Design": "service-design",
    "End users": "end-users",
}


def roles_graph(source: Path) -> Graph:
    """Return the graph of the roles; a role of two categories is one thing."""
    graph = new_graph()
    for entry in read_json(source, "user-profiles-taxonomy.json")["roles"]:
        if entry["category"] not in CATEGORIES:
            raise ConversionError(f"user-profiles-taxonomy.json: unknown '{entry['category']}'")
        node = _role(graph, clean(entry["name"]), CATEGORIES[entry["category"]])
        occupation = entry["esco_occupation"] or entry["url"]
        if occupation:
            add(graph, node, psg_occupation=URIRef(occupation))
    for row in read_table(source, "roles-named-on-pages.csv"):
        _role(graph, row["title"], "named-on-pages")
    return graph


def indicators_graph(source: Path) -> Graph:
    """Return the graph of the definitions of the performance indicators."""
    graph = new_graph()
    for row in read_table(source, "indicators.csv"):
        node = thing("indicator", row["key"])
        main_thing(graph, node, [PSG.PerformanceIndicator], row["key"], row["title"], "indicators")
        add(
            graph,
            node,
            dct_description=text(row["description"]),
            dct_source=URIRef(row["source"]),
            psg_formula=text(row["formula"]),
            psg_numeratorDefinition=text(row["numerator"]),
            psg_denominatorDefinition=text(row["denominator"]),
            psg_unit=concept("unit", row["unit"]),
            psg_higherIsBetter=boolean(row["higher_is_better"] == "true"),
        )
    return graph


def _role(graph: Graph, title: str, category: str) -> URIRef:
    node = thing("role", slug(title))
    if (node, RDF.type, None) not in graph:
        main_thing(graph, node, [PSG.ProfessionalRole], slug(title), title, "roles")
    add(graph, node, psg_roleCategory=concept("role-category", category))
    return node
