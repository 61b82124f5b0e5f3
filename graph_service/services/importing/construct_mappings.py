"""Mappings in SPARQL: files that say in the words of this graph what a source says in its own.

Each ``.rq`` file of a folder is a mapping, found by its suffix: a CONSTRUCT query that is legal as it stands. Its
header says what it maps and where that is defined. ``replaces`` is a second template over the same WHERE: the
statements that the constructed ones stand for, and that are therefore taken away. Each ``.csv`` file beside is a
look-up table, in a graph of its own.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Literal, get_args

from pyoxigraph import NamedNode, Quad, Store, Triple

from graph_service.errors import QueryFileError
from graph_service.model.named_query import read_header, refuse_unknown
from graph_service.services.importing.lifting import lift

#: When a mapping has its turn: variants first; then what the source leaves out; last, what fits nowhere.
Step = Literal["translate", "complete", "set-aside"]
#: The graph of the look-up table ``<name>.csv``.
TABLE = "urn:x-table:"

_TEMPLATE = re.compile(r"CONSTRUCT\s*\{[^{}]*\}", re.IGNORECASE)
_KEYS = {"summary", "source", "step", "replaces", "catalogue", "advice"}
_ROUNDS = 50


@dataclass(frozen=True)
class ConstructMapping:
    """One file: what it maps, where that is defined, and its query.

    ``advice`` is what the owner of the source can do about it; ``catalogue`` the key of the catalogue that things go
    to where nothing else is asked.
    """

    path: Path
    summary: str
    source: str
    text: str
    step: Step = "translate"
    replaces: str = ""
    catalogue: str = ""
    advice: str = ""

    @property
    def name(self) -> str:
        """The stem of the file."""
        return self.path.stem

    @cached_property
    def taking(self) -> str:
        """The query of what is taken away; empty where nothing is."""
        return _TEMPLATE.sub(lambda _: f"CONSTRUCT {{ {self.replaces} }}", self.text, count=1) if self.replaces else ""


@dataclass
class Use:
    """What one mapping did: how many statements it put and took away, and the first thing that it did it to."""

    put: int = 0
    taken: int = 0
    example: str = ""
    predicates: set[str] = field(default_factory=set)


def read_construct_mappings(folder: Path) -> list[ConstructMapping]:
    """The mappings of ``folder``, in the order of their names.

    :raises QueryFileError: where a header is missing or says what is not known.
    """
    return [_read(path) for path in sorted(folder.glob("*.rq"))]


def _read(path: Path) -> ConstructMapping:
    text = path.read_text(encoding="utf-8")
    header = read_header(text, str(path))
    refuse_unknown(header, _KEYS, "the header", str(path))
    for key in ("summary", "source"):
        if not header.get(key):
            raise QueryFileError(str(path), 1, f"The header needs '{key}': what is mapped, and where that is defined.")
    if header.get("step", "translate") not in get_args(Step):
        raise QueryFileError(str(path), 1, f"'step' must be one of {', '.join(get_args(Step))}.")
    if not _TEMPLATE.search(text):
        raise QueryFileError(str(path), 0, "The query must be CONSTRUCT { … } WHERE { … }.")
    return ConstructMapping(path, **{key: str(value).strip() for key, value in header.items()}, text=text)  # type: ignore[arg-type]


def read_tables(folder: Path) -> Iterable[Quad]:
    """The look-up tables of ``folder``: each row is a node, each column a property, empty cells are left out."""
    for path in sorted(folder.glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            rows = [{key: cell for key, cell in row.items() if cell} for row in csv.DictReader(file)]
        graph = NamedNode(f"{TABLE}{path.stem}")
        for triple in lift(rows, graph.value):
            yield Quad(triple.subject, triple.predicate, triple.object, graph)


def rewrite(store: Store, mappings: Sequence[ConstructMapping], base: str) -> Mapping[str, Use]:
    """Apply ``mappings`` to the default graph of ``store``: step by step, each until it changes nothing more.

    A mapping takes away what it understood, so that it comes to rest by itself, and the order of files within a step
    does not matter.

    :raises QueryFileError: where a query is wrong, or a step does not come to rest.
    """
    uses: dict[str, Use] = {}
    for step in get_args(Step):
        own = [mapping for mapping in mappings if mapping.step == step]
        for _ in range(_ROUNDS):
            busy = [mapping for mapping in own if _apply(store, mapping, base, uses.setdefault(mapping.name, Use()))]
            if not busy:
                break
        else:
            others = ", ".join(mapping.name for mapping in busy)
            raise QueryFileError(str(busy[0].path), 0, f"Does not come to rest; busy to the end: {others}.")
    return {name: use for name, use in uses.items() if use.put or use.taken}


def _apply(store: Store, mapping: ConstructMapping, base: str, use: Use) -> bool:
    put = construct(store, mapping, mapping.text, base)
    if not put:
        return False
    taken = {q for q in construct(store, mapping, mapping.taking, base) if q in store} if mapping.replaces else set()
    new = {quad for quad in put if quad not in store}
    gone = taken - put
    for quad in gone:
        store.remove(quad)
    store.extend(new)
    use.put += len(new)
    use.taken += len(gone)
    use.predicates |= {quad.predicate.value for quad in new}
    use.example = use.example or min((str(quad.subject).strip("<>") for quad in new or gone), default="")
    return bool(new or gone)


def construct(store: Store, mapping: ConstructMapping, text: str, base: str) -> set[Quad]:
    """What ``text`` constructs from ``store``; relative IRIs in it start with ``base``.

    :raises QueryFileError: where the engine refuses it.
    """
    try:
        found: Iterable[Triple] = store.query(text, base_iri=base)  # type: ignore[assignment]
        return {Quad(triple.subject, triple.predicate, triple.object) for triple in found}
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise QueryFileError(str(mapping.path), 0, str(error)) from error
