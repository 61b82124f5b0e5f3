"""The pieces of a SPARQL update that deletes and inserts statements of named graphs where a pattern matches.

Of SPARQL 1.1 Update this is the operation ``DELETE … INSERT … WHERE`` with quads in ``GRAPH``, one in a text: enough
to say what changes, and nothing that loads, clears or reaches another server.
"""

from __future__ import annotations

from dataclasses import dataclass

from graph_service.model.binding import Token, tokens


@dataclass(frozen=True)
class Template:
    """Triples of one ``GRAPH``; ``graph`` and ``triples`` are SPARQL."""

    graph: str
    triples: str


@dataclass(frozen=True)
class Update:
    """A prologue, what is deleted, what is inserted, and the pattern with its braces."""

    prologue: str
    deletes: tuple[Template, ...]
    inserts: tuple[Template, ...]
    where: str

    def graphs_of(self, template: Template) -> str:
        """The query for the graphs that a template speaks of, as ``?graph``."""
        return f"{self.prologue}SELECT DISTINCT ({template.graph} AS ?graph_) WHERE {self.where}"

    def triples_of(self, template: Template) -> str:
        """The query for the triples that a template makes."""
        return f"{self.prologue}CONSTRUCT {{ {template.triples} }} WHERE {self.where}"


def read_update(text: str) -> Update:
    """Take the update ``text`` apart.

    :raises ValueError: with what is wrong, where it is another kind of update.
    """
    stream = list(tokens(text))
    reader = _Reader(stream)
    prologue = reader.until("DELETE", "INSERT", "WHERE")
    deletes = reader.templates() if reader.take("DELETE") else ()
    inserts = reader.templates() if reader.take("INSERT") else ()
    if not (deletes or inserts) or not reader.take("WHERE"):
        raise ValueError(
            "Write DELETE { GRAPH … } INSERT { GRAPH … } WHERE { … }; one of the first two may be left out."
        )
    where = reader.braces()
    if reader.next() is not None:
        raise ValueError("Nothing may follow WHERE { … }: a file holds one operation.")
    if any(token.is_word("SERVICE") for token in stream):
        raise ValueError("SERVICE is not allowed: a scenario is about this graph only.")
    return Update(prologue, deletes, inserts, f"{{{where}}}")


class _Reader:
    """Reads tokens from the front; blanks before what is looked for are passed over."""

    def __init__(self, stream: list[Token]) -> None:
        self._stream = stream
        self._place = 0

    def next(self) -> Token | None:
        """The next token that is not blank, which is not read by this."""
        while self._place < len(self._stream) and self._stream[self._place].kind == "blank":
            self._place += 1
        return self._stream[self._place] if self._place < len(self._stream) else None

    def read(self) -> Token | None:
        """The next token that is not blank."""
        token = self.next()
        self._place += 1
        return token

    def take(self, word: str) -> bool:
        """Whether ``word`` comes next; it is then read."""
        token = self.next()
        found = token is not None and token.is_word(word)
        self._place += found
        return found

    def until(self, *words: str) -> str:
        """What stands before the first of ``words``."""
        start = self._place
        while self._place < len(self._stream) and not self._stream[self._place].is_word(*words):
            self._place += 1
        return _text(self._stream[start : self._place])

    def braces(self) -> str:
        """What stands in the block in braces that comes next."""
        self.next()
        start, depth = self._place, 0
        for place in range(start, len(self._stream)):
            token = self._stream[place]
            depth += {"{": 1, "}": -1}.get(token.text, 0) if token.kind == "other" else 0
            if depth == 0:
                self._place = place + 1
                if place > start:
                    return _text(self._stream[start + 1 : place])
                break
        raise ValueError("A block in braces is missing or has no end.")

    def templates(self) -> tuple[Template, ...]:
        """The templates of a block of quads."""
        inner, found = _Reader(list(tokens(self.braces()))), []
        while inner.next() is not None:
            graph = inner.read() if inner.take("GRAPH") else None
            if graph is None or graph.kind not in {"variable", "iri", "name"}:
                raise ValueError("Say of which graph statements are deleted and inserted: GRAPH ?graph { … }.")
            triples = inner.braces()
            if any(token.text.startswith("_:") or token.text in {"[", "("} for token in tokens(triples)):
                raise ValueError("Statements must not hold blank nodes.")
            found.append(Template(graph.text, triples))
        return tuple(found)


def _text(stream: list[Token]) -> str:
    return "".join(token.text for token in stream)
