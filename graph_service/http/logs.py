"""The log: one line for each request and event, as JSON for programs or as text for people.

What clients send can't begin a line of its own, and keys and tokens that they send in the wrong place are not kept.
"""

from __future__ import annotations

import datetime
import json
import logging
import re
from typing import Any

from graph_service.observation import REQUEST

#: What is secret wherever it stands: the random part of our keys, tokens (RFC 7519), and values that are named so.
_SECRET = re.compile(
    r"(psg_[a-z2-7]{8}_)[a-z2-7]+"
    r"|()eyJ[\w-]{8,}\.[\w-]+(?:\.[\w-]*)?"
    r"|(?:\b|(?<=%[0-9A-F]{2}))((?:api[_-]?key|key|(?:\w+[_-])?token|password|secret|authorization|cookie)(?:=|%3D))[^\s&;\"'\\]+"
    r"|\b(bearer(?:\s|%20|\+))[\w.~+/=-]+",
    re.IGNORECASE,
)
#: One of these is in whatever that finds; to look for them is faster by far.
_SIGNS = [
    "psg_",
    "eyj",
    "key=",
    "key%3d",
    "token=",
    "token%3d",
    "password",
    "secret",
    "authorization",
    "cookie",
    "bearer",
]
_REMOVED = "[removed]"
#: Beyond the letters of ASCII, and those of control, as what they are in Python's texts.
_UNPRINTABLE = re.compile(r"[^\x20-\x7e\xa1-\u2027\u2030-\ud7ff]")
_ENCODE = json.JSONEncoder(default=str).encode


def configure(kind: str, level: str) -> None:
    """Write what this process logs from ``level`` on to standard error, in lines of that ``kind``."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines() if kind == "json" else TextLines())
    logging.basicConfig(handlers=[handler], level=level.upper(), force=True)
    logging.captureWarnings(capture=True)
    logging.getLogger("rdflib").setLevel(logging.ERROR)  # it would tell of each wrong value that a client sends


class JsonLines(logging.Formatter):
    """An object a line: time, level, logger, message and id of the request, and the fields of the event."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of ``record``."""
        told: dict[str, Any] = {
            "time": _time(record),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if request := REQUEST.get():
            told["request"] = request
        told |= getattr(record, "fields", {})
        if record.exc_info:
            told["traceback"] = self.formatException(record.exc_info)
        return without_secrets(_ENCODE(told))


class TextLines(logging.Formatter):
    """Time, level, message and the fields that tell something in one line; a traceback follows in its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line of ``record``."""
        told = {"request": REQUEST.get(), **getattr(record, "fields", {})}
        fields = "".join(f" {name}={_quoted(value)}" for name, value in told.items() if value != "" and name != "event")
        line = f"{_time(record)} {record.levelname} {record.getMessage()}{fields}"
        line = without_secrets(_UNPRINTABLE.sub(lambda found: ascii(found[0])[1:-1], line))
        return f"{line}\n{without_secrets(self.formatException(record.exc_info))}" if record.exc_info else line


def without_secrets(text: str) -> str:
    """``text`` without what looks like a key or a token."""
    lower = text.lower()
    if not any(sign in lower for sign in _SIGNS):
        return text
    return _SECRET.sub(lambda found: f"{found[found.lastindex or 0]}{_REMOVED}", text)


def _quoted(value: Any) -> str:
    """A value of a field, in quotation marks where it could be taken for more than one."""
    text = str(value)
    return json.dumps(text, ensure_ascii=False) if re.search(r"[\s\"=]", text) else text


def _time(record: logging.LogRecord) -> str:
    return datetime.datetime.fromtimestamp(record.created, datetime.UTC).isoformat(timespec="milliseconds")
