"""What stands around a page that is asked for: in the reader's language, with the pages of its stack."""

from __future__ import annotations

from fastapi import Request

from graph_service.http.negotiation import accepted_languages
from graph_service.model.arguments import LANGUAGE_TAG
from graph_service.pages.layout import Frame
from graph_service.pages.words import ENGLISH, Words, languages
from graph_service.services.deployment import Deployment
from graph_service.services.stacks import stack_of

#: What the addresses of all pages may say.
LANGUAGE = "lang"


def frame_of(request: Request, served: Deployment, stack: str = "") -> Frame:
    """The frame of the page at the address of ``request``, about the stack with that key.

    :raises UnknownName: where there is no such stack.
    """
    words = words_of(request)
    asked = {key: tuple(request.query_params.getlist(key)) for key in request.query_params}
    if not LANGUAGE_TAG.fullmatch(asked.get(LANGUAGE, ("",))[0]):
        asked.pop(LANGUAGE, None)
    title = stack_of(served, stack).title(words.language) if stack else ""
    return Frame(words, request.url.path, asked, stack, title, served.dashboards.groups if stack else {})


def words_of(request: Request) -> Words:
    """The language that the address asks for, else the first of the reader's that pages have, else English."""
    known = languages()
    for wanted in [request.query_params.get(LANGUAGE, ""), *accepted_languages(request)]:
        tag = wanted.lower()
        for fitting in (tag, tag.partition("-")[0]):
            if fitting in known:
                return known[fitting]
    return ENGLISH
