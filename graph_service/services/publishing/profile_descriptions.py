"""What the profiles are, in the vocabulary for profiles and as plain values.

Source: https://www.w3.org/TR/dx-prof/, sections 7 and 8.
"""

from __future__ import annotations

from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.model.profile import DEFAULT, Profile
from graph_service.model.terms import DCT, RDF_TYPE
from graph_service.services.deployment import Deployment

PROF = "http://www.w3.org/ns/dx/prof/"


def describe_profiles(deployment: Deployment) -> list[Triple]:
    """Each profile as a ``prof:Profile``, whose specification is a resource of its own."""
    return [
        triple
        for profile in deployment.profiles.profiles.values()
        for triple in _described(profile, f"{deployment.settings.base}profiles/{profile.name}/specification")
    ]


def profiles_document(deployment: Deployment) -> dict[str, Any]:
    """The profiles as a document for JSON, with what each of their queries says."""
    return {
        "profiles": [
            {
                "name": profile.name,
                "iri": profile.iri,
                "title": profile.title,
                "description": profile.description,
                "specification": profile.specification,
                "default": profile.name == DEFAULT,
                "queries": [{"name": q.name, "summary": q.summary, "source": q.source} for q in profile.queries],
            }
            for profile in deployment.profiles.profiles.values()
        ],
        "broken": {name: str(error) for name, error in deployment.profiles.broken.items()},
    }


def _described(profile: Profile, descriptor: str) -> list[Triple]:
    this, that = NamedNode(profile.iri), NamedNode(descriptor)
    return [
        Triple(this, NamedNode(RDF_TYPE), NamedNode(f"{PROF}Profile")),
        Triple(this, NamedNode(f"{DCT}title"), Literal(profile.title, language="en")),
        Triple(this, NamedNode(f"{DCT}description"), Literal(profile.description, language="en")),
        Triple(this, NamedNode(f"{PROF}hasToken"), Literal(profile.name)),
        Triple(this, NamedNode(f"{PROF}hasResource"), that),
        Triple(that, NamedNode(RDF_TYPE), NamedNode(f"{PROF}ResourceDescriptor")),
        Triple(that, NamedNode(f"{PROF}hasRole"), NamedNode(f"{PROF}role/specification")),
        Triple(that, NamedNode(f"{PROF}hasArtifact"), NamedNode(profile.specification)),
    ]
