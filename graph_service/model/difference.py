"""The difference of two answers to one question, row by row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal as OneOf

from graph_service.model.solutions import Row

Kind = OneOf["removed", "changed", "added"]


@dataclass(frozen=True)
class RowDifference:
    """A row that is in one of two answers, or in both with other values; what is absent is empty."""

    kind: Kind
    before: Row
    after: Row

    @property
    def row(self) -> Row:
        """The row as it is afterwards, or as it was where it is gone."""
        return self.after or self.before

    def changed(self, columns: Sequence[str]) -> Sequence[str]:
        """Those of ``columns`` whose value is another."""
        return [name for name in columns if self.before.get(name) != self.after.get(name)]


@dataclass(frozen=True)
class Difference:
    """All differing rows, in the order of the answers, and how many rows are the same in both."""

    rows: Sequence[RowDifference]
    same: int

    def count(self, kind: Kind) -> int:
        """How many rows differ in that way."""
        return sum(row.kind == kind for row in self.rows)


def compare(before: Sequence[Row], after: Sequence[Row], key: Sequence[str]) -> Difference:
    """The difference between two answers whose rows are told apart by the columns ``key``.

    Where several rows have the same key, or there is none, equal rows are paired first and the others by their order.
    """
    waiting: dict[tuple[object, ...], list[Row]] = defaultdict(list)
    for row in after:
        waiting[_key(row, key)].append(row)
    same, unpaired = 0, []
    for row in before:
        candidates = waiting[_key(row, key)]
        if row in candidates:
            candidates.remove(row)
            same += 1
        else:
            unpaired.append(row)
    rows = []
    for row in unpaired:
        candidates = waiting[_key(row, key)] if key else []
        if candidates:
            rows.append(RowDifference("changed", row, candidates.pop(0)))
        else:
            rows.append(RowDifference("removed", row, {}))
    left = {id(row) for candidates in waiting.values() for row in candidates}
    rows += [RowDifference("added", {}, row) for row in after if id(row) in left]
    return Difference(rows, same)


def _key(row: Row, key: Sequence[str]) -> tuple[object, ...]:
    return tuple(row.get(name) for name in key)
