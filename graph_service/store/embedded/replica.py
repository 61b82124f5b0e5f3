"""A copy of the default graph in memory, from which queries that ask nothing else are answered.

The engine is the same as that of the store on disk, so that answers are; joins and aggregates take it a fraction of
the time. One thread fills the copy and applies what each commit does, in their order. The copy stands for one
generation, told once it is complete; as long as that is not the one asked for, the store on disk answers.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from pyoxigraph import Quad, RdfFormat, Store

from graph_service.model.binding import tokens
from graph_service.model.change import Effect

_LOG = logging.getLogger(__name__)
#: Words without which a query sees the default graph alone.
_NAMES_GRAPHS = re.compile(r"\b(?:GRAPH|FROM|SERVICE)\b", re.IGNORECASE)
#: Of how many texts it is kept whether they name graphs.
_KEPT = 1000


def names_graphs(text: str) -> bool:
    """Whether a query may look beyond the default graph; words in comments, texts, names and variables say nothing."""
    return _NAMES_GRAPHS.search(text) is not None and _names_graphs(text)


@lru_cache(maxsize=_KEPT)
def _names_graphs(text: str) -> bool:
    return any(token.kind == "word" and _NAMES_GRAPHS.search(token.text) for token in tokens(text))


class Replica:
    """A default graph in memory, and the generation that it stands for (none until it is filled)."""

    def __init__(self) -> None:
        self._store = Store()
        self._generation: int | None = None
        self._failed = False
        self._turn = ThreadPoolExecutor(max_workers=1, thread_name_prefix="replica")

    def fill(self, dump: Callable[[IO[bytes]], None], beside: Path, generation: int) -> None:
        """Fill it in the background from the N-Triples that ``dump`` writes to a file on the disk of ``beside``.

        What commits do meanwhile is applied after it; it does no harm where the dump has it already.
        """

        def fill() -> None:
            with TemporaryFile(dir=beside) as file:  # without a name, so that nothing is left where the process ends
                dump(file)
                file.seek(0)
                self._store.bulk_load(file, format=RdfFormat.N_TRIPLES)

        self._turn.submit(self._do, fill, generation)

    def apply(self, effect: Effect, generation: int) -> None:
        """Do in the background what the commit that made ``generation`` did to the default graph."""

        def apply() -> None:
            if effect.removed:
                removed, added = (" ".join(f"{t} ." for t in triples) for triples in (effect.removed, effect.added))
                self._store.update(f"DELETE DATA {{ {removed} }} ; INSERT DATA {{ {added} }}")
            else:
                self._store.extend(Quad(t.subject, t.predicate, t.object) for t in effect.added)

        self._turn.submit(self._do, apply, generation)

    def _do(self, step: Callable[[], None], generation: int) -> None:
        """Carry out ``step``; a copy that missed one stands for nothing any more and is given up."""
        if self._failed:
            return
        try:
            step()
        except Exception:  # noqa: BLE001 - whatever it was, the disk still answers
            _LOG.exception("The copy in memory is given up; queries are answered from disk until the next start.")
            self._failed, self._generation, self._store = True, None, Store()
        else:
            self._generation = generation

    def answering(self, text: str, generation: int) -> Store | None:
        """The copy, where it can answer the query ``text`` as of that generation."""
        return self._store if self._generation == generation and not names_graphs(text) else None

    def settle(self) -> None:
        """Wait until it stands for the last commit."""
        self._turn.submit(lambda: None).result()

    def close(self) -> None:
        """Wait for what is being done and do nothing more."""
        self._turn.shutdown(cancel_futures=True)
