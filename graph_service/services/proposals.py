"""Proposals: changes that wait for a curator, who accepts or refuses each with a reason."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from pyoxigraph import Literal, NamedNode, Quad, QuerySolution, QuerySolutions

from graph_service.errors import NothingToDo, UnknownName, WriteRefused
from graph_service.model.change import Change, Delta
from graph_service.model.change_record import PATCH, agent_iri
from graph_service.model.patch import pack, unpack
from graph_service.model.terms import DCT, PROPOSALS, PROV, PSG, RDF_TYPE, SYSTEM_STACK, XSD, graph_iri
from graph_service.services.audit import recording
from graph_service.services.changing import Outcome, apply, judge
from graph_service.services.deployment import Deployment

_COLUMNS = {
    "number": f"{PSG}proposal",
    "title": f"{DCT}title",
    "made": f"{PROV}generatedAtTime",
    "agent": f"{PROV}wasAttributedTo",
    "accepted": f"{PSG}accepted",
    "reason": f"{PSG}reason",
    "decided": f"{PROV}invalidatedAtTime",
    "decider": f"{PROV}wasInfluencedBy",
}
_REQUIRED = {"number", "title", "made"}


@dataclass(frozen=True)
class Proposal:
    """A change that somebody wishes; ``accepted`` is None while it waits."""

    number: int
    title: str
    made: str
    agent: str
    accepted: bool | None
    reason: str
    decided: str
    decider: str

    @property
    def state(self) -> str:
        """``waiting``, ``accepted`` or ``refused``."""
        return "waiting" if self.accepted is None else "accepted" if self.accepted else "refused"


def propose(deployment: Deployment, change: Change) -> tuple[Proposal, Outcome]:
    """Keep ``change`` for a curator; also what it would do and what the gate says of it now.

    :raises NothingToDo: where it would change nothing.
    :raises WriteRefused: where it touches what may not be changed in this way.
    """
    with deployment.turn():
        judged = judge(deployment, change)
        if not judged.delta.size:
            raise NothingToDo("The data are so already; there is nothing to propose.")
        number = 1 + max((proposal.number for proposal in list_proposals(deployment)), default=0)
        statements: dict[str, NamedNode | Literal] = {
            RDF_TYPE: NamedNode(f"{PROV}Plan"),
            f"{PSG}proposal": Literal(number),
            f"{DCT}title": Literal(change.title, language="en"),
            f"{PROV}generatedAtTime": _now(),
            PATCH.value: pack(judged.delta),
        }
        if change.agent:
            statements[f"{PROV}wasAttributedTo"] = NamedNode(agent_iri(deployment.settings.base, change.agent))
        said = list(_said(deployment, number, statements.items()))
        recording.note(deployment, _iri(deployment, number).value, said, f"Proposal {number} made: {change.title}")
    return proposal_of(deployment, number), judged


def list_proposals(deployment: Deployment) -> list[Proposal]:
    """All proposals, the latest first."""
    patterns = " ".join(
        pattern if name in _REQUIRED else f"OPTIONAL {{ {pattern} }}"
        for name, property_ in _COLUMNS.items()
        for pattern in [f"?proposal <{property_}> ?{name} ."]
    )
    found = deployment.store.query(
        f"SELECT * {{ GRAPH <{_graph(deployment).value}> {{ {patterns} }} }} ORDER BY DESC(?number)"
    )
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    return [_proposal(row) for row in found]


def proposal_of(deployment: Deployment, number: int) -> Proposal:
    """The proposal of that number.

    :raises UnknownName: where there is none.
    """
    for proposal in list_proposals(deployment):
        if proposal.number == number:
            return proposal
    raise UnknownName("proposal", str(number))


def change_of(deployment: Deployment, number: int) -> Change:
    """The change that proposal ``number`` wishes.

    :raises UnknownName: where there is none.
    """
    proposal = proposal_of(deployment, number)
    found = deployment.store.query(
        f"SELECT ?patch {{ GRAPH {_graph(deployment)} {{ {_iri(deployment, number)} {PATCH} ?patch }} }}"
    )
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    packed = next(iter(found))["patch"]
    assert isinstance(packed, Literal)  # noqa: S101 - it was written so
    delta = unpack(packed)
    return Change({}, proposal.title, added=delta.added, removed=delta.removed, agent=proposal.agent)


def review(deployment: Deployment, number: int) -> Outcome:
    """What proposal ``number`` would do to the data as they are now, and what the gate says of it.

    :raises UnknownName: where there is none.
    """
    return judge(deployment, change_of(deployment, number))


def accept(deployment: Deployment, number: int, reason: str = "", agent: str = "", scope: str = "") -> Outcome:
    """Carry out proposal ``number`` on the data as they are now; change and decision are one commit.

    :raises NothingToDo: where it is decided already, or the data are so already.
    :raises DataInvalid: where the data would break a shape; the proposal still waits.
    """
    with deployment.turn():
        _waiting(deployment, number)
        notes = list(_said(deployment, number, _decision(deployment, agent, reason, accepted=True)))
        outcome = apply(deployment, replace(change_of(deployment, number), agent=agent, scope=scope, notes=notes))
        if not outcome.delta.size:
            raise NothingToDo("The data are so already. Refuse the proposal, and say so as the reason.")
        return outcome


def refuse(deployment: Deployment, number: int, reason: str, agent: str = "", scope: str = "") -> Proposal:
    """Decide that proposal ``number`` is not carried out; ``scope`` is the one stack that ``agent`` may change.

    :raises NothingToDo: where it is decided already.
    :raises WriteRefused: where it is about another stack than ``scope``.
    """
    with deployment.turn():
        _waiting(deployment, number)
        _check_scope(deployment, number, scope)
        decision = _decision(deployment, agent, reason, accepted=False)
        said = list(_said(deployment, number, decision))
        recording.note(deployment, _iri(deployment, number).value, said, f"Proposal {number} refused")
    return proposal_of(deployment, number)


def things_changed(delta: Delta) -> dict[str, Delta]:
    """What ``delta`` says of each thing, by its IRI, sorted."""
    parts: dict[str, tuple[set[Quad], set[Quad]]] = {}
    for place, quads in enumerate((delta.added, delta.removed)):
        for quad in quads:
            if isinstance(quad.subject, NamedNode):
                parts.setdefault(quad.subject.value, (set(), set()))[place].add(quad)
    return {iri: Delta(frozenset(added), frozenset(removed)) for iri, (added, removed) in sorted(parts.items())}


def _waiting(deployment: Deployment, number: int) -> None:
    proposal = proposal_of(deployment, number)
    if proposal.accepted is not None:
        raise NothingToDo(f"Proposal {number} is {proposal.state} already.")


def _check_scope(deployment: Deployment, number: int, scope: str) -> None:
    change, within = change_of(deployment, number), graph_iri(deployment.settings.base, scope, "") if scope else ""
    for quad in (*change.added, *change.removed):
        if isinstance(quad.graph_name, NamedNode) and not quad.graph_name.value.startswith(within):
            raise WriteRefused(f"Proposal {number} is not about the stack {scope}, which this key is for.")


def _decision(
    deployment: Deployment, agent: str, reason: str, *, accepted: bool
) -> Iterator[tuple[str, NamedNode | Literal]]:
    yield f"{PSG}accepted", Literal(accepted)
    yield f"{PROV}invalidatedAtTime", _now()
    if reason:
        yield f"{PSG}reason", Literal(reason)
    if agent:
        yield f"{PROV}wasInfluencedBy", NamedNode(agent_iri(deployment.settings.base, agent))


def _said(deployment: Deployment, number: int, statements: Iterable[tuple[str, NamedNode | Literal]]) -> Iterator[Quad]:
    for predicate, value in statements:
        yield Quad(_iri(deployment, number), NamedNode(predicate), value, _graph(deployment))


def _proposal(row: QuerySolution) -> Proposal:
    def text(name: str) -> str:
        value = row[name]
        return value.value if isinstance(value, NamedNode | Literal) else ""

    return Proposal(
        number=int(text("number")),
        title=text("title"),
        made=text("made"),
        agent=text("agent").rsplit("/", 1)[-1],
        accepted={"true": True, "false": False}.get(text("accepted")),
        reason=text("reason"),
        decided=text("decided"),
        decider=text("decider").rsplit("/", 1)[-1],
    )


def _now() -> Literal:
    now = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds")
    return Literal(now, datatype=NamedNode(f"{XSD}dateTime"))


def _iri(deployment: Deployment, number: int) -> NamedNode:
    return NamedNode(f"{deployment.settings.base}id/proposal/{number}")


def _graph(deployment: Deployment) -> NamedNode:
    return NamedNode(graph_iri(deployment.settings.base, SYSTEM_STACK, PROPOSALS))
