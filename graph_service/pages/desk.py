"""Pages for catalogue teams: what can be sent, what came of it, and the proposals to be decided."""

from __future__ import annotations

from collections.abc import Sequence

from graph_service.pages.layout import Frame, render
from graph_service.services.answer_difference import EffectOnAnswers
from graph_service.services.changing import Outcome
from graph_service.services.deployment import Deployment
from graph_service.services.importing.committing import Verdict
from graph_service.services.importing.importers import importers
from graph_service.services.importing.outcome import Imported
from graph_service.services.proposals import Proposal, list_proposals
from graph_service.services.releases import list_catalogues
from graph_service.services.stacks import list_stacks

#: More findings or lines than these are for the marked workbook or the API.
FINDINGS_SHOWN, LINES_SHOWN = 500, 200


def desk(deployment: Deployment, frame: Frame) -> str:
    """The forms, and the proposals that wait."""
    return render(
        "desk.html",
        frame,
        importers=list(importers(deployment.settings.home).values()),
        stacks=[(stack.key, stack.title(frame.words.language)) for stack in list_stacks(deployment)],
        catalogues=[(each.stack.rsplit("/", 1)[-1], each.key) for each in list_catalogues(deployment)],
        proposals=list_proposals(deployment),
    )


def import_result(
    frame: Frame, name: str, what: str, imported: Imported, verdict: Verdict, proposal: Proposal | None
) -> str:
    """What was found in the file, by cell, and what came of it."""
    return render(
        "import_result.html",
        frame,
        name=name,
        what=what,
        imported=imported,
        verdict=verdict,
        proposal=proposal,
        findings=verdict.findings[:FINDINGS_SHOWN],
    )


def proposal_page(
    frame: Frame,
    found: Proposal,
    judged: Outcome | None = None,
    words: Sequence[str] = (),
    effect: EffectOnAnswers | None = None,
) -> str:
    """What came of a proposal; or, of one that waits, what it would do now, and the form to decide it."""
    return render(
        "proposal.html",
        frame,
        proposal=found,
        judged=judged,
        lines=words[:LINES_SHOWN],
        more=max(0, len(words) - LINES_SHOWN),
        effect=effect,
    )
