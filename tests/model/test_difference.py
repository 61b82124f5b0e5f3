"""Differences of answers, by key and without one."""

from __future__ import annotations

import random

from pyoxigraph import Literal

from graph_service.model.difference import compare
from graph_service.model.solutions import Row


def rows(*pairs: tuple[str, int | None]) -> list[Row]:
    return [{"k": Literal(k), **({"v": Literal(v)} if v is not None else {})} for k, v in pairs]


def test_rows_are_told_apart_by_their_key() -> None:
    """One gone, one with another value, one new, one the same."""
    found = compare(rows(("a", 1), ("b", 2), ("c", 3)), rows(("b", 5), ("c", 3), ("d", None)), ["k"])
    assert [(row.kind, str(row.row["k"]).strip('"')) for row in found.rows] == [
        ("removed", "a"),
        ("changed", "b"),
        ("added", "d"),
    ]
    assert found.rows[1].changed(["k", "v"]) == ["v"]
    assert found.same == 1


def test_equal_rows_of_one_key_are_paired_first() -> None:
    """A key that is not unique makes no difference where there is none."""
    found = compare(rows(("a", 1), ("a", 2)), rows(("a", 2), ("a", 1), ("a", 1)), ["k"])
    assert [(row.kind, row.after["v"]) for row in found.rows] == [("added", Literal(1))]
    assert found.same == 2


def test_without_key_rows_come_and_go() -> None:
    """There is nothing to call changed."""
    found = compare(rows(("a", 1)), rows(("a", 2)), [])
    assert [row.kind for row in found.rows] == ["removed", "added"]


def test_the_difference_turns_one_answer_into_the_other() -> None:
    """On random answers: what is gone out, what is new in, what changed replaced."""
    for seed in range(100):
        chance = random.Random(seed)  # noqa: S311 - the same cases each time
        before, after = (
            rows(*((chance.choice("abc"), chance.randint(0, 2)) for _ in range(chance.randint(0, 6)))) for _ in range(2)
        )
        found = compare(before, after, ["k"])
        left = list(before)
        for row in found.rows:
            if row.before:
                left.remove(row.before)
            if row.after:
                left.append(row.after)
        assert sorted(map(str, left)) == sorted(map(str, after))
        assert found.same + found.count("removed") + found.count("changed") == len(before)
