"""The addresses in a feed of changes: the feed itself, its pages, and where what changed is to be had."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlencode

from graph_service.model import patch
from graph_service.services.change_feed import Entry
from graph_service.services.change_index import Scope

#: What a graph is offered as that must be taken anew.
GRAPH_TYPE = "application/n-triples"


@dataclass(frozen=True)
class Document:
    """Something to be fetched: a patch, or where ``graph`` is named, all of that graph as it is now."""

    address: str
    media_type: str
    graph: str = ""


@dataclass(frozen=True)
class FeedLinks:
    """``host`` is where the service is reached, ``path`` under which name the feed was asked for."""

    host: str
    path: str
    scope: Scope

    @property
    def stream(self) -> str:
        """What is followed, whatever the format."""
        return f"{self.host}/feed{_query(**self._scope)}#stream"

    @property
    def root(self) -> str:
        """Where to begin."""
        return f"{self.host}{self.path}{_query(**self._scope)}"

    def page(self, number: int) -> str:
        """A page."""
        return f"{self.host}{self.path}{_query(**self._scope, page=str(number))}"

    def change(self, number: int) -> str:
        """A change for people to read."""
        return f"{self.host}/changes/{number}"

    def documents(self, entry: Entry) -> Iterator[Document]:
        """What brings a copy up to date: the patch, or the graphs anew where the statements weren't kept."""
        if entry.kept:
            address = f"{self.host}/feed/patches/{entry.record.number}{_query(**self._scope)}"
            yield Document(address, patch.MEDIA_TYPE)
            return
        for graph in entry.graphs:
            yield Document(f"{self.host}/graphs{_query(graph=graph, format='nt')}", GRAPH_TYPE, graph)

    @property
    def _scope(self) -> dict[str, str]:
        return {"stack": self.scope.stack, "graph": self.scope.graph}


def _query(**parts: str) -> str:
    given = {name: text for name, text in parts.items() if text}
    return f"?{urlencode(given)}" if given else ""
