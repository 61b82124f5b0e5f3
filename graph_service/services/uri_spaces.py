"""URI spaces: what the IRIs of stacks start with that lie under another host and are served here."""

from __future__ import annotations

from urllib.parse import urlsplit

from pyoxigraph import Literal, QuerySolutions

from graph_service.model.terms import PSG, VOID, is_safe_iri
from graph_service.services.deployment import Deployment


def uri_spaces(deployment: Deployment) -> tuple[str, ...]:
    """The spaces that stacks declare by ``void:uriSpace``.

    Source: https://www.w3.org/TR/void/, section 4.2.
    """
    return deployment.remembered("URI spaces", lambda: _declared(deployment))


def iri_under(spaces: tuple[str, ...], host: str, path: str) -> str:
    """The IRI that a request for ``path`` of ``host`` means, where one of ``spaces`` lies there; else empty."""
    for space in spaces:
        parts = urlsplit(space)
        iri = f"{parts.scheme}://{parts.netloc}{path}"
        if parts.netloc.lower() == host.lower() and iri.startswith(space) and is_safe_iri(iri):
            return iri
    return ""


def _declared(deployment: Deployment) -> tuple[str, ...]:
    found = deployment.store.query(f"SELECT DISTINCT ?space {{ ?stack a <{PSG}Stack> ; <{VOID}uriSpace> ?space }}")
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    values = (row["space"] for row in found)
    return tuple(
        sorted(v.value for v in values if isinstance(v, Literal) and v.value.startswith(("https://", "http://")))
    )
