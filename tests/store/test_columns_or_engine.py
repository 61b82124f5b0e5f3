"""Columns are asked where a query begins with much; where it begins with little, the engine answers sooner."""

from __future__ import annotations

from pathlib import Path

import pytest
from filled import P, columns_of
from pyoxigraph import Literal, NamedNode, Triple

from graph_service.model.change import Effect


def test_what_was_left_is_answered_once_there_is_much(tmp_path: Path) -> None:
    """And what was answered is left once there is little again; in between nobody asks twice."""
    things = [Triple(NamedNode(f"{P}{n}"), NamedNode(f"{P}p"), Literal(n)) for n in range(9)]
    columns = columns_of(things[:2], tmp_path, least=5)
    text = f"SELECT ?s ?o {{ ?s <{P}p> ?o }}"
    assert [columns.answer(text, 1) for _ in range(2)] == [None, None]
    columns.apply(Effect(frozenset(things), frozenset()), 2)
    columns.settle()
    found = columns.answer(text, 2)
    assert found is not None
    assert len(list(found)) == len(things)
    columns.apply(Effect(frozenset(), frozenset(things[1:])), 3)
    columns.settle()
    assert columns.answer(text, 3) is None


def test_a_path_that_leads_from_much_is_answered(tmp_path: Path) -> None:
    """However few the statements at its end are, and only where there are many at its beginning."""
    part, of = NamedNode(f"{P}part"), NamedNode(f"{P}of")
    statements = [Triple(NamedNode(f"{P}{n}"), part, NamedNode(f"{P}catalogue")) for n in range(9)]
    statements += [
        Triple(NamedNode(f"{P}{name}"), of, NamedNode(f"{P}stack-of-{name}")) for name in ("catalogue", "other")
    ]
    columns = columns_of(statements, tmp_path, least=5)
    text = f"SELECT ?s {{ ?s <{P}part>/<{P}of> <{P}stack-of-%s> }}"
    found = columns.answer(text % "catalogue", 1)
    assert found is not None
    assert len(list(found)) == 9
    assert columns.answer(text % "other", 1) is None
    assert columns.answer(text % "nothing", 1) is None


@pytest.mark.parametrize(
    ("pattern", "answered"),
    [
        (f"{{ SELECT ?s {{ ?s <{P}p> ?o }} }} {{ SELECT ?s {{ ?s <{P}of> <{P}some> }} }}", True),
        (f"{{ SELECT ?s {{ ?s <{P}p> ?o }} }} {{ SELECT ?s {{ ?s <{P}of> <{P}none> }} }}", False),
        (f"{{ SELECT ?s {{ ?s <{P}p> ?o }} }} {{ {{ ?s <{P}of> <{P}none> }} UNION {{ ?s <{P}of> <{P}some> }} }}", True),
        (f"{{ SELECT ?s {{ ?s <{P}p> ?o }} }} OPTIONAL {{ ?s <{P}of> <{P}none> }}", True),
        (f"{{ SELECT ?s {{ ?s <{P}p> ?o }} }} {{ SELECT (COUNT(?x) AS ?n) {{ ?x <{P}of> <{P}none> }} }}", True),
        (f"{{ SELECT ?s {{ ?s <{P}p> ?o }} }} {{ SELECT ?s {{ ?s <{P}of> <{P}none> }} GROUP BY ?s }}", False),
        (f"{{ SELECT ?s {{ ?s <{P}p> ?o }} }} {{ SELECT ?s {{ ?s <{P}of> <{P}some> ; <{P}p> 1 }} }}", True),
        (f"{{ SELECT ?s {{ ?s <{P}p> ?o }} }} {{ SELECT ?s {{ ?s <{P}of> <{P}some> ; <{P}p> 2 }} }}", False),
        (f"{{ SELECT ?s {{ ?s <{P}p> ?o }} }} {{ SELECT ?s {{ <{P}1> ?any ?s }} }}", True),
        (f"?s <{P}of> <{P}some> OPTIONAL {{ ?x <{P}to> ?s }}", True),
        (f"?s <{P}of> <{P}some> OPTIONAL {{ ?s <{P}to> ?x }}", False),
    ],
)
def test_what_is_joined_to_little_is_left(pattern: str, answered: bool, tmp_path: Path) -> None:
    """However much there is of the other side: only what is led to counts, and as often as it is."""
    statements = [Triple(NamedNode(f"{P}{n}"), NamedNode(f"{P}p"), Literal(n)) for n in range(20)]
    statements += [Triple(NamedNode(f"{P}{n}"), NamedNode(f"{P}to"), NamedNode(f"{P}1")) for n in range(20)]
    statements.append(Triple(NamedNode(f"{P}1"), NamedNode(f"{P}of"), NamedNode(f"{P}some")))
    columns = columns_of(statements, tmp_path, least=5)
    assert (columns.answer(f"SELECT * {{ {pattern} }}", 1) is not None) == answered
