"""Proposals: changes that an editor wishes and a curator decides."""

from __future__ import annotations

from dataclasses import asdict, replace
from http import HTTPStatus
from typing import Annotated, Any, Literal

from anyio import to_thread
from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from graph_service.http.access import Curator, Editor
from graph_service.http.bodies import RDF_BODY, read_body
from graph_service.http.budget import charged
from graph_service.http.change_answers import change_answer, committed
from graph_service.http.context import Served
from graph_service.http.graph_writes import target_of
from graph_service.model.patch import write_patch
from graph_service.services.answer_difference import effect_of_change
from graph_service.services.changing import Outcome, add_to_graph, put_graph
from graph_service.services.deployment import Deployment
from graph_service.services.proposals import (
    Proposal,
    accept,
    change_of,
    list_proposals,
    proposal_of,
    propose,
    refuse,
    review,
)
from graph_service.services.publishing.release_documents import effect_document
from graph_service.services.wording import in_words

router = APIRouter(prefix="/proposals", tags=["changes"])
#: Comparing answers asks every named query twice: none is begun after this time.
SECONDS = 20.0
_GRAPH = {"name": "graph", "in": "query", "required": True, "schema": {"type": "string", "format": "iri"}}


class Decision(BaseModel):
    """What a curator decides, and why."""

    model_config = ConfigDict(extra="forbid")

    decision: Literal["accept", "refuse"]
    reason: str = Field(default="", max_length=2000)


@router.get("", summary="All proposals, latest first")
def read_proposals(served: Served) -> dict[str, Any]:
    """With their state: waiting, accepted or refused."""
    return {"proposals": [_summary(proposal) for proposal in list_proposals(served)]}


@router.post("", summary="Propose a change of a named graph", openapi_extra={"parameters": [_GRAPH], **RDF_BODY})
async def make_proposal(
    served: Served,
    request: Request,
    caller: Editor,
    title: Annotated[str, Query(min_length=1, max_length=200)],
    mode: Annotated[Literal["replace", "add"], Query()] = "replace",
) -> Response:
    """Nothing is changed until a curator accepts; the answer says what the change would do."""
    graph, sent = target_of(request), await read_body(request)

    def make() -> Response:
        statements = sent.statements(served.settings.base)
        wanted = (put_graph if mode == "replace" else add_to_graph)(graph, statements, title)
        proposal, judged = propose(
            served, replace(wanted, sources=[sent.source()], agent=caller.name, scope=caller.stack)
        )
        headers = {"Location": f"/proposals/{proposal.number}"}
        return JSONResponse(_described(served, proposal, judged), HTTPStatus.CREATED, headers=headers)

    return await to_thread.run_sync(make)


@router.get("/{number}", summary="A proposal, and what it would do now")
def read_proposal(served: Served, request: Request, number: int) -> dict[str, Any]:
    """The difference in words and as an RDF Patch, the findings of the gate, and which answers would differ."""
    with charged(request):
        described = _described(served, proposal_of(served, number), review(served, number))
        effect = effect_of_change(served, f"proposal {number}", change_of(served, number), SECONDS)
    return {**described, "answers": effect_document(effect)}


@router.post("/{number}/decision", summary="Accept or refuse a proposal")
def decide(served: Served, number: int, caller: Curator, decided: Decision) -> Response:
    """An accepted proposal is carried out on the data of the day, if the gate lets it through."""
    if decided.decision == "accept":
        return change_answer(committed(accept(served, number, decided.reason, caller.name, caller.stack)))
    return JSONResponse(_summary(refuse(served, number, decided.reason, caller.name, caller.stack)))


def _summary(proposal: Proposal) -> dict[str, Any]:
    return {**asdict(proposal), "state": proposal.state}


def _described(served: Deployment, proposal: Proposal, judged: Outcome) -> dict[str, Any]:
    effect = committed(judged)
    return {
        **_summary(proposal),
        "words": in_words(served, judged.delta),
        "patch": write_patch(judged.delta),
        **{name: effect[name] for name in ("graphs", "added", "removed", "warnings", "findings")},
        "conforms": judged.report.conforms,
    }
