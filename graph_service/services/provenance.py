"""What a thing rests on: the catalogues whose graphs hold it, their releases, and when these graphs last changed."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolutions

from graph_service.model.terms import DCT, PSG
from graph_service.services.change_log import change_record, last_change_of
from graph_service.services.deployment import Deployment

_DCAT = "http://www.w3.org/ns/dcat#"


@dataclass(frozen=True)
class Provenance:
    """A catalogue that describes the thing; the release is that which is current, the change the last of its graph.

    What is not known is empty, and 0 where it is the number of a change.
    """

    catalogue: str
    graph: str
    release: str
    version: str
    licence: str
    change: int
    changed: str


def provenance_of(deployment: Deployment, iri: str) -> list[Provenance]:
    """The catalogues whose current graphs hold statements about ``iri``, by IRI."""
    found = deployment.store.query(
        f"""SELECT ?catalogue ?graph (SAMPLE(?r) AS ?release) (SAMPLE(?v) AS ?version) (SAMPLE(?l) AS ?licence) {{
          {{ SELECT DISTINCT ?graph {{ GRAPH ?graph {{ {NamedNode(iri)} ?p ?o }} }} }}
          ?catalogue a <{PSG}Catalogue> ; <{PSG}graph> ?graph .
          OPTIONAL {{ ?catalogue <{DCT}license> ?l }}
          OPTIONAL {{ ?catalogue <{_DCAT}hasCurrentVersion> ?r . OPTIONAL {{ ?r <{_DCAT}version> ?v }} }}
        }} GROUP BY ?catalogue ?graph ORDER BY ?catalogue"""
    )
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    rows = [
        {name: value.value if isinstance(value := row[name], NamedNode | Literal) else "" for name in _NAMES}
        for row in found
    ]
    return [Provenance(**row, **_last_change(deployment, row["graph"])) for row in rows]  # type: ignore[arg-type]


_NAMES = ("catalogue", "graph", "release", "version", "licence")


def _last_change(deployment: Deployment, graph: str) -> dict[str, int | str]:
    number = last_change_of(deployment, graph)
    return {"change": number, "changed": change_record(deployment, number).committed if number else ""}
