"""A mapping is a folder: RML makes raw statements, SPARQL turns them into the model, and every thing knows its row."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from graph_service.errors import MappingError, SourceError, UnknownName
from graph_service.services.deployment import Deployment
from graph_service.services.importing.outcome import Imported, Place
from graph_service.services.importing.tables.mapping import mapping_names, read_mapping
from graph_service.services.importing.tables.transforming import map_table
from graph_service.settings import Settings

ROOT = Path(__file__).parents[3]
ID = "https://w3id.org/public-service-graph/id/"
TABLE = "Number,Name,Tags\n1,Main library,books; quiet\n2,Port library,books; boats\n"


Map = Callable[..., Imported]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a small mapping, libraries of a fictional town, which a test may change."""
    shutil.copytree(Path(__file__).parent / "mappings", tmp_path / "mappings")
    return tmp_path


@pytest.fixture
def libraries(home: Path) -> Map:
    """Map a table by it."""

    def mapped(content: str, stack: str = "") -> Imported:
        settings = Settings(home=home)
        return map_table(read_mapping(home, "libraries"), "libraries.csv", content.encode(), settings, stack)

    return mapped


def titles(imported: Imported) -> list[tuple[str, str]]:
    return sorted(
        (triple.subject.value.removeprefix(ID), triple.object.value)  # type: ignore[union-attr]
        for content in imported.graphs.values()
        for triple in content
        if triple.predicate.value == "http://purl.org/dc/terms/title"
    )


def test_rows_become_things_of_the_model(libraries: Map) -> None:
    """Cells that list values are split, and looked up."""
    imported = libraries(TABLE)
    assert list(imported.graphs) == ["https://w3id.org/public-service-graph/graph/town/services"]
    assert titles(imported) == [("service/town-1", "Main library"), ("service/town-2", "Port library")]
    told = {str(triple.object) for content in imported.graphs.values() for triple in content}
    assert {'"lends books"@en', '"has a reading room"@en'} <= told
    assert imported.rows == len(imported.things) == 2


def test_every_thing_knows_its_row_without_a_statement_for_it(libraries: Map) -> None:
    """The trace is beside the graph."""
    imported = libraries(TABLE)
    assert imported.trace(f"{ID}service/town-2", "") == Place("libraries.csv", "3")
    assert str(imported.trace(f"{ID}service/town-2", "")) == "libraries.csv:3"
    assert not any("urn:row" in str(triple) for content in imported.graphs.values() for triple in content)


def test_what_is_left_out_is_told_with_reason_place_and_value(libraries: Map) -> None:
    """In the words of the query that finds it; a row of which nothing is said is told too."""
    imported = libraries(f"{TABLE},Nameless,\n")
    assert [(left.reason, str(left.place), left.value) for left in imported.left_out] == [
        ("Nothing in the mapping fits the row.", "libraries.csv:4", ""),
        ("Tags that nobody explained.", "libraries.csv:3", "boats"),
    ]


def test_things_can_be_put_into_another_stack(libraries: Map) -> None:
    """With their keys, identifiers and graphs."""
    imported = libraries(TABLE, stack="city")
    assert list(imported.graphs) == ["https://w3id.org/public-service-graph/graph/city/services"]
    assert [thing for thing, _ in titles(imported)] == ["service/city-1", "service/city-2"]
    assert any(str(triple.object) == '"city-1"' for content in imported.graphs.values() for triple in content)


def test_a_missing_column_is_told_with_the_place_that_points_to_it(libraries: Map) -> None:
    """On both sides: the table's headings, and the line of the mapping."""
    with pytest.raises(
        SourceError, match=r"column 'Tags' is missing, to which .*mapping\.rml\.ttl:14 points"
    ) as caught:
        libraries("Number,Name\n1,Main\n")
    assert (caught.value.path, caught.value.line) == ("libraries.csv", 1)


def test_values_that_look_like_program_text_stay_text(libraries: Map) -> None:
    """Nothing evaluates a cell."""
    hostile = "__import__('os').system('touch /tmp/owned')"
    assert titles(libraries(f'Number,Name,Tags\n1,"{hostile}",\n')) == [("service/town-1", hostile)]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        ("mapping.rml.ttl", '"Name"', '"Title"', "column 'Title' is missing"),
        ("mapping.rml.ttl", '"meaning"', '"sense"', "column 'sense' is missing"),
        ("mapping.rml.ttl", '"tables/tags.csv"', '"/etc/passwd"', "reads '/etc/passwd'"),
        ("mapping.rml.ttl", '"rows.csv"', '"https://example.org/rows.csv"', "reads 'https://example.org/rows.csv'"),
        ("mapping.rml.ttl", "grel:string_split", "grel:array_get", "array_get; taken are"),
        ("mapping.rml.ttl", "map:Library a", "map:Library a a", "mapping.rml.ttl"),
        ("mapping.rml.ttl", "http://w3id.org/rml/", "http://semweb.mmlab.be/ns/rml#", "reads nothing"),
        ("mapping.yaml", "stack: town", "", "add stack"),
        ("mapping.yaml", "stack: town", "stack: [", "not YAML"),
        ("graphs/services.rq", "CONSTRUCT", "CONSTRUCT CONSTRUCT", "services.rq"),
        ("left-out/unknown-tag.rq", "?row ?value", "?value", "SELECT query with"),
    ],
)
def test_a_wrong_mapping_is_told_with_its_file(home: Path, file: str, old: str, new: str, told: str) -> None:
    """It is the operator's to mend, not the sender's."""
    path = home / "mappings" / "libraries" / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    with pytest.raises((MappingError, SourceError), match=told):
        map_table(read_mapping(home, "libraries"), "libraries.csv", TABLE.encode(), Settings(home=home))


def test_an_engine_that_is_not_there_is_told_with_how_to_get_it(home: Path) -> None:
    """The rest of the service does without."""
    settings = Settings(home=home, mapping_python=home / "nowhere" / "bin" / "python")
    with pytest.raises(MappingError, match=r"requirements-mapping\.lock.*GRAPH_MAPPING_PYTHON"):
        map_table(read_mapping(home, "libraries"), "libraries.csv", TABLE.encode(), settings)


def test_a_mapping_that_takes_too_long_is_ended(home: Path) -> None:
    """And the table is refused."""
    settings = Settings(home=home, import_seconds=0.05)
    with pytest.raises(SourceError, match="GRAPH_IMPORT_SECONDS"):
        map_table(read_mapping(home, "libraries"), "libraries.csv", TABLE.encode(), settings)


def test_an_unknown_mapping_is_answered_with_a_near_one(home: Path) -> None:
    """As every unknown name."""
    with pytest.raises(UnknownName, match="libraries"):
        read_mapping(home, "librarys")


@pytest.mark.parametrize("name", mapping_names(ROOT))
def test_every_shipped_mapping_is_whole(name: str) -> None:
    """It can be read, and says where its tables come from and under which licence."""
    mapping = read_mapping(ROOT, name)
    assert str(mapping.about["licence"]).startswith("https://")
    assert mapping.about["attribution"]
    assert dict(mapping.graphs())


def test_every_mapping_is_a_subcommand_that_names_what_is_wrong(tmp_path: Path) -> None:
    """The place is in the message, and the store is as it was."""
    environment = {"GRAPH_STORE": f"oxigraph:{tmp_path / 'store'}", "PATH": os.defpath}
    deployment = Deployment(Settings(store=environment["GRAPH_STORE"], home=ROOT))
    deployment.store.generation()
    deployment.close()
    (tmp_path / "table.csv").write_text("a,b\n1,2\n", encoding="utf-8")
    command = [sys.executable, "-m", "graph_service", "import", "japan", str(tmp_path / "table.csv")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "table.csv:1: The column " in done.stderr
