"""Mappings in SPARQL: what a file must say, and how mappings come to rest."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, Store

from graph_service.errors import QueryFileError
from graph_service.services.importing.construct_mappings import read_construct_mappings, read_tables, rewrite

BASE = "https://one.example/"
HEAD = "#+ summary: A mapping\n#+ source: https://one.example/\n"


def write(folder: Path, **files: str) -> Path:
    for name, text in files.items():
        (folder / f"{name}.rq").write_text(text, encoding="utf-8")
    return folder


def store_of(*predicates: str) -> Store:
    store = Store()
    for name in predicates:
        store.add(Quad(NamedNode(f"{BASE}s"), NamedNode(f"{BASE}{name}"), NamedNode(f"{BASE}o")))
    return store


def predicates_of(store: Store) -> set[str]:
    return {quad.predicate.value.removeprefix(BASE) for quad in store}


def test_a_mapping_takes_away_what_it_replaces(tmp_path: Path) -> None:
    """The constructed statement stands in the place of the old one; others stay."""
    text = f'{HEAD}#+ replaces: "?s <old> ?o"\nCONSTRUCT {{ ?s <new> ?o }} WHERE {{ ?s <old> ?o }}'
    store = store_of("old", "other")
    uses = rewrite(store, read_construct_mappings(write(tmp_path, rename=text)), BASE)
    assert predicates_of(store) == {"new", "other"}
    assert (uses["rename"].put, uses["rename"].taken, uses["rename"].example) == (1, 1, f"{BASE}s")


def test_mappings_feed_each_other_whatever_their_names(tmp_path: Path) -> None:
    """What one constructs another may replace, in either order of names."""
    first = f'{HEAD}#+ replaces: "?s <a> ?o"\nCONSTRUCT {{ ?s <b> ?o }} WHERE {{ ?s <a> ?o }}'
    second = f'{HEAD}#+ replaces: "?s <b> ?o"\nCONSTRUCT {{ ?s <c> ?o }} WHERE {{ ?s <b> ?o }}'
    for names in (("x", "y"), ("y", "x")):
        store = store_of("a")
        folder = write(tmp_path, **dict(zip(names, (first, second), strict=True)))
        rewrite(store, read_construct_mappings(folder), BASE)
        assert predicates_of(store) == {"c"}


def test_later_steps_see_what_earlier_ones_left(tmp_path: Path) -> None:
    """A mapping that fills a gap waits until all variants are translated."""
    gap = (
        f"{HEAD}#+ step: complete\nCONSTRUCT {{ ?s <b> <none> }} WHERE {{ ?s ?p ?o FILTER NOT EXISTS {{ ?s <b> ?x }} }}"
    )
    variant = f'{HEAD}#+ replaces: "?s <a> ?o"\nCONSTRUCT {{ ?s <b> ?o }} WHERE {{ ?s <a> ?o }}'
    store = store_of("a")
    rewrite(store, read_construct_mappings(write(tmp_path, gap=gap, variant=variant)), BASE)
    assert [quad.object.value for quad in store] == [f"{BASE}o"]


def test_mappings_that_undo_each_other_are_named(tmp_path: Path) -> None:
    """The error names the files that are busy to the end."""
    one = f'{HEAD}#+ replaces: "?s <a> ?o"\nCONSTRUCT {{ ?s <b> ?o }} WHERE {{ ?s <a> ?o }}'
    two = f'{HEAD}#+ replaces: "?s <b> ?o"\nCONSTRUCT {{ ?s <a> ?o }} WHERE {{ ?s <b> ?o }}'
    mappings = read_construct_mappings(write(tmp_path, one=one, two=two))
    with pytest.raises(QueryFileError, match="one, two"):
        rewrite(store_of("a"), mappings, BASE)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "must begin with a header"),
        ("#+ summary: x\nCONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", "needs 'source'"),
        (f"{HEAD}#+ step: last\nCONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", "'step' must be one of"),
        (f"{HEAD}#+ sumary: x\nCONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", "Unknown key 'sumary'"),
        (f"{HEAD}SELECT * {{ ?s ?p ?o }}", "must be CONSTRUCT"),
    ],
)
def test_a_file_that_is_no_mapping_is_refused(tmp_path: Path, text: str, words: str) -> None:
    """With the file, and what its header must say."""
    with pytest.raises(QueryFileError, match=words):
        read_construct_mappings(write(tmp_path, wrong=text))


def test_a_query_that_is_wrong_is_named_by_its_file(tmp_path: Path) -> None:
    """The engine's words come with the path."""
    mappings = read_construct_mappings(write(tmp_path, wrong=f"{HEAD}CONSTRUCT {{ ?s ?p ?o }} WHERE {{ ?s ?p }}"))
    with pytest.raises(QueryFileError, match=r"wrong\.rq"):
        rewrite(Store(), mappings, BASE)


def test_a_table_is_a_graph(tmp_path: Path) -> None:
    """Each row is a node; empty cells are left out."""
    (tmp_path / "codes.csv").write_text("code,means\na,b\nc,\n", encoding="utf-8")
    store = Store()
    store.extend(read_tables(tmp_path))
    text = """PREFIX xyz: <http://sparql.xyz/facade-x/data/>
        SELECT ?code ?means { GRAPH <urn:x-table:codes> { ?row xyz:code ?code OPTIONAL { ?row xyz:means ?means } } }"""
    assert {(row[0].value, row[1] and row[1].value) for row in store.query(text)} == {("a", "b"), ("c", None)}  # type: ignore[union-attr]
