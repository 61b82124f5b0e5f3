"""Elements of SVG as text, escaped."""

from __future__ import annotations

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


def _plain(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".")
