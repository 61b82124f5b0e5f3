"""Elements of SVG as text, escaped."""

from __future__ import annotations

import unicodedata

from markupsafe import Markup, escape


def element(name: str, *children: str, **attributes: str | float) -> Markup:
    """An element; ``class_`` gives its classes, and underscores in names of attributes stand for hyphens.

    Children that are no markup yet are texts. Numbers are written with two decimals at most.
    """
    written = Markup("").join(
        Markup(' {}="{}"').format(key.rstrip("_").replace("_", "-"), _plain(value)) for key, value in attributes.items()
    )
    return Markup("<{0}{1}>{2}</{0}>").format(Markup(name), written, Markup("").join(map(escape, children)))  # noqa: S704 - names are ours


def percent(share: float) -> str:
    """A length along the page, from the share of it."""
    return f"{_plain(100 * share)}%"


def shortened(text: str, most: int) -> str:
    """``text`` in at most ``most`` letters, with an ellipsis where some are left out; wide letters count twice."""
    room = most
    for kept, letter in enumerate(text):
        room -= 2 if unicodedata.east_asian_width(letter) in "WF" else 1
        if room < 0:
            return f"{text[: max(kept - 1, 1)].rstrip()}…"
    return text


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


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
