"""Content negotiation: which format a client wants, by suffix, ``?format=`` or ``Accept``, and which language."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

from starlette.requests import Request

from graph_service.errors import ArgumentProblem, InvalidArguments, NotAcceptable
from graph_service.model.arguments import LANGUAGE_TAG

HTML = "html"
HTML_TYPES = ("text/html", "application/xhtml+xml")

_RANGE = re.compile(r"\s*([\w*.+-]+/[\w*.+-]+)\s*((?:;[^,;]*)*)\s*")
_LANGUAGE = re.compile(r"\s*([A-Za-z]{1,8}(?:-[A-Za-z0-9]{1,8})*)\s*((?:;[^,;]*)*)\s*")
#: More languages than this nobody reads.
_MOST_LANGUAGES = 20
_QUALITY = re.compile(r";\s*q\s*=\s*(\d(?:\.\d{0,3})?)\s*(?:;|$)", re.IGNORECASE)


def choose(request: Request, offered: Mapping[str, Sequence[str]], suffix: str | None = None) -> str:
    """The name of the format to answer in; ``offered`` maps names to media types, the preferred one first.

    A suffix beats ``?format=``, which beats the ``Accept`` header.

    :raises NotAcceptable: listing what is offered.
    """
    named = suffix or request.query_params.get("format")
    if named:
        if named not in offered:
            raise NotAcceptable(sorted(offered))
        return named
    wanted = _accepted(request.headers.get("accept", "").strip() or "*/*")
    best, best_quality = "", 0.0
    for name, media_types in offered.items():
        quality = max(_quality(media_type, wanted) for media_type in media_types)
        if quality > best_quality:
            best, best_quality = name, quality
    if not best:
        raise NotAcceptable([media_type for types in offered.values() for media_type in types])
    return best


def accepted_languages(request: Request) -> list[str]:
    """The language tags that the reader accepts, the most wanted first (RFC 9110, section 12.5.4)."""
    wanted = []
    for place, part in enumerate(request.headers.get("accept-language", "").split(",")):
        if match := _LANGUAGE.fullmatch(part):
            quality = _QUALITY.search(match[2])
            wanted.append((-float(quality[1]) if quality else -1.0, place, match[1]))
    return [tag for quality, _, tag in sorted(wanted) if quality < 0]


def split_suffix(path: str, offered: Collection[str]) -> tuple[str, str | None]:
    """``path`` without the suffix that names a format, and that name; only names offered are suffixes."""
    stem, dot, suffix = path.rpartition(".")
    return (stem, suffix) if dot and stem and suffix in offered else (path, None)


def languages(request: Request) -> tuple[str, ...]:
    """The languages that a reader wants, the preferred one first: ``?lang=`` or those of ``Accept-Language``.

    :raises InvalidArguments: where ``lang`` is no language tag.
    """
    if named := request.query_params.get("lang"):
        if not LANGUAGE_TAG.fullmatch(named):
            raise InvalidArguments([ArgumentProblem("lang", named, "Give a language tag such as en or fr.")])
        return (named.lower(),)
    return tuple(tag.lower() for tag in accepted_languages(request)[:_MOST_LANGUAGES])


def _accepted(header: str) -> list[tuple[str, float]]:
    """Media ranges and their qualities; what is not a media range is passed over."""
    ranges = []
    for part in header.split(","):
        if match := _RANGE.fullmatch(part):
            quality = _QUALITY.search(match[2])
            ranges.append((match[1].lower(), float(quality[1]) if quality else 1.0))
    return ranges


def _quality(media_type: str, wanted: Sequence[tuple[str, float]]) -> float:
    """The quality of the most specific range that fits ``media_type``."""
    kind = media_type.partition("/")[0]
    for pattern in (media_type, f"{kind}/*", "*/*"):
        fitting = [quality for accepted, quality in wanted if accepted == pattern]
        if fitting:
            return max(fitting)
    return 0.0
