"""What-if scenarios: kept ones, and any named query under one; reading needs no key, keeping and deleting do."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from http import HTTPStatus
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Body, Request, Response
from fastapi.responses import HTMLResponse, JSONResponse, RedirectResponse

from graph_service import __version__
from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.formats import formats, formats_of, write
from graph_service.http.access import Editor
from graph_service.http.budget import charged
from graph_service.http.context import Served
from graph_service.http.entity_tags import matches
from graph_service.http.frames import frame_of
from graph_service.http.negotiation import HTML, HTML_TYPES, choose, split_suffix
from graph_service.http.sending import sent
from graph_service.model.scenario import Scenario, Step, read_steps
from graph_service.pages.scenario import scenario as scenario_page
from graph_service.pages.scenario import scenario_list, what_if
from graph_service.services.ask import prepare
from graph_service.services.deployment import Deployment
from graph_service.services.proposals import propose
from graph_service.services.scenarios import saved
from graph_service.services.scenarios.asking import AS_IT_IS, ask_under, in_words
from graph_service.services.scenarios.document import as_document, described
from graph_service.services.scenarios.overlay import as_change, edits_of

router = APIRouter(tags=["scenarios"])

AD_HOC = "ad-hoc"

#: What is described of the address of a difference; the parameters of the query are described there.
_PARAMETERS = [
    {
        "name": "action",
        "in": "query",
        "description": "A step of an ad-hoc scenario, such as retire-system:system=demo-identity-provider.",
        "schema": {"type": "array", "items": {"type": "string"}},
        "explode": True,
    },
    {
        "name": "against",
        "in": "query",
        "description": "A saved scenario to compare with, in the place of the graph as it is.",
        "schema": {"type": "string"},
    },
]

_VARY = {"Vary": "Accept, Accept-Language"}
_JSON_OR_HTML = {"json": ("application/json",), HTML: HTML_TYPES}
#: What addresses of a difference say besides parameters of the query.
_ABOUT = ("action", "against", "format")


@router.get("/scenarios", summary="The scenarios that are kept, and the actions that scenarios are made of")
def list_scenarios(served: Served, request: Request) -> Response:
    """As JSON or HTML; action files that are wrong are listed with their error."""
    kept = saved.list_saved(served)
    if choose(request, _JSON_OR_HTML) == HTML:
        return HTMLResponse(scenario_list(served, kept, frame_of(request, served)), headers=_VARY)
    document = {
        "scenarios": [
            {"name": s.name, "href": f"/scenarios/{s.name}", "title": s.title, "words": in_words(served, s)}
            for s in kept
        ],
        "actions": [
            {
                "name": action.name,
                "summary": action.summary,
                "description": action.description,
                "parameters": [{"name": p.name, "type": p.type, "help": p.help} for p in action.parameters.values()],
            }
            for action in served.actions.queries.values()
        ],
        "broken": {name: str(error) for name, error in served.actions.broken.items()},
    }
    return JSONResponse(document, headers=_VARY)


@router.post("/scenarios", status_code=HTTPStatus.CREATED, summary="Keep a scenario")
def create_scenario(served: Served, _editor: Editor, content: Annotated[dict[str, Any], Body()]) -> Response:
    """``{"name", "title", "description", "actions": ["retire-system:system=demo-identity-provider", …]}``."""
    new = _read_scenario(content)
    saved.save(served, new)
    headers = {"Location": f"/scenarios/{new.name}"}
    return JSONResponse(described(served, new), HTTPStatus.CREATED, headers=headers)


@router.get("/scenarios/ad-hoc", include_in_schema=False)
def try_action(served: Served, request: Request) -> RedirectResponse:
    """What a form says as the address of the answer: ``do`` an action with its arguments, then ``ask`` a question."""
    action = served.actions.get(request.query_params.get("do", ""))
    asked = served.queries.get(request.query_params.get("ask", ""))
    given = {name: request.query_params.get(f"do.{name}", "") for name in action.parameters}
    step = Step(action.name, {name: value for name, value in given.items() if value})
    examples = {p.name: p.example_text for p in asked.parameters.values() if p.required}
    stack = request.query_params.get("stack", "")
    about = {"stack": stack} if stack and "stack" in asked.parameters else {}
    pairs = [("action", str(step)), *({**examples, **about}).items()]
    return RedirectResponse(f"/scenarios/{AD_HOC}/queries/{asked.name}.html?{urlencode(pairs)}", HTTPStatus.SEE_OTHER)


@router.get("/scenarios/{name}", summary="A scenario: what it does, in words and as statements")
def show_scenario(name: str, served: Served, request: Request) -> Response:
    """As JSON or HTML; the statements are those that it adds to today's graph and removes from it."""
    found = saved.read_saved(served, name)
    document = described(served, found)
    if choose(request, _JSON_OR_HTML) == HTML:
        return HTMLResponse(scenario_page(served, found, document, frame_of(request, served)), headers=_VARY)
    return JSONResponse(document, headers=_VARY)


@router.post("/scenarios/{name}/proposal", status_code=HTTPStatus.CREATED, summary="Propose to make a scenario true")
def propose_scenario(name: str, served: Served, editor: Editor) -> Response:
    """A curator decides; the answer names the proposal."""
    found = saved.read_saved(served, name)
    change = as_change(found, edits_of(served, found.steps))
    proposal, _ = propose(served, replace(change, agent=editor.name, scope=editor.stack))
    address = f"/proposals/{proposal.number}"
    return JSONResponse({"proposal": address}, HTTPStatus.CREATED, headers={"Location": address})


@router.delete("/scenarios/{name}", status_code=HTTPStatus.NO_CONTENT, summary="Delete a scenario")
def delete_scenario(name: str, served: Served, _editor: Editor) -> Response:
    """Nothing of the graph changes."""
    saved.delete(served, name)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@router.get(
    "/scenarios/{name}/queries/{query}",
    summary="What a scenario changes in the answer to a named query",
    openapi_extra={"parameters": _PARAMETERS},
)
def ask_scenario(name: str, query: str, served: Served, request: Request) -> Response:
    """As JSON, HTML or any format of rows; parameters of the query are parameters of the address.

    ``ad-hoc`` stands for a scenario that was not saved: each ``action`` is a step of it. ``against`` names another
    saved scenario to compare with, in the place of the graph as it is.
    """
    query, suffix = split_suffix(query, [*formats_of("rows"), HTML])
    asked = served.queries.get(query)
    offered = {kind: found.media_types for kind, found in formats_of("rows").items()}
    chosen = choose(request, {"json": offered.pop("json"), HTML: HTML_TYPES, **offered}, suffix)
    texts = {key: request.query_params.getlist(key) for key in request.query_params if key not in _ABOUT}
    scenario = _scenario(served, name, request)
    against = saved.read_saved(served, given) if (given := request.query_params.get("against")) else AS_IT_IS
    bound = prepare(served, asked, texts)
    parts = (bound.etag(chosen), scenario.key, against.key, scenario.title, _actions(served), __version__)
    etag = f'"{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"'
    headers = {**_VARY, "ETag": etag, "Cache-Control": "public, no-cache"}
    if chosen != HTML and matches(request, etag):
        return Response(status_code=HTTPStatus.NOT_MODIFIED, headers=headers)
    with charged(request):
        found = ask_under(served, scenario, asked, texts, against)
    match chosen:
        case "html":
            return HTMLResponse(
                what_if(served, scenario, found, request.url.query, frame_of(request, served)), headers=_VARY
            )
        case "json":
            content = json.dumps(as_document(found), ensure_ascii=False, indent=1)
            return Response(content, media_type="application/json", headers=headers)
        case _:
            written, context = formats()[chosen], served.vocabulary.context
            answer = found.as_answer()
            return sent(lambda output: write(written, answer, context, output), written.media_types[0], headers)


def _scenario(served: Deployment, name: str, request: Request) -> Scenario:
    """The scenario that the address names, or that its actions make up."""
    actions = request.query_params.getlist("action")
    if name != AD_HOC:
        if actions:
            detail = f"A saved scenario has its actions; ask /scenarios/{AD_HOC}/… for others."
            raise InvalidArguments([ArgumentProblem("action", ", ".join(actions), detail)])
        return saved.read_saved(served, name)
    found = Scenario(read_steps(actions))
    saved.refuse_idle(served, found)
    return found


def _actions(served: Deployment) -> str:
    """What tells versions of the action files apart."""
    return "".join(action.digest for action in served.actions.queries.values())


def _read_scenario(content: Mapping[str, Any]) -> Scenario:
    """The scenario that a document states.

    :raises InvalidArguments: with all that is wrong with the document.
    """
    problems = [
        ArgumentProblem(name, None, f"There is no {name}; there are name, title, description and actions.")
        for name in sorted(set(content) - {"name", "title", "description", "actions"})
    ]
    texts = {name: content.get(name, "") for name in ("name", "title", "description")}
    problems += [
        ArgumentProblem(name, str(value)[:100], "Give a text.")
        for name, value in texts.items()
        if not isinstance(value, str)
    ]
    actions = content.get("actions")
    if not isinstance(actions, list) or not all(isinstance(action, str) for action in actions):
        detail = "Give a list of texts such as retire-system:system=demo-identity-provider."
        problems.append(ArgumentProblem("actions", None, detail))
    if problems:
        raise InvalidArguments(problems)
    return Scenario(read_steps(actions or ()), **texts)
