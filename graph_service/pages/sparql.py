"""The page on which a SPARQL query can be written."""

from __future__ import annotations

from graph_service.model import query_guard
from graph_service.pages.layout import render
from graph_service.services.deployment import Deployment

_EXAMPLE = """\
PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX psg: <https://w3id.org/public-service-graph/def/>

SELECT ?service ?title ?level
WHERE {
  ?service a cpsv:PublicService ; dct:title ?title ; psg:digitisationLevel ?level .
  FILTER(LANG(?title) = "en")
}
ORDER BY ?service
LIMIT 20"""


def sparql(deployment: Deployment) -> str:
    """A form that needs no script; answers come in the format chosen."""
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(deployment.vocabulary.prefixes.items()))
    return render(
        "sparql.html",
        query=_EXAMPLE,
        prefixes=prefixes,
        limits=deployment.sandbox.limits,
        bytes=query_guard.MAX_BYTES,
        graphs=sorted(deployment.store.graphs()),
    )
