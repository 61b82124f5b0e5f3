"""A deployment: the store, the vocabulary and the named queries that everything else works with."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from graph_service.model.arguments import Names
from graph_service.services.query_catalogue import QueryCatalogue, read_query_catalogue
from graph_service.services.vocabulary import Vocabulary
from graph_service.settings import Settings
from graph_service.store.base import GraphStore, open_store


@dataclass
class Deployment:
    """Opened from settings; each part is read when it is first needed."""

    settings: Settings
    create: bool = field(default=True, kw_only=True)

    @cached_property
    def store(self) -> GraphStore:
        """The store that the settings name."""
        return open_store(self.settings.store, self.settings.base, create=self.create)

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """Ontology, code lists and shapes."""
        return Vocabulary(self.settings.home, self.settings.base)

    @cached_property
    def queries(self) -> QueryCatalogue:
        """The named queries."""
        return read_query_catalogue(self.settings.home / "queries")

    @cached_property
    def names(self) -> Names:
        """How short names become IRIs here."""
        return Names(self.settings.base, self.vocabulary.prefixes)

    def close(self) -> None:
        """Release the store, where it was opened."""
        if "store" in self.__dict__:
            self.store.close()
