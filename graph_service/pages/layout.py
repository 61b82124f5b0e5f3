"""What all pages share: the templates, and how IRIs become links."""

from __future__ import annotations

from functools import cache
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from pyoxigraph import Literal, NamedNode

from graph_service import __version__
from graph_service.model.terms import CODE_LISTS, PSG, SHAPES


def render(template: str, **context: Any) -> str:
    """The page that ``template`` makes of ``context``; all text is escaped."""
    return _environment().get_template(template).render(**context)


def href(iri: str, base: str) -> str:
    """Where a link to ``iri`` leads: a document here, another web page, or nowhere (empty) for other schemes."""
    if iri.startswith(f"{base}id/"):
        return f"/doc/{iri.removeprefix(f'{base}id/')}"
    for namespace in (PSG, CODE_LISTS, SHAPES):
        if iri.startswith(namespace) and iri != namespace:
            return f"/{namespace.rstrip('/').rsplit('/', 1)[-1]}/{iri.removeprefix(namespace)}"
    return iri if iri.startswith(("https://", "http://")) else ""


def short(iri: str, prefixes: dict[str, str]) -> str:
    """``iri`` as a CURIE where a prefix fits, for people to read."""
    fitting = [(len(ns), f"{prefix}:{iri.removeprefix(ns)}") for prefix, ns in prefixes.items() if iri.startswith(ns)]
    return max(fitting)[1] if fitting else iri


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("graph_service", "pages/templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(version=__version__, href=href, short=short)
    environment.tests["iri"] = lambda term: isinstance(term, NamedNode)
    environment.tests["literal"] = lambda term: isinstance(term, Literal)
    return environment
