"""The ontology and the code lists: each check finds nothing in them, and something in its bad example."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

ROOT = Path(__file__).parent.parent.parent
CHECKS = sorted((ROOT / "ontology" / "checks").glob("*.rq"))
TURTLE = [
    *(ROOT / "ontology").rglob("*.ttl"),
    *(ROOT / "shapes").glob("*.ttl"),
    *(path for path in (ROOT / "seed-data").rglob("*.ttl") if "source" not in path.parts),
]
#: Checks of how terms are used; they look at shapes and seed data too.
OF_USE = {"class-without-shape", "property-without-shape", "class-without-instance"}


def load(*folders: str) -> Store:
    store = Store()
    for folder in folders:
        for path in (ROOT / folder).rglob("*.ttl"):
            store.load(path=path, format=RdfFormat.TURTLE)
    return store


@pytest.fixture(scope="module")
def vocabulary() -> Store:
    return load("ontology")


@pytest.fixture(scope="module")
def everything() -> Store:
    return load("ontology", "shapes", "seed-data")


def found(store: Store, check: Path) -> list[str]:
    result = store.query(check.read_text(encoding="utf-8"))
    assert isinstance(result, QuerySolutions)
    return [str(row["term"]) for row in result]


def test_there_are_as_many_checks_as_files() -> None:
    """A glob that finds nothing would pass everything."""
    assert len(CHECKS) >= 10
    assert {check.stem for check in CHECKS} == {path.stem for path in (Path(__file__).parent / "checks").glob("*.ttl")}


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_check_finds_nothing_in_the_ontology(check: Path, vocabulary: Store, everything: Store) -> None:
    """A row is something to mend; the head of the check says how."""
    assert found(everything if check.stem in OF_USE else vocabulary, check) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_check_finds_its_bad_example(check: Path) -> None:
    """A check that can't fail checks nothing."""
    store = Store()
    store.load(path=Path(__file__).parent / "checks" / f"{check.stem}.ttl", format=RdfFormat.TURTLE)
    assert found(store, check) != []


@pytest.mark.parametrize("check", CHECKS, ids=lambda path: path.stem)
def test_check_says_problem_and_solution(check: Path) -> None:
    """Its first two lines are its documentation."""
    first, second = check.read_text(encoding="utf-8").splitlines()[:2]
    assert first.startswith("# Problem: ")
    assert second.startswith("# Solution: ")


def test_every_file_uses_only_the_declared_prefixes() -> None:
    """Published RDF is full of namespaces with a letter wrong; one table of prefixes guards against that."""
    table = (ROOT / "ontology" / "prefixes.ttl").read_text(encoding="utf-8")
    declared = dict(re.findall(r'sh:prefix "([\w-]+)" ; sh:namespace "([^"]+)"', table))
    assert len(declared) > 20
    assert len(TURTLE) > 80
    for path in TURTLE:
        for prefix, namespace in re.findall(
            r"^@prefix ([\w-]*): <([^>]*)>", path.read_text(encoding="utf-8"), re.MULTILINE
        ):
            assert declared.get(prefix) == namespace, f"{path}: {prefix}"


def test_years_are_integers(everything: Store) -> None:
    """xsd:gYear compares wrongly in rdflib and pySHACL, so no year may be one."""
    year = NamedNode("http://www.w3.org/2001/XMLSchema#gYear")
    assert not [quad for quad in everything if year in (quad.object, getattr(quad.object, "datatype", None))]


def test_every_term_names_the_ontology_that_defines_it(vocabulary: Store) -> None:
    """So that a term met elsewhere leads back here."""
    defined_by = NamedNode("http://www.w3.org/2000/01/rdf-schema#isDefinedBy")
    result = vocabulary.query(
        "PREFIX owl: <http://www.w3.org/2002/07/owl#> "
        "SELECT ?t { ?t a ?k FILTER(?k IN (owl:Class, owl:ObjectProperty, owl:DatatypeProperty)) }"
    )
    assert isinstance(result, QuerySolutions)
    terms = [row["t"] for row in result]
    assert len(terms) > 150
    assert [term for term in terms if not any(vocabulary.quads_for_pattern(term, defined_by, None))] == []
