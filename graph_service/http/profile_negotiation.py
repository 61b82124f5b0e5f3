"""Content negotiation by profile: the terms in which a client wants data, by ``?profile=`` or ``Accept-Profile``.

Source: https://www.w3.org/TR/dx-prof-conneg/, sections 7.1 and 7.2.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import Annotated
from urllib.parse import quote, urlencode

from fastapi import Depends, Header, Query, Request, Response
from pyoxigraph import Triple

from graph_service.errors import NotAcceptable, UnknownName
from graph_service.formats import formats_of, write_graph
from graph_service.http.context import Served
from graph_service.http.negotiation import choose
from graph_service.http.sending import sent
from graph_service.model.profile import DEFAULT, Profile
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.profiled import profiles_of, thing_in_profile

_WANTED = re.compile(r"\s*(?:<([^<>]*)>|([\w.*-]+))\s*(?:;\s*q\s*=\s*([01](?:\.\d{0,3})?)\s*)?")
#: The headers that answers depend on.
VARY = "Accept, Accept-Profile"
#: What a header may hold of an IRI as it is.
_KEPT = ":/?#[]@!$&'()*+,;=%~"


def negotiated(
    served: Served,
    profile: Annotated[
        str,
        Query(
            description="The terms to answer in: the name or IRI of a profile at /profiles; all as it is by default.",
            json_schema_extra={"format": "profile"},
        ),
    ] = "",
    accept_profile: Annotated[
        str,
        Header(
            description="IRIs of profiles in angle brackets, with qualities.",
            json_schema_extra={"format": "accept-profile"},
        ),
    ] = "",
) -> Profile:
    """The profile that the client wants most of those offered; ``?profile=`` beats the header.

    :raises NotAcceptable: listing what is offered.
    """
    best, best_quality = "", 0.0
    for name, quality in [(profile, 1.0)] if profile else _accepted(accept_profile):
        if quality > best_quality and _is_offered(served, name):
            best, best_quality = name, quality
    if best:
        return served.profiles.get(DEFAULT if best == "*" else best)
    if profile or _accepted(accept_profile):
        raise NotAcceptable(sorted(served.profiles.profiles))
    return served.profiles.get(DEFAULT)


InProfile = Annotated[Profile, Depends(negotiated)]


def _accepted(header: str) -> list[tuple[str, float]]:
    """The profiles of an ``Accept-Profile`` header and their qualities; what is none is passed over."""
    matches = (_WANTED.fullmatch(part) for part in header.split(","))
    return [(found[1] or found[2], float(found[3] or 1)) for found in matches if found]


def _is_offered(served: Deployment, name: str) -> bool:
    try:
        return name == "*" or bool(served.profiles.get(name))
    except UnknownName:
        return False


def about_thing(
    iri: str,
    suffix: str | None,
    profile: Profile,
    served: Deployment,
    request: Request,
    otherwise: Callable[[], Response],
) -> Response:
    """What is said of the thing ``iri`` in the terms of ``profile``; ``otherwise`` answers with all that is held."""
    if not profile.own:
        triples = thing_in_profile(served, profile, iri)
        answer = statements(triples, served, request, suffix)
        answer.headers.append("Link", f'<{quote(iri, safe=_KEPT)}>; rel="describes"')
    else:
        answer = otherwise()
    return announced(answer, profile, profiles_of(served, iri), request)


def statements(triples: Iterable[Triple], served: Deployment, request: Request, suffix: str | None = None) -> Response:
    """``triples`` in the format that the client wants."""
    offered = {name: found.media_types for name, found in formats_of("graph").items()}
    chosen = formats_of("graph")[choose(request, {"ttl": offered.pop("ttl"), **offered}, suffix)]
    context = served.vocabulary.context
    return sent(lambda output: write_graph(chosen, triples, context, output), chosen.media_types[0], {"Vary": VARY})


def announced(answer: Response, profile: Profile, offered: Iterable[Profile], request: Request) -> Response:
    """``answer``, which says in which profile it is and where it can be had in the others that are ``offered``."""
    varies = answer.headers.get("Vary", "Accept")
    answer.headers["Vary"] = varies if "Accept-Profile" in varies else f"{varies}, Accept-Profile"
    answer.headers["Content-Profile"] = f"<{profile.iri}>"
    answer.headers.append("Link", f'<{profile.iri}>; rel="profile"')
    kept = [(key, value) for key, value in request.query_params.multi_items() if key != "profile"]
    for other in offered:
        if other != profile:
            address = f"{quote(request.url.path)}?{urlencode([*kept, ('profile', other.name)])}"
            answer.headers.append("Link", f'<{address}>; rel="alternate"; profile="{other.iri}"')
    return answer
