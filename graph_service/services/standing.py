"""How a thing stands: in use, deprecated, merged into another, gone, or never known."""

from __future__ import annotations

import difflib
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolutions, Triple

from graph_service.errors import ThingGone, UnknownName
from graph_service.model.terms import DCT, LABEL_PROPERTIES, OWL, PSG, RDF_TYPE, is_safe_iri
from graph_service.services.deployment import Deployment
from graph_service.services.describe import Description

_DEPRECATED = f"{OWL}deprecated"
_REPLACED_BY = f"{DCT}isReplacedBy"
#: What a thing that is gone may still say of itself.
_OF_THE_GONE = {_DEPRECATED, RDF_TYPE, *LABEL_PROPERTIES}
#: How many names around the place of an unknown one are compared with it.
_AROUND = 200


@dataclass(frozen=True)
class Standing:
    """Whether a thing is deprecated, and what replaces it (empty for nothing).

    ``merged`` tells that it lives on as that alone: it is deprecated, or nothing says any more what it is.
    """

    deprecated: bool = False
    replaced_by: str = ""
    merged: bool = False


def standing_of(facts: Iterable[Triple]) -> Standing:
    """What ``facts`` tell of the standing of the thing that they are about."""
    held = list(facts)
    deprecated = any(t.predicate.value == _DEPRECATED and _is_true(t.object) for t in held)
    others = sorted(
        t.object.value
        for t in held
        if t.predicate.value == _REPLACED_BY and isinstance(t.object, NamedNode) and t.object != t.subject
    )
    typed = any(t.predicate.value == RDF_TYPE for t in held)
    return Standing(deprecated, others[0] if others else "", bool(others) and (deprecated or not typed))


def check_present(deployment: Deployment, found: Description) -> Standing:
    """How the thing that was ``found`` stands.

    :raises ThingGone: where it was known once, and nothing is said of it now but that it is deprecated.
    """
    standing = standing_of(found.facts)
    rest = {triple.predicate.value for triple in found.facts} - _OF_THE_GONE
    if standing.deprecated and not standing.replaced_by and not rest:
        raise gone(deployment, found.iri)
    if not found.facts and (change := deployment.removals.change_of(found.iri)):
        raise ThingGone(found.iri, change, _earlier(deployment, found.iri))
    return standing


def gone(deployment: Deployment, iri: str) -> ThingGone:
    """What to tell of a thing that is gone: the change that removed it, and releases that hold it."""
    return ThingGone(iri, deployment.removals.change_of(iri), _earlier(deployment, iri))


def missing(deployment: Deployment, iri: str) -> UnknownName | ThingGone:
    """Why nothing is known of ``iri``: it is gone, or was never here, with names that resemble it."""
    if not is_safe_iri(iri):
        return UnknownName("thing", iri)
    change, releases = deployment.removals.change_of(iri), _earlier(deployment, iri)
    if change or releases:
        return ThingGone(iri, change, releases)
    return UnknownName("thing", iri, nearest(deployment, iri))


def nearest(deployment: Deployment, iri: str) -> list[str]:
    """IRIs of known things that resemble ``iri``: with another key, or of another type."""
    families: Mapping[str, Sequence[str]] = deployment.remembered("keys by family", lambda: _families(deployment))
    family, _, key = iri.rpartition("/")
    if family not in families:
        kinds = difflib.get_close_matches(family, families, cutoff=0.9)
        return [f"{kind}/{key}" for kind in kinds if _holds(families[kind], key)]
    keys = families[family]
    place = bisect_left(keys, key)
    close = difflib.get_close_matches(key, keys[max(0, place - _AROUND) : place + _AROUND])
    return [f"{family}/{found}" for found in close]


def _families(deployment: Deployment) -> dict[str, list[str]]:
    """The sorted keys of all things by what stands before them."""
    families: dict[str, set[str]] = {}
    for triple in deployment.store.match(None, NamedNode(RDF_TYPE), None):
        if isinstance(triple.subject, NamedNode):
            family, _, key = triple.subject.value.rpartition("/")
            families.setdefault(family, set()).add(key)
    return {family: sorted(keys) for family, keys in families.items()}


def _holds(keys: Sequence[str], key: str) -> bool:
    place = bisect_left(keys, key)
    return place < len(keys) and keys[place] == key


def _earlier(deployment: Deployment, iri: str) -> list[str]:
    """The releases whose own graphs hold the thing, the latest first."""
    found = deployment.store.query(
        f"""SELECT DISTINCT ?release ?issued {{
          GRAPH ?graph {{ {NamedNode(iri)} a ?class }}
          ?release a <{PSG}Release> ; <{PSG}graph> ?graph .
          OPTIONAL {{ ?release <{DCT}issued> ?issued }}
        }} ORDER BY DESC(?issued) DESC(?release)"""
    )
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    return [term.value for row in found if isinstance(term := row["release"], NamedNode)]


def _is_true(term: object) -> bool:
    return isinstance(term, Literal) and term.value in {"true", "1"}
