"""Elements of SVG as text, escaped."""

from __future__ import annotations

import unicodedata
from functools import cache

from markupsafe import Markup, escape

#: Letters that are as wide as two others in most fonts.
_WIDE = "MW@%"


def element(name: str, *children: str, **attributes: str | float) -> Markup:
    """An element; ``class_`` gives its classes, and underscores in names of attributes stand for hyphens.

    Children that are no markup yet are texts. Numbers are written with two decimals at most.
    """
    written = "".join(f' {_attribute(key)}="{escape(_plain(value))}"' for key, value in attributes.items())
    return Markup(f"<{name}{written}>{''.join(map(escape, children))}</{name}>")  # noqa: S704 - names are ours, the rest is escaped # nosec B704


@cache
def _attribute(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def percent(share: float) -> str:
    """A length along the page, from the share of it."""
    return f"{_plain(100 * share)}%"


def shortened(text: str, most: int) -> str:
    """``text`` in at most ``most`` letters, with an ellipsis where some are left out; wide letters count twice."""
    kept = _fitting(text, most)
    return text if kept == len(text) else f"{text[: max(kept - 1, 1)].rstrip()}…"


def wrapped(text: str, most: int, lines: int) -> list[str]:
    """``text`` in at most ``lines`` lines of ``most`` letters, broken between words, or after hyphens.

    The last line is shortened.
    """
    rest, found = " ".join(text.split()), list[str]()
    while len(found) < lines - 1 and (kept := _fitting(rest, most)) < len(rest):
        space = rest.rfind(" ", 0, kept + 1)
        hyphen = max(rest.rfind(mark, 0, kept) for mark in "-/") + 1
        cut = next((place for place in (space, hyphen, kept) if place > 0), 1)
        found.append(rest[:cut])
        rest = rest[cut:].lstrip()
    return [*found, shortened(rest, most)]


def label(
    text: str, most: int, link: str = "", language: str = "", narrow: int = 0, **attributes: str | float
) -> Markup:
    """A text that is shortened where it has more than ``most`` letters and then told in full by its title.

    On narrow pages it has ``narrow`` letters, where that is given. It is a link where there is one to follow.
    """
    spoken = {"lang": language} if language else {}

    def written(short: str, width: str) -> Markup:
        full = [element("title", text)] if short != text else []
        classes = {"class_": f"{attributes.get('class_', '')} {width}".strip()} if width else {}
        return element("text", *full, short, **spoken, **{**attributes, **classes})

    short, shorter = shortened(text, most), shortened(text, narrow or most)
    drawn = [written(short, "")] if short == shorter else [written(short, "roomy"), written(shorter, "narrow")]
    return element("a", *drawn, href=link) if link else Markup("").join(drawn)


def _fitting(text: str, most: int) -> int:
    """How many letters of ``text`` there is room for; wide ones count twice, capitals a little more than others."""
    room = float(most)
    for kept, letter in enumerate(text):
        room -= _width(letter)
        if room < 0:
            return kept
    return len(text)


def _width(letter: str) -> float:
    if letter in _WIDE or unicodedata.east_asian_width(letter) in "WF":
        return 2
    return 1.3 if letter.isupper() else 1


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
