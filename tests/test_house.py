"""The promises of the house: what is found by convention is complete, named as it should be, and free of workplaces."""

from __future__ import annotations

import re
import subprocess
import tomllib
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph_service import errors
from graph_service.formats import formats
from graph_service.http.problems import STATUS, TITLES
from graph_service.services.deployment import Deployment
from graph_service.services.query_catalogue import read_query_catalogue

ROOT = Path(__file__).parent.parent
QUERIES = read_query_catalogue(ROOT / "queries").queries
DATASETS = sorted(path.parent for path in (ROOT / "seed-data").glob("*/stack.ttl"))
MODULES = sorted((ROOT / "graph_service").rglob("*.py"))


def tracked() -> list[Path]:
    """The files of the repository; all files below the root where it is no checkout."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = listing.stdout.split("\0") if listing.returncode == 0 else []
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


def test_every_query_has_expected_rows_and_no_others_are_kept() -> None:
    """``tests/queries`` has a folder for each query, with the rows of its example."""
    kept = {path.parent.name for path in (ROOT / "tests" / "queries").glob("*/expected.*")}
    assert kept == set(QUERIES)


def test_competency_questions_and_queries_name_each_other() -> None:
    """Every question has a query; every query answers a question that exists."""
    page = (ROOT / "docs" / "competency-questions.md").read_text(encoding="utf-8")
    asked = dict(re.findall(r"^\| (CQ\d+) \|.*\[`([\w-]+)`\]", page, re.MULTILINE))
    assert asked
    assert set(asked.items()) <= {(question, query.name) for query in QUERIES.values() for question in query.answers}
    assert {question for query in QUERIES.values() for question in query.answers} == set(asked)


def test_every_query_about_a_stack_takes_one() -> None:
    """The parameter has the same name everywhere."""
    about = {name for name, query in QUERIES.items() if "psg:ofStack" in query.text}
    assert about - {"stacks"} <= {name for name, query in QUERIES.items() if "stack" in query.parameters}


@pytest.mark.parametrize("query", QUERIES.values(), ids=lambda query: query.name)
def test_queries_are_documented(query: object) -> None:
    """Description, tags, audience, and the meaning of every column; lists of values come from queries that exist."""
    assert query.description and query.tags and query.audience  # type: ignore[attr-defined] # noqa: PT018 - one promise
    assert all(column.help for column in query.columns.values())  # type: ignore[attr-defined]
    for parameter in query.parameters.values():  # type: ignore[attr-defined]
        assert parameter.values_from in {"", *QUERIES}


def test_shapes_are_named_like_the_themes_of_the_ontology() -> None:
    """The shape of a theme stands in the file of the same name."""
    themes = {path.stem for path in (ROOT / "ontology").glob("*.ttl")} - {"ontology", "prefixes"}
    assert {path.stem for path in (ROOT / "shapes").glob("*.ttl")} == themes | {"codelists"}


def test_every_dataset_says_where_it_comes_from() -> None:
    """A README with source and licence, and a converter."""
    assert len(DATASETS) >= 2
    for dataset in DATASETS:
        readme = (dataset / "README.md").read_text(encoding="utf-8").lower()
        assert "licence" in readme
        assert (dataset / "convert.py").is_file()


def test_every_graph_is_described_by_its_catalogue_or_release(seeded: Deployment) -> None:
    """No graph is in the store that nobody can find."""
    system = f"{seeded.settings.base}graph/system/"
    graph = NamedNode("https://w3id.org/public-service-graph/def/graph")
    described = {
        triple.object.value
        for name in seeded.store.graphs()
        for triple in seeded.store.triples(name)
        if triple.predicate == graph and isinstance(triple.object, NamedNode)
    }
    assert {name for name in seeded.store.graphs() if not name.startswith(system)} == described


def test_every_error_has_a_code_a_status_and_a_title() -> None:
    """So that no mistake of a client becomes a 500 by oversight."""
    kinds = errors.GraphServiceError.__subclasses__()
    assert len({kind.code for kind in kinds}) == len(kinds) == len(STATUS) - 1
    assert {kind.code for kind in kinds} | {"error"} == set(TITLES)


def test_formats_are_found_by_their_module() -> None:
    """Each module of the folder is a format that can write something."""
    modules = {path.stem for path in (ROOT / "graph_service" / "formats").glob("*.py")} - {"__init__"}
    assert set(formats()) == modules
    for found in formats().values():
        assert found.media_types
        writers = (found.write_rows, found.write_network, found.write_truth, found.write_graph, found.write_dump)
        assert any(writers)


def test_modules_are_small_and_named_for_what_they_are() -> None:
    """A module has one reason to exist."""
    assert len(MODULES) > 30
    for module in MODULES:
        lines = len(module.read_text(encoding="utf-8").splitlines())
        assert lines <= 300, f"{module} has {lines} lines"
        assert not re.search(r"util|helper|manager|common|misc", module.stem), module


def test_the_repository_names_no_workplace() -> None:
    """No paths of a machine and no hosts of package registries."""
    forbidden = re.compile(
        r"/(?:work|home|root)/\w+/|" + "|".join(["py" + "pi.", "python" + "hosted", "registry.n" + "pm"])
    )
    for path in tracked():
        if path.suffix in {".gz", ".png", ".xlsx"}:
            continue
        found = forbidden.findall(path.read_text(encoding="utf-8"))
        assert not found, f"{path}: {found}"


def test_the_lock_names_every_dependency_with_its_hash() -> None:
    """What is installed is what was tested."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    blocks = re.findall(r"^([\w.-]+)==\S+.*\\\n((?:    --hash=.*\n)+)", lock, re.MULTILINE)
    assert {re.split(r"[<>=\[]", name)[0].lower() for name in wanted} <= {name for name, _ in blocks}
    assert lock.count("==") >= len(blocks) > 30
