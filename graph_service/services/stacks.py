"""The stacks that are held: their names in all languages, and whether their data are invented."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from graph_service.errors import UnknownName
from graph_service.model.terms import DCT, PSG, RDF_TYPE
from graph_service.services.deployment import Deployment

_TYPE, _TITLE = NamedNode(RDF_TYPE), NamedNode(f"{DCT}title")
_USES = NamedNode(f"{PSG}usesStack")
_FICTIONAL, _TRUE = NamedNode(f"{PSG}fictional"), Literal(True)


@dataclass(frozen=True)
class Stack:
    """A stack: its IRI, its titles by language, whether its data are invented, and the IRIs of stacks that it uses."""

    iri: str
    titles: Mapping[str, str]
    fictional: bool
    uses: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """The last part of its IRI."""
        return self.iri.rsplit("/", 1)[-1]

    def title(self, language: str = "en") -> str:
        """Its title in ``language``, else in English, else in any."""
        return next((self.titles[tag] for tag in (language, "en", *self.titles) if tag in self.titles), self.key)


def list_stacks(deployment: Deployment) -> list[Stack]:
    """All stacks, sorted by IRI."""
    return deployment.remembered("stacks", lambda: _stacks(deployment))


def stack_of(deployment: Deployment, key: str) -> Stack:
    """The stack with that key.

    :raises UnknownName: where there is none, with keys that resemble it.
    """
    listed = {stack.key: stack for stack in list_stacks(deployment)}
    if key not in listed:
        raise UnknownName("stack", key, difflib.get_close_matches(key, listed))
    return listed[key]


def _stacks(deployment: Deployment) -> list[Stack]:
    store, found = deployment.store, []
    for statement in store.match(None, _TYPE, NamedNode(f"{PSG}Stack")):
        stack = statement.subject
        if isinstance(stack, NamedNode):
            titles = [t.object for t in store.match(stack, _TITLE, None) if isinstance(t.object, Literal)]
            fictional = any(True for _ in store.match(stack, _FICTIONAL, _TRUE))
            used = sorted(u.object.value for u in store.match(stack, _USES, None) if isinstance(u.object, NamedNode))
            named = {title.language or "": title.value for title in titles}
            found.append(Stack(stack.value, named, fictional, tuple(used)))
    return sorted(found, key=lambda stack: stack.iri)
