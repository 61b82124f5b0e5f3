"""Catalogues, releases and what differs between them, as documents of plain values for JSON."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from graph_service.services.answer_difference import EffectOnAnswers
from graph_service.services.deployment import Deployment
from graph_service.services.release_difference import ReleaseDifference
from graph_service.services.releases import Catalogue, Release, list_catalogues, list_releases

#: How many things, and statements about things, a document says in words at most; a patch has all.
MOST_THINGS = 2000


def stacks_document(deployment: Deployment) -> dict[str, Any]:
    """All stacks, their catalogues, and the version of each that is current."""
    versions = {release.iri: release.version for release in list_releases(deployment)}
    stacks: dict[str, list[dict[str, Any]]] = {}
    for catalogue in list_catalogues(deployment):
        described = {**asdict(catalogue), "key": catalogue.key, "currentVersion": versions.get(catalogue.current)}
        stacks.setdefault(catalogue.stack, []).append(described)
    return {
        "stacks": [
            {"iri": iri, "key": iri.rsplit("/", 1)[-1], "catalogues": catalogues} for iri, catalogues in stacks.items()
        ]
    }


def release_document(stack: str, catalogue: Catalogue, release: Release) -> dict[str, Any]:
    """One release; empty texts are what is not stated."""
    place = f"/stacks/{stack}/catalogues/{catalogue.key}/releases/{release.version}"
    return {**asdict(release), "key": release.key, "href": place, "difference": f"{place}/diff"}


def effect_document(effect: EffectOnAnswers) -> dict[str, Any]:
    """Which answers differ, and by how many rows."""
    return {
        "changed": [
            {"query": found.query.name, "summary": found.query.summary, "arguments": found.given, **found.counts}
            for found in effect.differences
        ],
        "same": effect.same,
        "notAsked": list(effect.unasked),
    }


def difference_document(found: ReleaseDifference) -> dict[str, Any]:
    """The difference of two releases, in words and numbers."""
    return {
        "catalogue": found.catalogue.iri,
        "before": found.before,
        "after": found.after,
        "added": len(found.delta.added),
        "removed": len(found.delta.removed),
        "answers": effect_document(found.answers),
        "things": [asdict(thing) for thing in found.things[:MOST_THINGS]],
        "moreThings": max(0, len(found.things) - MOST_THINGS),
    }
