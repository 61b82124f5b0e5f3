"""Dumps hold what the store holds, in every format, in bytes that depend on nothing else."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import os
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyoxigraph
import pytest
import rdflib
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyld import jsonld
from pyoxigraph import Literal, NamedNode, Quad, RdfFormat, Triple

from graph_service.errors import NotAcceptable, UnknownName
from graph_service.formats import dump_formats, write_dump
from graph_service.model.change import Change
from graph_service.model.context import Context
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.dumps.dumping import Dump, dump, made_dump, suffixes
from graph_service.services.publishing.dumps.line_sorter import LineSorter
from graph_service.services.publishing.dumps.parts import Part
from graph_service.services.publishing.dumps.statements import sorted_statements
from graph_service.services.releases import Since, catalogue_of
from graph_service.services.releasing import release_change
from graph_service.store.base import open_store

BASE = "https://w3id.org/public-service-graph/"
SERVICES, KEYWORD = f"{BASE}graph/demo/services", NamedNode("http://www.w3.org/ns/dcat#keyword")
BIRTH = NamedNode(f"{BASE}id/service/demo-birth-registration")
PARTS = (Part("demo"), Part("demo", "services"), Part("demo", "services", "2.0"))
RDF = ("nq", "trig", "nt", "ttl", "rdf", "jsonld")
#: The names that other programs give the formats, and whether they tell graphs apart.
RDFLIB = {"nq": "nquads", "trig": "trig", "nt": "nt", "ttl": "turtle", "rdf": "xml", "jsonld": "json-ld"}
RAPPER = {"nq": "nquads", "trig": "trig", "nt": "ntriples", "ttl": "turtle", "rdf": "rdfxml"}
OXIGRAPH = {name: found for name in RDF if (found := RdfFormat.from_extension(name))}
NAMED_GRAPHS = {"nq", "trig"}


@pytest.fixture(scope="module")
def made(seeded: Deployment) -> dict[tuple[Part, str], Dump]:
    return {(part, suffix): dump(seeded, part, suffix) for part in PARTS for suffix in suffixes()}


def held(deployment: Deployment, part: Part) -> set[Quad]:
    """What the store holds of a part; release 2.0 is what the catalogue holds, under the name of its own graph."""
    start = f"{BASE}graph/{part.stack}/{part.catalogue}"
    graphs = [SERVICES] if part.catalogue else [g for g in deployment.store.graphs() if g.startswith(start)]
    graphs = [graph for graph in graphs if graph.count("/") == SERVICES.count("/")]
    return {
        Quad(t.subject, t.predicate, t.object, NamedNode(graph + (f"/{part.version}" if part.version else "")))
        for graph in graphs
        for t in deployment.store.triples(graph)
    }


def test_the_bytes_are_the_same_whatever_the_order_of_loading_and_the_process(tmp_path: Path) -> None:
    """Two stores, loaded in different orders in processes with different hash seeds, give the same files."""
    digests = []
    for number in (1, 2):
        folder = tmp_path / str(number)
        folder.mkdir()
        script = Path(__file__).with_name("dump_digests.py")
        done = subprocess.run(
            [sys.executable, script, folder, str(number)],
            env={**os.environ, "PYTHONHASHSEED": str(number)},
            check=True,
            capture_output=True,
            text=True,
        )
        digests.append(done.stdout)
    assert digests[0] == digests[1]
    assert len(digests[0].splitlines()) == 4 * len(suffixes())


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
@pytest.mark.parametrize("name", RDF)
def test_oxigraph_reads_back_what_the_store_holds(
    made: dict[tuple[Part, str], Dump], seeded: Deployment, part: Part, name: str
) -> None:
    quads = set(pyoxigraph.parse(path=made[part, name].path, format=OXIGRAPH[name]))
    expected = held(seeded, part)
    assert expected
    if name in NAMED_GRAPHS:
        assert quads == expected
    else:
        assert {quad.triple for quad in quads} == {quad.triple for quad in expected}


@pytest.mark.filterwarnings("ignore:Dataset.default_context is deprecated:DeprecationWarning")  # rdflib's own parser
@pytest.mark.parametrize("name", RDF)
def test_rdflib_reads_as_many_statements(made: dict[tuple[Part, str], Dump], seeded: Deployment, name: str) -> None:
    part = Part("demo", "services")
    read = rdflib.Dataset() if name in NAMED_GRAPHS else rdflib.Graph()
    read.parse(made[part, name].path, format=RDFLIB[name])
    assert len(read) == len(held(seeded, part))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
@pytest.mark.parametrize("name", RAPPER)
def test_raptor_reads_as_many_statements(
    made: dict[tuple[Part, str], Dump], seeded: Deployment, part: Part, name: str
) -> None:
    """Raptor is written in C by others; it reads all formats but JSON-LD."""
    if not shutil.which("rapper"):
        pytest.skip("There is no rapper here; install Debian's raptor2-utils.")
    done = subprocess.run(
        ["rapper", "--count", "--input", RAPPER[name], made[part, name].path],
        check=False,
        capture_output=True,
        text=True,
    )
    expected = held(seeded, part)
    number = len(expected if name in NAMED_GRAPHS else {quad.triple for quad in expected})
    assert f"returned {number} triples" in done.stderr
    assert done.returncode == 0
    assert "rror" not in done.stderr


def test_json_ld_expands_to_the_same_statements_by_its_reference_processor(
    made: dict[tuple[Part, str], Dump], seeded: Deployment
) -> None:
    part = Part("demo", "services")
    document = json.loads(made[part, "jsonld"].path.read_bytes())
    nquads = jsonld.to_rdf(document, {"format": "application/n-quads"})
    read = {quad.triple for quad in pyoxigraph.parse(nquads.encode(), format=RdfFormat.N_QUADS)}
    assert read == {quad.triple for quad in held(seeded, part)}


def test_n_quads_are_the_canonical_form(made: dict[tuple[Part, str], Dump]) -> None:
    """Lines in the order of their code points, none twice; so the digest is that of the canonical dataset."""
    lines = made[Part("demo"), "nq"].path.read_text().split("\n")
    assert lines[-1] == ""
    assert lines[:-1] == sorted(set(lines[:-1]))
    dataset = pyoxigraph.Dataset(pyoxigraph.parse(path=made[Part("demo"), "nq"].path))
    dataset.canonicalize(pyoxigraph.CanonicalizationAlgorithm.RDFC_1_0)
    assert {f"{quad} ." for quad in dataset} == set(lines[:-1])


@pytest.mark.parametrize("name", [*RDF, "zip"])
def test_gzip_holds_the_same_bytes_and_no_time(made: dict[tuple[Part, str], Dump], name: str) -> None:
    packed = made[Part("demo"), f"{name}.gz"].path.read_bytes()
    assert gzip.decompress(packed) == made[Part("demo"), name].path.read_bytes()
    assert packed[3:8] == bytes(5)


def test_each_file_has_its_digest_beside_it(made: dict[tuple[Part, str], Dump]) -> None:
    for found in made.values():
        digest = hashlib.sha256(found.path.read_bytes()).hexdigest()
        assert found.sha256 == digest
        assert Path(f"{found.path}.sha256").read_text() == f"{digest}  {found.name}\n"


def tables_as_triples(content: bytes) -> Iterator[Triple]:
    """The statements of the tables, read by what their description says and nothing else."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        described = json.loads(archive.read("csvw-metadata.json"))
        assert set(archive.namelist()) == {"csvw-metadata.json", *(table["url"] for table in described["tables"])}
        for table in described["tables"]:
            rows = csv.DictReader(io.StringIO(archive.read(table["url"]).decode(), newline=""), strict=True)
            columns = table["tableSchema"]["columns"]
            assert rows.fieldnames == [column["titles"] for column in columns]
            for row in rows:
                for column in columns[1:]:
                    if row[column["titles"]] == column.get("null", ""):
                        continue
                    cell = row[column["titles"]]
                    for text in cell.split(column["separator"]) if "separator" in column else [cell]:
                        yield Triple(NamedNode(row["id"]), NamedNode(column["propertyUrl"]), term(text, column))


def term(text: str, column: dict[str, Any]) -> NamedNode | Literal:
    kind = column.get("datatype")
    if column.get("lang"):
        return Literal(text, language=column["lang"])
    if kind == "anyURI":
        return NamedNode(text)
    iri = kind["@id"] if isinstance(kind, dict) else f"http://www.w3.org/2001/XMLSchema#{kind}"
    return Literal(text, datatype=NamedNode(iri))


@pytest.mark.parametrize("part", PARTS, ids=lambda part: part.name)
def test_tables_hold_all_statements(made: dict[tuple[Part, str], Dump], seeded: Deployment, part: Part) -> None:
    """Every column is described, and values read back by the description are those of the store."""
    read = set(tables_as_triples(made[part, "zip"].path.read_bytes()))
    assert read == {quad.triple for quad in held(seeded, part)}


IRIS = st.sampled_from(
    ["http://e.example/a", "http://e.example/b", "urn:isbn:1", "http://e.example/#", "http://p.example/x"]
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8) | st.sampled_from(
    ["", "|", "a|b;c", "\r\n", '"', "-", "1", "true", "007", "<&>", " x ", "\u2028", "=1+1"]
)
LITERALS = (
    st.builds(Literal, TEXTS)
    | st.builds(lambda text, language: Literal(text, language=language), TEXTS, st.sampled_from(["en", "de-ch"]))
    | st.builds(
        lambda text, kind: Literal(text, datatype=NamedNode(kind)),
        TEXTS,
        st.sampled_from(
            [f"http://www.w3.org/2001/XMLSchema#{n}" for n in ("integer", "boolean", "decimal")]
            + ["http://e.example/t"]
        ),
    )
)
PREDICATES = st.sampled_from(
    ["http://p.example/x", "http://p.example/y", "http://p.example/words", "http://q.example/x", str(rdflib.RDF.type)]
)
TRIPLES = st.builds(
    Triple, st.builds(NamedNode, IRIS), st.builds(NamedNode, PREDICATES), st.builds(NamedNode, IRIS) | LITERALS
)
CONTEXT = Context(
    {"p": "http://p.example/", "xsd": "http://www.w3.org/2001/XMLSchema#"},
    {
        "x": {"@id": "p:x", "@type": "@id"},
        "y": {"@id": "p:y", "@type": "xsd:decimal"},
        "words": {"@id": "p:words", "@container": "@language"},
    },
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(TRIPLES, max_size=12))
def test_any_statements_are_read_back_in_every_format(tmp_path: Path, triples: list[Triple]) -> None:
    """Or the format is refused, where XML or tables can't hold them."""
    folder = tmp_path / "store"
    shutil.rmtree(folder, ignore_errors=True)
    store = open_store(f"oxigraph:{folder}", BASE)
    store.commit(Change({"http://e.example/g": triples}, "Any"))
    expected = set(store.triples("http://e.example/g"))
    with sorted_statements(store, {"http://e.example/g": ("http://e.example/g", Since())}) as found:
        for name, format_ in dump_formats().items():
            output = io.BytesIO()
            try:
                write_dump(format_, found, CONTEXT, output)
            except NotAcceptable:
                assert name in {"rdf", "zip"}
                continue
            if name == "zip":
                assert set(tables_as_triples(output.getvalue())) == expected
            elif name == "jsonld":
                nquads = jsonld.to_rdf(json.loads(output.getvalue()), {"format": "application/n-quads"})
                assert {q.triple for q in pyoxigraph.parse(nquads.encode(), format=RdfFormat.N_QUADS)} == expected
            else:
                read = pyoxigraph.parse(output.getvalue(), format=OXIGRAPH[name])
                assert {quad.triple for quad in read} == expected
    store.close()


def test_more_lines_than_memory_holds_are_sorted(tmp_path: Path) -> None:
    """Many small runs, merged in more than one step, cut in the middle of lines, come back in order and once."""
    chance = random.Random(5)  # noqa: S311 - no secret
    lines = [f"{chance.randrange(10**6)} \u2028 \x0b\n".encode() for _ in range(5000)]
    content, sorter = b"".join(lines + lines[:100]), LineSorter(tmp_path, run=500)
    while content:
        length = chance.randrange(1, 300)
        sorter.write(content[:length])
        content = content[length:]
    assert len(list(tmp_path.iterdir())) > 64
    assert list(sorter.lines()) == sorted(set(lines))


def test_a_release_keeps_its_bytes_when_the_catalogue_changes_and_when_it_is_superseded(writable: Deployment) -> None:
    """The dump of release 2.0 before a change, after it, and after release 2.1 is the same file."""
    part, current = Part("demo", "services", "2.0"), Part("demo", "services")
    before, before_current = dump(writable, part, "nq").sha256, dump(writable, current, "nq").sha256
    first = next(iter(writable.store.triples(SERVICES)))
    added = [Quad(BIRTH, KEYWORD, Literal("newly born"), NamedNode(SERVICES))]
    removed = [Quad(first.subject, first.predicate, first.object, NamedNode(SERVICES))]
    writable.store.commit(Change({}, "An edit", added=added, removed=removed))
    assert dump(writable, part, "nq").sha256 == before
    assert dump(writable, current, "nq").sha256 != before_current
    writable.store.commit(release_change(writable, catalogue_of(writable, "demo", "services"), "2.1", "An edit."))
    assert dump(writable, part, "nq").sha256 == before
    assert "newly born" in dump(writable, Part("demo", "services", "2.1"), "nq").path.read_text()


def test_files_are_made_once_and_those_of_earlier_states_go(writable: Deployment) -> None:
    """What didn't change keeps its file; of what did, the state before the last is removed."""
    part, other = Part("demo", "services"), Part("demo", "systems")
    assert made_dump(writable, part, "nt") is None
    kept = dump(writable, other, "nt").path
    paths = []
    for number in range(3):
        quad = Quad(BIRTH, KEYWORD, Literal(f"word {number}"), NamedNode(SERVICES))
        writable.store.commit(Change({}, "An edit", added=[quad]))
        paths.append(dump(writable, part, "nt").path)
        assert dump(writable, part, "nt").path == paths[-1]
    assert [path.exists() for path in paths] == [False, True, True]
    found = made_dump(writable, other, "nt")
    assert found
    assert found.path == kept
    folder = kept.parents[2]
    assert sorted(path.name for path in folder.iterdir()) == ["dumps of demo_services", "dumps of demo_systems"]


def test_what_is_not_there_has_no_dump(seeded: Deployment) -> None:
    for part in (Part("nowhere"), Part("demo", "nothing"), Part("demo", "services", "99"), Part("..")):
        with pytest.raises(UnknownName):
            dump(seeded, part, "nq")
    with pytest.raises(NotAcceptable):
        dump(seeded, Part("demo"), "docx")
