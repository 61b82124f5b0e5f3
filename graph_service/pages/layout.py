"""What all pages share: the templates, the frame around each page, and how IRIs become links."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import urlencode

from jinja2 import Environment, PackageLoader, StrictUndefined
from pyoxigraph import Literal, NamedNode

from graph_service import __version__
from graph_service.model.addresses import document_path
from graph_service.model.dashboard import DashboardPage
from graph_service.pages.words import ENGLISH, Words, languages


@dataclass(frozen=True)
class Frame:
    """What stands around a page: the reader's language, the address of the page, and the stack that it is about.

    ``address`` is the path, ``asked`` its parameters as texts. ``stack`` is the key of the stack and ``stack_title``
    its name, both empty on pages about none; ``groups`` are the pages that the navigation lists. ``embedded`` pages
    have no navigation.
    """

    words: Words = ENGLISH
    address: str = ""
    asked: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    stack: str = ""
    stack_title: str = ""
    groups: Mapping[str, list[DashboardPage]] = field(default_factory=dict)
    embedded: bool = False

    def here(self, **changed: str) -> str:
        """The address of this page with other parameters; an empty text leaves one out."""
        kept = [(name, value) for name, values in self.asked.items() if name not in changed for value in values]
        pairs = [*kept, *((name, value) for name, value in changed.items() if value)]
        return f"{self.address}?{urlencode(pairs)}" if pairs else self.address or "?"


BARE = Frame()


def render(template: str, frame: Frame = BARE, **context: Any) -> str:
    """The page that ``template`` makes of ``context``; all text is escaped."""
    words = frame.words
    page = _environment().get_template(template)
    return page.render(frame=frame, _=words, number=words.number, share=words.share, languages=languages(), **context)


def href(iri: str, base: str, spaces: Iterable[str] = ()) -> str:
    """Where a link to ``iri`` leads: a document here, another web page, or nowhere (empty) for other schemes.

    ``spaces`` are what the IRIs of stacks start with that lie elsewhere and are served here.
    """
    return document_path(iri, base, spaces) or (iri if iri.startswith(("https://", "http://")) else "")


def short(iri: str, prefixes: Mapping[str, str]) -> str:
    """``iri`` as a CURIE where a prefix fits, for people to read."""
    fitting = [(len(ns), f"{prefix}:{iri.removeprefix(ns)}") for prefix, ns in prefixes.items() if iri.startswith(ns)]
    return max(fitting)[1] if fitting else iri


def in_words(name: str) -> str:
    """The name of a column or parameter in words: ``transactionsPerYear`` as "Transactions per year"."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|_", " ", name).capitalize()
    return re.sub(r"\b([Bb])uilding block", "Building Block", words)


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("graph_service", "pages/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(version=__version__, href=href, short=short, in_words=in_words)
    environment.tests["iri"] = lambda term: isinstance(term, NamedNode)
    environment.tests["literal"] = lambda term: isinstance(term, Literal)
    return environment
