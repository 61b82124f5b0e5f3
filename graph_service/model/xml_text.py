"""What XML 1.0 can hold: it has no control characters, and no elements named by any IRI."""

from __future__ import annotations

import re
from xml.parsers import expat

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def faithful_xml(content: bytes) -> bytes | None:
    """``content`` such that readers get back what was written, ``None`` where it is no XML.

    A carriage return becomes a reference, because readers take a plain one for a line feed.
    """
    content = content.replace(b"\r", b"&#xD;")
    try:
        expat.ParserCreate(namespace_separator=" ").Parse(content, True)
    except expat.ExpatError:
        return None
    return content


def legal(text: str) -> str:
    """``text`` with a replacement character for each that XML can't hold, for reports to people."""
    return _ILLEGAL.sub("\ufffd", text)
