"""Stacks, their catalogues, and the releases of these: published, withdrawn and compared."""

from __future__ import annotations

from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, PlainTextResponse
from pydantic import BaseModel, ConfigDict, Field

from graph_service.http.access import Curator
from graph_service.http.budget import charged
from graph_service.http.change_answers import change_answer, committed
from graph_service.http.context import Served
from graph_service.http.frames import frame_of
from graph_service.http.negotiation import HTML, HTML_TYPES, choose
from graph_service.model.patch import MEDIA_TYPE, write_patch
from graph_service.pages.release import difference_page
from graph_service.services.answer_difference import turn_to_compare
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.release_documents import (
    difference_document,
    release_document,
    stacks_document,
)
from graph_service.services.release_difference import NOW, ReleaseDifference, difference, statements_between
from graph_service.services.releases import catalogue_of, list_releases, release_of
from graph_service.services.releasing import publish, withdraw

router = APIRouter(prefix="/stacks", tags=["releases"])
_RELEASES = "/{stack}/catalogues/{catalogue}/releases"
#: Comparing asks every named query twice, and is open to anybody: no query is begun after this time.
SECONDS = 20.0
_VARY = {"Vary": "Accept, Accept-Language"}
_FORMATS = {
    "json": ("application/json",),
    HTML: HTML_TYPES,
    "patch": (MEDIA_TYPE,),
    "text": ("text/plain",),
}


class NewRelease(BaseModel):
    """The version, and what it changed."""

    model_config = ConfigDict(extra="forbid")

    version: str = Field(min_length=1, max_length=40)
    notes: str = Field(min_length=1, max_length=5000)


class Withdrawal(BaseModel):
    """Why a release is not to be used."""

    model_config = ConfigDict(extra="forbid")

    reason: str = Field(min_length=1, max_length=2000)


@router.get("", summary="All stacks and their catalogues")
def read_stacks(served: Served) -> dict[str, Any]:
    """With the graph of each catalogue and its current version."""
    return stacks_document(served)


@router.get(_RELEASES, summary="The releases of a catalogue, latest first")
def read_releases(served: Served, stack: str, catalogue: str) -> dict[str, Any]:
    """Current, superseded and withdrawn."""
    found = catalogue_of(served, stack, catalogue)
    return {"releases": [release_document(stack, found, release) for release in list_releases(served, found)]}


@router.post(_RELEASES, status_code=201, summary="Publish what a catalogue holds now as a release")
def publish_release(served: Served, stack: str, catalogue: str, wanted: NewRelease, caller: Curator) -> Response:
    """Everything that readers see is validated before; what is published doesn't change any more."""
    done = publish(served, stack, catalogue, wanted.version, wanted.notes, caller.name, caller.stack)
    release = release_document(stack, catalogue_of(served, stack, catalogue), done.release)
    answer = change_answer({**committed(done.outcome), "release": release}, HTTPStatus.CREATED)
    answer.headers["Location"] = release["href"]
    return answer


@router.get(_RELEASES + "/{version}", summary="One release")
def read_release(served: Served, stack: str, catalogue: str, version: str) -> dict[str, Any]:
    """Its status, notes, and the graph that holds it; where it was withdrawn, why."""
    found = catalogue_of(served, stack, catalogue)
    return release_document(stack, found, release_of(served, found, version))


@router.post(_RELEASES + "/{version}/withdrawal", summary="Take back a release that is not to be used")
def withdraw_release(
    served: Served, stack: str, catalogue: str, version: str, wanted: Withdrawal, caller: Curator
) -> Response:
    """It can still be read, and says that it was withdrawn. The current release can't be."""
    return change_answer(
        committed(withdraw(served, stack, catalogue, version, wanted.reason, caller.name, caller.stack))
    )


@router.get(
    _RELEASES + "/{version}/diff",
    summary="What is different in another release, or now, from this one",
    responses={200: {"content": {types[0]: {} for types in _FORMATS.values()}}},
)
def read_difference(
    served: Served,
    request: Request,
    stack: str,
    catalogue: str,
    version: str,
    to: Annotated[str, Query(max_length=40, description="A version; by default what the catalogue holds now.")] = NOW,
) -> Response:
    """Things that are new, gone or changed, in words, and the named queries whose answers differ."""
    chosen = choose(request, _FORMATS)
    with charged(request):
        if chosen == "patch":
            delta = statements_between(served, catalogue_of(served, stack, catalogue), version, to)
            return Response(write_patch(delta), media_type=MEDIA_TYPE, headers=_VARY)
        found = _compared(served, stack, catalogue, version, to)
    if chosen == HTML:
        return HTMLResponse(
            difference_page(found, served.settings.base, frame_of(request, served, stack)), headers=_VARY
        )
    if chosen == "text":
        return PlainTextResponse("\n".join([*found.words(), ""]), headers=_VARY)
    return JSONResponse(difference_document(found), headers=_VARY)


def _compared(served: Deployment, stack: str, catalogue: str, before: str, after: str) -> ReleaseDifference:
    """The difference, worked out once for each state of the data."""
    key = f"difference of {stack} {catalogue_of(served, stack, catalogue).key} {before} {after}"
    with turn_to_compare(SECONDS):
        return served.remembered(key, lambda: difference(served, stack, catalogue, before, after, SECONDS))
