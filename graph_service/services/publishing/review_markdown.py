"""A review as Markdown, for the discussion of a change in a catalogue repository."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from pyoxigraph import Literal, NamedNode

from graph_service.model.difference import RowDifference
from graph_service.model.report import Finding
from graph_service.model.solutions import Row
from graph_service.services.answer_difference import AnswerDifference
from graph_service.services.reviewing import Review
from graph_service.services.wording import count_things

#: How many rows of an answer, and findings of a kind, are shown.
ROWS_SHOWN = 3
FINDINGS_SHOWN = 50
_WORDS = {"added": "new", "removed": "gone", "changed": "changed"}
#: What Markdown or HTML would take as more than text.
_SPECIAL = re.compile(r"([\\`*_{}\[\]<>#|~&@!])")


def review_markdown(review: Review, base: str, head: str) -> str:
    """``review`` of what ``head`` changes in ``base``; text from the data is escaped."""
    return "\n".join(_lines(review, base, head)) + "\n"


def _lines(review: Review, base: str, head: str) -> Iterator[str]:
    yield f"# Review: {_text(base)} to {_text(head)}"
    yield ""
    yield (
        f"**New violations: {review.violations}.** New warnings: {len(review.new) - review.violations}. "
        f"Mended: {len(review.mended)}. Answers that differ: {len(review.answers.differences)}."
    )
    yield from ("", "## Statements", "")
    if review.graphs:
        yield from ("| Graph | Added | Removed |", "|---|--:|--:|")
        yield from (f"| {_text(each.graph)} | {each.added} | {each.removed} |" for each in review.graphs)
        yield ""
        yield from (f"- {_text(line)}" for line in count_things(review.things))
    else:
        yield "Nothing is different."
    yield from _findings("New findings", review.new)
    yield from _findings("Mended findings", review.mended)
    yield from ("", "## Answers that differ", "")
    for found in review.answers.differences:
        yield from _answer(found)
    yield f"{review.answers.same} answers are the same."
    if review.answers.unasked:
        yield f"Not asked: {', '.join(review.answers.unasked)}."


def _findings(title: str, findings: Sequence[Finding]) -> Iterator[str]:
    yield from ("", f"## {title}", "")
    for found in findings[:FINDINGS_SHOWN]:
        place = f" ({_text(found.source)})" if found.source else ""
        value = f" Value: {_text(found.value)}." if found.value else ""
        yield f"- **{found.severity}** {_text(found.label or found.focus)}{place}: {_text(found.message)}{value}"
    if len(findings) > FINDINGS_SHOWN:
        yield f"- And {len(findings) - FINDINGS_SHOWN} more."
    if not findings:
        yield "None."


def _answer(found: AnswerDifference) -> Iterator[str]:
    counts = ", ".join(f"{n} {_WORDS[kind]}" for kind, n in found.counts.items() if n and kind in _WORDS)
    given = ", ".join(f"{name} {_text(value)}" for name, value in found.given.items())
    yield f"### `{found.query.name}`"
    yield ""
    yield f"{_text(found.query.summary)}{f' ({given})' if given else ''}: {counts}; {found.difference.same} as before."
    yield ""
    key = [name for name, column in found.query.columns.items() if column.key]
    for row in found.difference.rows[:ROWS_SHOWN]:
        yield f"- {_row(row, key, found.columns)}"
    if len(found.difference.rows) > ROWS_SHOWN:
        yield f"- … and {len(found.difference.rows) - ROWS_SHOWN} more"
    yield ""


def _row(row: RowDifference, key: Sequence[str], columns: Sequence[str]) -> str:
    name = ", ".join(filter(None, (_value(row.row, column) for column in key)))
    if row.kind == "changed":
        told = [
            f"{c} {_value(row.before, c) or 'not stated'} → {_value(row.after, c) or 'not stated'}"
            for c in row.changed(columns)
        ]
    else:
        others = [c for c in columns if c not in key and c.removesuffix("Title") not in key]
        told = [f"{c} {_value(row.row, c)}" for c in others if c in row.row]
    return f"{_WORDS[row.kind]}: {name or 'a row'}{'; ' if told else ''}{', '.join(told)}"


def _value(row: Row, column: str) -> str:
    """A value by its title where it has one."""
    title, term = row.get(f"{column}Title"), row.get(column)
    if isinstance(title, Literal):
        return _text(title.value)
    if isinstance(term, NamedNode):
        return _text(term.value.rsplit("/", 1)[-1])
    return "" if term is None else _text(str(getattr(term, "value", term)))


def _text(text: str) -> str:
    """``text`` in one line, as text and nothing else."""
    return _SPECIAL.sub(r"\\\1", " ".join(text.split()))
