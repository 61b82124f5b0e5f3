"""The desk of catalogue teams: check and import a workbook, decide proposals, publish a release, all by forms.

Nobody is signed in: each form carries the key of whoever sends it, so that no other site can send one in their name.
"""

from __future__ import annotations

from http import HTTPStatus

from anyio import to_thread
from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse, RedirectResponse

from graph_service.errors import AccessRefused, ArgumentProblem, InvalidArguments
from graph_service.http.access import authorise_key
from graph_service.http.budget import charged
from graph_service.http.context import Served
from graph_service.http.forms import Form, read_form
from graph_service.http.frames import frame_of
from graph_service.model.agent import Agent
from graph_service.pages.desk import desk, import_result, proposal_page
from graph_service.services.answer_difference import effect_of_change
from graph_service.services.deployment import Deployment
from graph_service.services.importing.committing import import_source, propose_source
from graph_service.services.importing.importers import Importer, Wanted, importer_named
from graph_service.services.proposals import accept, change_of, proposal_of, refuse, review
from graph_service.services.releasing import publish
from graph_service.services.wording import in_words

router = APIRouter(prefix="/desk", include_in_schema=False)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: How many bytes a form without files may have.
_SMALL = 64 * 1024
#: Comparing answers asks every named query twice: none is begun after this time.
_SECONDS = 10.0
_PRIVATE = {"Cache-Control": "no-store", "Vary": "Accept-Language"}


@router.get("")
def show_desk(served: Served, request: Request) -> HTMLResponse:
    """The forms, and the proposals that wait."""
    return HTMLResponse(desk(served, frame_of(request, served)), headers=_PRIVATE)


@router.post("/import")
async def take_file(served: Served, request: Request) -> Response:
    """Check a file, mark its cells, propose what it says, or import it."""
    form = await read_form(request, served.settings.import_mb * 1024 * 1024)
    agent = await to_thread.run_sync(authorise_key, request, form.text("key"), "editor")
    return await to_thread.run_sync(lambda: _taken(served, request, form, agent))


def _taken(served: Deployment, request: Request, form: Form, agent: Agent) -> Response:
    chosen = importer_named(served.settings.home, form.text("importer", "rfi2"))
    name, content = form.files.get("file", ("", b""))
    wanted = _wanted(form, chosen, agent, content)
    what, proposal = form.text("what", "check"), None
    if what == "mark" and chosen.mark:
        _, verdict = import_source(served, chosen, content, name, wanted, agent=agent, dry_run=True)
        marked = chosen.mark(served, content, name, verdict.findings)
        return Response(marked, media_type=_XLSX, headers={"Content-Disposition": 'attachment; filename="marked.xlsx"'})
    if what == "propose":
        imported, verdict, proposal = propose_source(served, chosen, content, name, wanted, agent=agent)
    else:
        dry = what != "import"
        imported, verdict = import_source(served, chosen, content, name, wanted, agent=agent, dry_run=dry)
    page = import_result(frame_of(request, served), name, what, imported, verdict, proposal)
    status = HTTPStatus.OK if verdict.conforms or what == "check" else HTTPStatus.UNPROCESSABLE_ENTITY
    return HTMLResponse(page, status, headers=_PRIVATE)


def _wanted(form: Form, chosen: Importer, agent: Agent, content: bytes) -> Wanted:
    """What is to be read into which stack.

    :raises InvalidArguments: with all that the form lacks.
    """
    stack = chosen.stack or form.text("stack")
    problems = [
        ArgumentProblem(name, None, detail)
        for name, lacks, detail in (
            ("stack", not stack, "Choose the stack that the catalogue is of."),
            ("file", not content, "Choose a file that is not empty."),
        )
        if lacks
    ]
    if problems:
        raise InvalidArguments(problems)
    if agent.stack not in {"", stack}:
        raise AccessRefused(f"The key of {agent.name} is for the stack {agent.stack} alone.")
    return Wanted(stack, form.text("language", "en"), form.text("agency"), form.text("replace") == "true")


@router.get("/proposals/{number}")
def show_proposal(number: int, served: Served, request: Request) -> HTMLResponse:
    """What a proposal would do to the data as they are, and to the answers."""
    found, frame = proposal_of(served, number), frame_of(request, served)
    if found.accepted is not None:
        return HTMLResponse(proposal_page(frame, found), headers=_PRIVATE)
    with charged(request):
        judged = review(served, number)
        effect = effect_of_change(served, f"proposal {number}", change_of(served, number), _SECONDS)
    words = in_words(served, judged.delta)
    return HTMLResponse(proposal_page(frame, found, judged, words, effect), headers=_PRIVATE)


@router.post("/proposals/{number}")
async def decide(number: int, served: Served, request: Request) -> Response:
    """Accept or refuse it, with a reason."""
    form = await read_form(request, _SMALL)
    agent = await to_thread.run_sync(authorise_key, request, form.text("key"), "curator")

    reason, decision = form.text("reason"), form.text("decision")

    def carry_out() -> None:
        match decision:
            case "accept":
                accept(served, number, reason, agent.name, agent.stack)
            case "refuse":
                refuse(served, number, reason, agent.name, agent.stack)
            case _:
                raise InvalidArguments([ArgumentProblem("decision", decision, "Choose accept or refuse.")])

    await to_thread.run_sync(carry_out)
    return RedirectResponse(f"/desk/proposals/{number}", HTTPStatus.SEE_OTHER)


@router.post("/release")
async def publish_release(served: Served, request: Request) -> Response:
    """Publish what a catalogue holds now."""
    form = await read_form(request, _SMALL)
    agent = await to_thread.run_sync(authorise_key, request, form.text("key"), "curator")
    stack, _, catalogue = form.text("catalogue").partition("/")
    version, notes = form.text("version"), form.text("notes")
    problems = [
        ArgumentProblem(name, None, "Give a text.")
        for name, value in (("catalogue", catalogue), ("version", version), ("notes", notes))
        if not value
    ]
    if problems:
        raise InvalidArguments(problems)
    await to_thread.run_sync(lambda: publish(served, stack, catalogue, version, notes, agent.name, agent.stack))
    return RedirectResponse(f"/stacks/{stack}/releases", HTTPStatus.SEE_OTHER)
