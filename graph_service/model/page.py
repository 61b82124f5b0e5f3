"""A page of an answer's rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from graph_service.errors import ArgumentProblem, InvalidArguments

#: The most rows that a page may have.
LARGEST = 100_000


@dataclass(frozen=True)
class Page:
    """``limit`` rows (``None`` for all) from the row number ``offset``, counted from 0."""

    limit: int | None = None
    offset: int = 0

    @property
    def clause(self) -> str:
        """The page in SPARQL."""
        limit = f"LIMIT {self.limit} " if self.limit is not None else ""
        return f"{limit}OFFSET {self.offset}"

    def neighbours(self, total: int) -> dict[str, Page]:
        """The pages to link to from this one, by link relation (RFC 8288); none where this is all."""
        if not self.limit:
            return {}
        last = max(0, (total - 1) // self.limit * self.limit)
        pages = {"first": Page(self.limit, 0), "last": Page(self.limit, last)}
        if self.offset > 0:
            pages["prev"] = Page(self.limit, max(0, self.offset - self.limit))
        if self.offset + self.limit < total:
            pages["next"] = Page(self.limit, self.offset + self.limit)
        return pages


WHOLE = Page()


def read_page(given: Mapping[str, Sequence[str]]) -> Page:
    """The page that the texts of ``limit`` and ``offset`` ask for.

    :raises InvalidArguments: where one is no whole number in its bounds, or stands twice.
    """
    problems, numbers = [], {}
    for name, least, most in (("limit", 1, LARGEST), ("offset", 0, 10**12)):
        texts = given.get(name, ())
        if not texts:
            continue
        text = texts[0]
        if len(texts) == 1 and text.isascii() and text.isdigit() and len(text) <= len(str(most)):
            numbers[name] = int(text)
        if not least <= numbers.get(name, -1) <= most:
            detail = f"Give one whole number from {least:,} to {most:,}."
            problems.append(ArgumentProblem(name, ", ".join(texts), detail))
    if problems:
        raise InvalidArguments(problems)
    return Page(numbers.get("limit"), numbers.get("offset", 0))
