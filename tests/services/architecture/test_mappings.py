"""The mappings for architecture tools are data: each file finds something, and a wrong one says where it is wrong."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QuerySolutions

from graph_service.errors import QueryFileError
from graph_service.model.binding import bind
from graph_service.services.architecture import architecture_of, read_mapping
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.architecture import exchange_formats

ROOT = Path(__file__).parents[3]
PARTS = ("elements", "relations", "views")
FILES = [
    path
    for name in exchange_formats()
    for part in PARTS
    for path in sorted((ROOT / "mappings" / name / part).glob("*"))
]


@pytest.fixture
def edited(countries: Deployment, tmp_path: Path) -> Callable[..., Deployment]:
    """The deployment with its own mappings, after files of that for ArchiMate were written anew."""

    def write(files: dict[str, str]) -> Deployment:
        shutil.copytree(ROOT / "mappings" / "archimate", tmp_path / "mappings" / "archimate")
        for name, text in files.items():
            (tmp_path / "mappings" / "archimate" / name).write_text(text, encoding="utf-8")
        other = Deployment(replace(countries.settings, home=tmp_path))
        other.__dict__ |= {name: getattr(countries, name) for name in ("store", "vocabulary", "names")}
        return other

    return write


@pytest.mark.parametrize("path", FILES, ids=lambda path: "/".join(path.parts[-3:]))
def test_every_file_finds_something(path: Path, countries: Deployment) -> None:
    """In the data of one of the stacks; a mapping of nothing would be no mapping."""
    stacks = [NamedNode(f"{countries.settings.base}id/stack/{key}") for key in ("demo", "japan", "reference")]
    [query] = [query for query in read_mapping(path.parents[1], path.parent.name) if query.key == path.stem]
    assert query.description, "why is said"
    found = [countries.store.query(bind(query.text, {"stack": [stack]})) for stack in stacks]
    assert any(next(iter(rows), None) is not None for rows in found if isinstance(rows, QuerySolutions))


def test_formats_have_mappings() -> None:
    """Each module its folder."""
    assert {path.parts[-3] for path in FILES} == set(exchange_formats()) == {"archimate", "backstage", "landscape"}
    assert {path.suffix for path in FILES} == {".rq"}


def test_a_country_maps_differently_without_a_program(edited: Callable[..., Deployment]) -> None:
    """Building Blocks as capabilities: one file, and relations and views follow."""
    name = "elements/building-blocks.rq"
    text = (ROOT / "mappings" / "archimate" / name).read_text(encoding="utf-8")
    changed = architecture_of(edited({name: text.replace('"ApplicationService"', '"Capability"')}), "demo", "archimate")
    types = [element.type for element in changed.elements.values()]
    assert "ApplicationService" not in types
    assert types.count("Capability") == 16


HEAD = "#+ summary: Something\n"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("SELECT ?thing ?type {}", "must begin with a header"),
        ("#+ description: Nothing\nSELECT ?thing ?type {}", "needs a summary"),
        (HEAD + "#+ colour: red\nSELECT ?thing ?type {}", "Unknown key 'colour'"),
        (HEAD + "SELECT ?thing {}", r"must select \?type"),
        (HEAD + "SELECT ?thing ?type { ", "Not a SPARQL query"),
        (HEAD + "ASK {}", r"must select \?thing, \?type"),
        (HEAD + "SELECT ?thing ?type { SERVICE <http://x.example/> { ?thing a ?type } }", "SERVICE is not allowed"),
    ],
)
def test_a_wrong_file_says_what_is_wrong(text: str, message: str, edited: Callable[..., Deployment]) -> None:
    """With its name, and nothing is exported."""
    deployment = edited({"elements/wrong.rq": text})
    with pytest.raises(QueryFileError, match=rf"archimate/elements/wrong\.rq.*{message}"):
        architecture_of(deployment, "demo", "archimate")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (HEAD + "#+ connections: some\nSELECT ?thing ?column {}", "must be one of all, neighbours"),
        (HEAD + "#+ rows: 0\nSELECT ?thing ?column {}", "a whole number above 0"),
        (HEAD + "#+ rows: many\nSELECT ?thing ?column {}", "a whole number above 0"),
        (HEAD + 'SELECT ?thing ?column { ?thing a ?type BIND("left" AS ?column) }', r"\?column is 'left'"),
    ],
)
def test_a_wrong_view_says_what_is_wrong(text: str, message: str, edited: Callable[..., Deployment]) -> None:
    """In its header or in what it selects."""
    with pytest.raises(QueryFileError, match=rf"archimate/views/wrong\.rq.*{message}"):
        architecture_of(edited({"views/wrong.rq": text}), "demo", "archimate")
