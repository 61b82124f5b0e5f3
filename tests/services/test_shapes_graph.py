"""The graph that keeps what shapes say answers as any graph does, also after it was changed."""

from __future__ import annotations

from collections import Counter
from itertools import product
from pathlib import Path
from typing import Any

import rdflib
from rdflib import RDFS, SH

from graph_service.services.gate import to_rdflib
from graph_service.services.gating.shapes_graph import ShapesGraph
from graph_service.services.importing.rdf_files import read_rdf_file, triples

ROOT = Path(__file__).parents[2]
STATEMENTS = triples([read_rdf_file(ROOT / "shapes" / "systems.ttl")])
NEW = rdflib.URIRef("http://example.org/new")


def test_every_question_is_answered_as_by_any_graph() -> None:
    """With each part of a statement given or left open, asked twice; what isn't said is not found."""
    kept, plain = ShapesGraph(STATEMENTS), to_rdflib(STATEMENTS)
    assert len(kept) == len(plain) > 100
    for statement in [*list(plain)[::10], (NEW, SH.path, RDFS.label), (next(plain.subjects()), SH.path, NEW)]:
        for given in product((True, False), repeat=3):
            asked: Any = tuple(term if known else None for term, known in zip(statement, given, strict=True))
            for _ in range(2):
                assert Counter(kept.triples(asked)) == Counter(plain.triples(asked))


def test_paths_are_followed() -> None:
    """As rdflib does it, statement by statement."""
    kept, plain = ShapesGraph(STATEMENTS), to_rdflib(STATEMENTS)
    shape = next(plain.subjects(SH.property))
    path = SH.property / SH.path
    assert set(kept.objects(shape, path)) == set(plain.objects(shape, path)) != set()


def test_changes_are_seen() -> None:
    """Whichever way they are made: pySHACL adds statements of its own."""
    kept = ShapesGraph()
    assert list(kept.objects(NEW, SH.path)) == []
    kept.add((NEW, SH.path, RDFS.label))
    assert list(kept.objects(NEW, SH.path)) == [RDFS.label]
    kept.addN([(NEW, SH.path, RDFS.comment, kept)])
    assert set(kept.objects(NEW, SH.path)) == {RDFS.label, RDFS.comment}
    kept.remove((NEW, None, None))
    assert list(kept.objects(NEW, SH.path)) == []
