"""The profiles, and stacks and catalogues in their terms."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse

from graph_service.formats import formats_of
from graph_service.http.budget import charged
from graph_service.http.context import Served
from graph_service.http.entity_tags import matches, tag
from graph_service.http.negotiation import choose, split_suffix
from graph_service.http.profile_negotiation import VARY, announced, statements
from graph_service.services.publishing.dumps.parts import Part, graphs_of
from graph_service.services.publishing.profile_descriptions import describe_profiles, profiles_document
from graph_service.services.publishing.profiled import in_profile

router = APIRouter(prefix="/profiles", tags=["linked data"])
_JSON = ("application/json",)


@router.get("", summary="The profiles: terms of other specifications that data can be had in")
def read_profiles(served: Served, request: Request) -> Response:
    """As JSON, or as RDF in the vocabulary for profiles."""
    offered = {"json": _JSON, **{name: found.media_types for name, found in formats_of("graph").items()}}
    chosen = choose(request, offered)
    if chosen == "json":
        return JSONResponse(profiles_document(served), headers={"Vary": "Accept"})
    return statements(describe_profiles(served), served, request)


@router.get("/{profile}/{stack}", summary="A stack in the terms of a profile")
@router.get("/{profile}/{stack}/{catalogue}", summary="A catalogue of a stack in the terms of a profile")
def read_in_profile(served: Served, request: Request, profile: str, stack: str, catalogue: str = "") -> Response:
    """With all that it names, so that nothing it says of is missing. The last part may have the suffix of a format."""
    terms = served.profiles.get(profile)
    key, suffix = split_suffix(catalogue or stack, formats_of("graph"))
    stack, catalogue = (stack, key) if catalogue else (key, "")
    etag = tag(served.store.generation(), request.url.path, request.url.query, request.headers.get("accept"))
    if matches(request, etag):
        return Response(status_code=304, headers={"ETag": etag, "Vary": VARY})
    graphs = sorted(graphs_of(served, Part(stack, catalogue)))
    with charged(request):
        answer = statements(in_profile(served, terms, graphs), served, request, suffix)
    answer.headers["ETag"] = etag
    return announced(answer, terms, (), request)
