"""The page on which a SPARQL query can be written."""

from __future__ import annotations

from graph_service.model import query_guard
from graph_service.pages.layout import render
from graph_service.services.deployment import Deployment

_EXAMPLE = """\
SELECT ?type (COUNT(*) AS ?things)
WHERE { ?thing a ?type }
GROUP BY ?type
ORDER BY DESC(?things)
LIMIT 20"""


def sparql(deployment: Deployment) -> str:
    """A form that needs no script; answers come in the format chosen."""
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in sorted(deployment.vocabulary.prefixes.items()))
    return render(
        "sparql.html",
        query=f"{prefixes}\n{_EXAMPLE}",
        limits=deployment.sandbox.limits,
        bytes=query_guard.MAX_BYTES,
        graphs=sorted(deployment.store.graphs()),
    )
