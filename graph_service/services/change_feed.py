"""The changes as pages that are followed: full pages never change, the last one is still open."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from pyoxigraph import NamedNode, Quad, QuerySolutions

from graph_service.errors import AnswerGone, NothingToDo, UnknownName
from graph_service.model.change import Delta
from graph_service.model.change_record import PATCH, change_iri
from graph_service.model.patch import write_patch
from graph_service.model.terms import PATCHES, SYSTEM_STACK, graph_iri
from graph_service.services.change_index import Scope
from graph_service.services.change_log import ChangeRecord, changes_by_number
from graph_service.services.deployment import Deployment
from graph_service.services.releases import list_catalogues
from graph_service.services.undoing import delta_of

#: How many changes a full page has. Another number would change pages that others hold for ever.
PAGE = 50


@dataclass(frozen=True)
class Entry:
    """A change as it concerns a scope: the graphs of it that were touched, and whether the statements were kept."""

    record: ChangeRecord
    graphs: Sequence[str]
    kept: bool


@dataclass(frozen=True)
class FeedPage:
    """The entries of a page, the first change first; ``last`` is the number of the last change up to it."""

    scope: Scope
    number: int
    entries: Sequence[Entry]
    last: int
    is_full: bool


def check_scope(deployment: Deployment, scope: Scope) -> None:
    """Refuse a scope that nothing can be in.

    :raises UnknownName: where there is no such stack, or nothing ever changed such a graph.
    """
    if scope.stack:
        list_catalogues(deployment, scope.stack)
    deployment.change_index.numbers(scope)


def last_page(deployment: Deployment, scope: Scope) -> int:
    """The number of the open page, counted from 1; it may be empty."""
    return len(deployment.change_index.numbers(scope)) // PAGE + 1


def page_after(deployment: Deployment, scope: Scope, generation: int) -> int:
    """The number of the page with the first change after ``generation``."""
    return bisect_right(deployment.change_index.numbers(scope), generation) // PAGE + 1


def bounds(deployment: Deployment, scope: Scope, page: int) -> tuple[Sequence[int], int]:
    """The numbers of the changes on that page, and that of the last change up to it; 0 where there is none.

    :raises UnknownName: where there is no such page.
    """
    numbers = deployment.change_index.numbers(scope)
    if not 1 <= page <= len(numbers) // PAGE + 1:
        raise UnknownName("page of the feed", str(page))
    end = min(page * PAGE, len(numbers))
    return numbers[(page - 1) * PAGE : end], numbers[end - 1] if end else 0


def read_page(deployment: Deployment, scope: Scope, page: int) -> FeedPage:
    """The page with that number.

    :raises UnknownName: where there is none.
    """
    numbers, last = bounds(deployment, scope, page)
    return FeedPage(scope, page, _entries(deployment, scope, numbers), last, len(numbers) == PAGE)


def latest(deployment: Deployment, scope: Scope) -> list[Entry]:
    """As many entries as a page has, the last changes, the first one first."""
    return _entries(deployment, scope, deployment.change_index.numbers(scope)[-PAGE:])


def patch_of(deployment: Deployment, scope: Scope, number: int) -> str:
    """What change ``number`` did to the graphs of ``scope``, as an RDF Patch that names the one before.

    :raises UnknownName: where it did nothing there.
    :raises AnswerGone: where it was too large for its statements to be kept.
    """
    base, numbers = deployment.settings.base, deployment.change_index.numbers(scope)
    place = bisect_right(numbers, number) - 1
    if place < 0 or numbers[place] != number:
        raise UnknownName("change", str(number))
    try:
        delta = delta_of(deployment, number)
    except NothingToDo as error:
        raise AnswerGone(
            f"Change {number} was too large for its statements to be kept; take the graphs anew."
        ) from error

    def covered(quads: frozenset[Quad]) -> frozenset[Quad]:
        return frozenset(
            q for q in quads if isinstance(q.graph_name, NamedNode) and scope.covers(base, q.graph_name.value)
        )

    previous = change_iri(base, numbers[place - 1]) if place else ""
    return write_patch(Delta(covered(delta.added), covered(delta.removed)), change_iri(base, number), previous)


def _entries(deployment: Deployment, scope: Scope, numbers: Sequence[int]) -> list[Entry]:
    base, kept = deployment.settings.base, _kept(deployment, numbers)
    return [
        Entry(record, [graph for graph in record.graphs if scope.covers(base, graph)], record.number in kept)
        for record in reversed(changes_by_number(deployment, numbers))
    ]


def _kept(deployment: Deployment, numbers: Sequence[int]) -> set[int]:
    """Those of the changes whose statements were kept."""
    base = deployment.settings.base
    changes = {change_iri(base, number): number for number in numbers}
    values = " ".join(f"<{iri}>" for iri in changes)
    found = deployment.store.query(
        f"SELECT ?change {{ GRAPH <{graph_iri(base, SYSTEM_STACK, PATCHES)}> "
        f"{{ VALUES ?change {{ {values} }} ?change {PATCH} ?patch }} }}"
    )
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    return {changes[change.value] for row in found if isinstance(change := row["change"], NamedNode)}
