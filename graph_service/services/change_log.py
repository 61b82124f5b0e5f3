"""What was changed when, by whom and from what: the records of all changes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolution, QuerySolutions

from graph_service.errors import UnknownName
from graph_service.model.terms import CHANGES, DCT, PATCHES, PROV, PSG, SYSTEM_STACK, graph_iri
from graph_service.services.deployment import Deployment

_PROLOGUE = f"PREFIX psg: <{PSG}> PREFIX prov: <{PROV}> PREFIX dct: <{DCT}>"
_SEPARATOR = "\x1f"


@dataclass(frozen=True)
class ChangeRecord:
    """One change; ``sources`` are digests, ``names`` their titles, ``undoes`` is empty where it undid none."""

    number: int
    title: str
    committed: str
    agent: str
    added: int
    removed: int
    warnings: int
    graphs: tuple[str, ...]
    sources: tuple[str, ...]
    names: Mapping[str, str]
    mapping: str
    undoes: str


def list_changes(deployment: Deployment, limit: int = 100, offset: int = 0, graph: str = "") -> list[ChangeRecord]:
    """The latest changes first: all, or those that touched ``graph``."""
    last = deployment.store.generation()
    numbers = deployment.change_index.of_graph(graph)[::-1] if graph else range(last, 0, -1)
    return changes_by_number(deployment, numbers[offset : offset + limit])


def change_record(deployment: Deployment, number: int) -> ChangeRecord:
    """The record of change ``number``.

    :raises UnknownName: where there was no such change.
    """
    found = changes_by_number(deployment, [number])
    if not found:
        raise UnknownName("change", str(number))
    return found[0]


def changes_by_number(deployment: Deployment, numbers: Iterable[int]) -> list[ChangeRecord]:
    """The records of the changes with these numbers, the latest first; the time it takes depends on these alone."""
    values = " ".join(map(str, numbers))
    return _select(deployment, f"VALUES ?number {{ {values} }} ?change psg:generation ?number .")


def change_by_key(deployment: Deployment, key: str) -> ChangeRecord | None:
    """The change that was made for the request with this key."""
    patches = graph_iri(deployment.settings.base, SYSTEM_STACK, PATCHES)
    found = deployment.store.query(
        f"SELECT ?change {{ GRAPH <{patches}> {{ ?change <{DCT}identifier> {Literal(key)} }} }}"
    )
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    for row in found:
        change = row["change"]
        assert isinstance(change, NamedNode)  # noqa: S101 - records are named
        return change_record(deployment, int(change.value.rsplit("/", 1)[-1]))
    return None


def last_change_of(deployment: Deployment, graph: str) -> int:
    """The number of the last change that touched ``graph``; 0 where none did."""
    return next(reversed(deployment.change_index.of_graph(graph)), 0)


def _select(deployment: Deployment, which: str) -> list[ChangeRecord]:
    changes = graph_iri(deployment.settings.base, SYSTEM_STACK, CHANGES)

    def listed(name: str, pattern: str) -> str:
        joined = f'(GROUP_CONCAT(DISTINCT STR(?{name}); SEPARATOR="{_SEPARATOR}") AS ?{name}s)'
        return f"OPTIONAL {{ SELECT ?change {joined} {{ {which} ?change {pattern} ?{name} }} GROUP BY ?change }}"

    found = deployment.store.query(
        f"""{_PROLOGUE} SELECT * {{ GRAPH <{changes}> {{ {which}
        ?change dct:title ?title ; prov:endedAtTime ?committed .
        OPTIONAL {{ ?change prov:wasAssociatedWith/dct:title ?agent }}
        OPTIONAL {{ ?change psg:addedStatements ?added }} OPTIONAL {{ ?change psg:removedStatements ?removed }}
        OPTIONAL {{ ?change psg:warnings ?warnings }} OPTIONAL {{ ?change psg:mapping ?mapping }}
        OPTIONAL {{ ?change psg:undoes ?undoes }}
        {listed("graph", "prov:generated")} {listed("source", "prov:used")}
        OPTIONAL {{
          SELECT ?change (GROUP_CONCAT(CONCAT(STR(?used), " ", ?called); SEPARATOR="{_SEPARATOR}") AS ?names)
          {{ {which} ?change prov:used ?used . ?used dct:title ?called }} GROUP BY ?change
        }} }} }} ORDER BY DESC(?number)"""
    )
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    return [_record(row) for row in found]


def _record(row: QuerySolution) -> ChangeRecord:
    def text(name: str) -> str:
        value = row[name]
        return value.value if isinstance(value, NamedNode | Literal) else ""

    def several(name: str) -> tuple[str, ...]:
        return tuple(sorted(filter(None, text(name).split(_SEPARATOR))))

    return ChangeRecord(
        number=int(text("number")),
        title=text("title"),
        committed=text("committed"),
        agent=text("agent"),
        added=int(text("added") or 0),
        removed=int(text("removed") or 0),
        warnings=int(text("warnings") or 0),
        graphs=several("graphs"),
        sources=several("sources"),
        names=dict(name.split(" ", 1) for name in several("names")),
        mapping=text("mapping"),
        undoes=text("undoes"),
    )
