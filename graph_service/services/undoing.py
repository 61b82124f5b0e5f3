"""What was changed, and how it is taken back: as a new change, which passes the gate like any other."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, QuerySolutions

from graph_service.errors import NothingToDo, UnknownName
from graph_service.model.change import Change, Delta
from graph_service.model.change_record import GENERATION, PATCH, change_iri
from graph_service.model.patch import unpack
from graph_service.model.terms import CHANGES, PATCHES, SYSTEM_STACK, graph_iri
from graph_service.services.changing import Outcome, apply
from graph_service.services.deployment import Deployment


def undo(deployment: Deployment, number: int, agent: str = "", scope: str = "") -> Outcome:
    """Take back change ``number``: what it added goes, what it removed comes back, where that is still to do.

    ``scope`` is the key of the one stack that ``agent`` may change. Graphs of the service itself stay as they are: they
    follow the files of the service.

    :raises UnknownName: where there was no such change.
    :raises NothingToDo: where it kept no patch, or later changes have taken it back already.
    :raises DataInvalid: where later changes rest on it; nothing was changed.
    """
    delta = delta_of(deployment, number)
    system = graph_iri(deployment.settings.base, SYSTEM_STACK, "")
    added, removed = (
        [
            quad
            for quad in quads
            if isinstance(quad.graph_name, NamedNode) and not quad.graph_name.value.startswith(system)
        ]
        for quads in (delta.removed, delta.added)
    )
    change = Change(
        {}, f"Undo of change {number}", added=added, removed=removed, agent=agent, scope=scope, undoes=number
    )
    outcome = apply(deployment, change)
    if not outcome.delta.size:
        raise NothingToDo(f"Nothing of change {number} is left to take back.")
    return outcome


def delta_of(deployment: Deployment, number: int) -> Delta:
    """The statements that change ``number`` added and removed.

    :raises UnknownName: where there was no such change.
    :raises NothingToDo: where it was too large to be kept.
    """
    activity = change_iri(deployment.settings.base, number)
    if not _value(deployment, CHANGES, activity, GENERATION):
        raise UnknownName("change", str(number))
    packed = _value(deployment, PATCHES, activity, PATCH)
    if packed is None:
        raise NothingToDo(f"Change {number} was too large for its statements to be kept; load the earlier data again.")
    return unpack(packed)


def _value(deployment: Deployment, graph: str, subject: str, predicate: NamedNode) -> Literal | None:
    name = graph_iri(deployment.settings.base, SYSTEM_STACK, graph)
    found = deployment.store.query(f"SELECT ?value {{ GRAPH <{name}> {{ <{subject}> {predicate} ?value }} }}")
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    value = next((row["value"] for row in found), None)
    return value if isinstance(value, Literal) else None
