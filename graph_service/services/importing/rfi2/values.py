"""What is written in a cell, as values: numbers, truths, lists, periods."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from graph_service.services.importing.rfi2.words import simplified, words

_SPACES = "\u0020\u00a0\u2007\u2009\u202f\u0009"
_MARKS = ",.'\u2019\u066c\u066b"  # also those of Arabic
_DIGITS = re.compile(r"[+-]?\d+")
_GROUPS = re.compile(rf"[+-]?\d{{1,3}}(?:([{re.escape(_MARKS + _SPACES)}])\d{{3}})(?:\1\d{{3}})*")
_INDIAN = re.compile(r"[+-]?\d{1,2}(?:,\d{2})+,\d{3}")
_DECIMAL = re.compile(r"[+-]?\d+[.,\u066b]\d+")
#: A name that has separators in it has so many parts at most, and a number so many digits.
_PARTS_OF_A_NAME, _LONGEST_NUMBER = 8, 40
_SEPARATORS = ("\n", ";", "؛", ",", "،")


class Unreadable(Exception):
    """The text is no such value; the message says what to write instead."""


@dataclass(frozen=True)
class Number:
    """A number in its canonical form, and whether the cell said that it is only approximate."""

    text: str
    approximate: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether it has no fraction."""
        return "." not in self.text


def number(text: str) -> Number:
    """The number that ``text`` writes, with thousands separated or not.

    :raises Unreadable: where it writes none, or could be two.
    """
    plain, approximate = text.strip(_SPACES), False
    for word in sorted(words("about"), key=len, reverse=True):
        if plain.casefold().startswith(word) and plain[len(word) :].strip(f"{_SPACES}.")[:1].isdigit():
            plain, approximate = plain[len(word) :].strip(f"{_SPACES}."), True
            break
    if len(plain) > _LONGEST_NUMBER:
        raise Unreadable("Write one number in digits, such as 1102000")
    if _DIGITS.fullmatch(plain):
        return Number(str(int(plain)), approximate)
    if _GROUPS.fullmatch(plain) or _INDIAN.fullmatch(plain):
        return Number(str(int(re.sub(rf"[{re.escape(_MARKS + _SPACES)}]", "", plain))), approximate)
    if _DECIMAL.fullmatch(plain):
        whole, fraction = re.split("[.,\u066b]", plain)
        digits = "".join(str(int(digit)) for digit in fraction).rstrip("0")
        sign = "-" if plain.startswith("-") else ""
        return Number(f"{sign}{abs(int(whole))}.{digits}" if digits else str(int(whole)), approximate)
    raise Unreadable("Write one number in digits, such as 1102000")


def could_be_decimal(text: str) -> bool:
    """Whether ``text``, such as ``1,300``, may mean a number of thousands or one with a fraction."""
    return bool(re.fullmatch(r"[+-]?[1-9]\d{0,2}[.,]\d{3}", text.strip(_SPACES)))


def truth(text: str) -> tuple[bool, str]:
    """Yes or no, and what the cell says besides.

    :raises Unreadable: where it says neither.
    """
    first, _, rest = simplified(text).partition(" ")
    for answer, kind in ((True, "yes"), (False, "no")):
        if simplified(text) in words(kind):
            return answer, ""
        if first in words(kind) and rest:
            return answer, rest
    raise Unreadable("Answer Yes or No")


def period(text: str) -> str:
    """``week`` or ``month``, where ``text`` names one of the two; nothing else."""
    found = {kind for kind in ("week", "month") if set(simplified(text).split()) & words(kind)}
    return found.pop() if len(found) == 1 else ""


def items(text: str, known: Callable[[str], bool] = lambda _: False) -> list[str]:
    """The entries of a cell that lists some: by line, else by semicolon, else by comma.

    An entry that is ``known`` is not divided, even where its name has the separator in it.
    """
    if known(text.strip()):
        return [text.strip()]
    separator = next((mark for mark in _SEPARATORS if mark in text), "")
    if not separator:
        return [text.strip()] if text.strip() else []
    parts = text.split(separator)
    found: list[str] = []
    while parts:
        longest = min(len(parts), _PARTS_OF_A_NAME)
        length = next((n for n in range(longest, 1, -1) if known(separator.join(parts[:n]).strip())), 1)
        entry = separator.join(parts[:length]).strip(" \t-•*·") if length == 1 else separator.join(parts[:length])
        found.append(entry.strip())
        parts = parts[length:]
    return [entry for entry in dict.fromkeys(found) if entry]


def joined(entries: Sequence[str]) -> str | None:
    """A cell that :func:`items` reads as ``entries``; ``None`` where there is none."""
    for candidate in (", ".join(entries), f"{'; '.join(entries)};", "\n".join(entries) + "\n"):
        if items(candidate) == list(entries):
            return candidate.rstrip("\n") if items(candidate.rstrip("\n")) == list(entries) else candidate
    return None
