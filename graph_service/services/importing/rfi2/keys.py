"""Keys of things that come without one: made from their names, and the same each time."""

from __future__ import annotations

import hashlib
import re
import unicodedata

_LONGEST = 60


def slug(text: str) -> str:
    """``text`` as a part of an IRI; what Latin letters can't tell is told by a digest."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    latin = re.sub(r"[^a-z0-9]+", "-", plain.replace("ß", "ss").replace("æ", "ae").replace("ø", "o")).strip("-")
    lost = any(c.isalpha() and not c.isascii() for c in plain.replace("ß", "").replace("æ", "").replace("ø", ""))
    if lost or not latin or len(latin) > _LONGEST:
        digest = hashlib.sha256(" ".join(text.casefold().split()).encode()).hexdigest()[:10]
        latin = "-".join(filter(None, (latin[:_LONGEST].strip("-"), digest)))
    return latin


def prefixed(stack: str, key: str) -> str:
    """``key`` with that of the stack before it, unless it has it."""
    return key if key.startswith(f"{stack}-") else f"{stack}-{key}"
