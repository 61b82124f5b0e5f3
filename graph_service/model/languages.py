"""The language that a reader gets: the wanted ones first, then English, then whatever there is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

#: What the service itself is written in, and what most catalogues have besides their own language.
FALLBACK = "en"


@dataclass(frozen=True)
class Text:
    """A text and its language tag, which is empty where it has none."""

    text: str
    language: str = ""


def best(names: Mapping[str, str], wanted: Sequence[str] = ()) -> Text | None:
    """The text of ``names`` (by language tag) that fits ``wanted`` best; None where there is none.

    A wanted tag is met by itself, then by less and less of it (RFC 4647, section 3.4), then by a variant of it.
    """
    tags = {tag.lower(): tag for tag in sorted(names)}
    for tag in _ranges((*wanted, FALLBACK)):
        found = tag if tag in tags else next((other for other in tags if other.startswith(f"{tag}-")), None)
        if found is not None:
            return Text(names[tags[found]], tags[found])
    return next((Text(names[tag], tag) for tag in tags.values()), None)


def _ranges(wanted: Sequence[str]) -> Iterator[str]:
    for tag in wanted:
        parts = tag.lower().split("-")
        for length in range(len(parts), 0, -1):
            yield "-".join(parts[:length])
