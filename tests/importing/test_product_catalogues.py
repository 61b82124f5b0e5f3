"""Public catalogues of products: what goes in, what comes out, what is left out and why."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store, serialize

from graph_service.errors import SourceError, TooLarge
from graph_service.services.ask import ask
from graph_service.services.deployment import Deployment
from graph_service.services.importing import product_catalogues
from graph_service.services.importing.committing import import_source
from graph_service.services.importing.importers import Wanted, importer_named, importers
from graph_service.services.importing.outcome import Imported

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
Reading = Callable[..., Imported]

FOLDER = HERE / "product_catalogues"
PREFIXES = """
PREFIX doap: <http://usefulinc.com/ns/doap#>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX psg: <https://w3id.org/public-service-graph/def/>
PREFIX code: <https://w3id.org/public-service-graph/codelist/>
PREFIX id: <https://w3id.org/public-service-graph/id/>
"""


def archive(name: str) -> bytes:
    """The files of a folder as a ZIP archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as file:
        for path in sorted((FOLDER / name).glob("*.*")):
            file.write(path, f"{name}/{path.name}")
    return content.getvalue()


SOURCES = {
    "dial-exchange": ((FOLDER / "dial-exchange.json").read_bytes(), "dial-exchange.json", 4, 2, 2),
    "dpg-registry": (archive("dpg-registry"), "dpg-registry.zip", 7, 6, 1),
    "govstack-specifications": (archive("govstack"), "govstack.zip", 3, 3, 0),
    "publiccode": ((FOLDER / "publiccode.yml").read_bytes(), "publiccode.yml", 1, 1, 0),
}
CATALOGUES = {"govstack-specifications": "products"}


def read_source(reading: Reading, name: str) -> Imported:
    content, file, *_ = SOURCES[name]
    return reading(name, content, file, catalogue=CATALOGUES.get(name, ""))


def holds(imported: Imported, pattern: str) -> bool:
    """Whether the graph that an import would leave has ``pattern`` in it."""
    store = Store()
    store.load(serialize(next(iter(imported.graphs.values())), format=RdfFormat.N_TRIPLES), format=RdfFormat.N_TRIPLES)
    return bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}"))


def test_every_folder_of_mappings_is_an_importer() -> None:
    """The four catalogues are found by their folders, and each is tested here."""
    folders = {path.parent.name for path in (ROOT / "mappings").glob("*/*.rq")} - {"linked-data"}
    assert folders == set(SOURCES)
    assert folders <= set(importers(ROOT))


@pytest.mark.parametrize("name", SOURCES)
def test_what_goes_in_comes_out_or_is_left_out(reading: Reading, name: str) -> None:
    """Entries in, things out, entries left out; each with its place."""
    imported = read_source(reading, name)
    assert (imported.rows, len(imported.things), len(imported.left_out)) == SOURCES[name][2:]
    assert all(imported.trace(thing, "") for thing in imported.things)


@pytest.mark.parametrize(
    ("name", "pattern"),
    [
        ("dial-exchange", "id:product\\/island-identity doap:homepage <https://identity.example>"),
        ("dial-exchange", "id:product\\/island-identity dct:description 'Identifies islanders.'@en"),
        (
            "dial-exchange",
            "id:product-mapping\\/island-identity-identity psg:mappingMaturity code:mapping-maturity\\/validated",
        ),
        ("dial-exchange", "id:product-mapping\\/island-pay-messaging psg:mappingMaturity code:mapping-maturity\\/beta"),
        ("dpg-registry", "id:product\\/sunbird-rc psg:realisesBuildingBlock id:building-block\\/digital-registries"),
        (
            "dpg-registry",
            "id:product-mapping\\/sunbird-rc-digital-registries-inferred psg:derivedBy ?rule",
        ),
        (
            "dpg-registry",
            "?mapping psg:mappedProduct id:product\\/glific ; psg:mappingMaturity code:mapping-maturity\\/inferred",
        ),
        ("dpg-registry", "id:product\\/altinn psg:productOrigin code:product-origin\\/dpg-registry"),
        (
            "govstack-specifications",
            "id:specification\\/scheduler-9-0-0 psg:requiredRequirements 2 ; psg:recommendedRequirements 1",
        ),
        ("govstack-specifications", "id:functionality\\/scheduler-9-0-0-book-a-slot dct:title 'Book a slot'@en"),
        ("publiccode", "id:product\\/island-booking dct:title 'Island Booking'@en , \"Rendez-vous de l'île\"@fr"),
        ("publiccode", "id:product\\/island-booking dct:description 'Books appointments.'@en"),
        ("publiccode", "id:product\\/island-booking doap:homepage <https://code.example/island/booking.git>"),
        ("publiccode", "id:product\\/island-booking dct:license <https://spdx.org/licenses/EUPL-1.2>"),
        ("publiccode", "?mapping psg:mapsToBuildingBlock id:building-block\\/scheduler ; psg:derivedBy ?rule"),
    ],
)
def test_entries_become_products_and_mappings(reading: Reading, name: str, pattern: str) -> None:
    """Mappings that the source states carry its maturity; those of a look-up table say that they are inferred."""
    assert holds(read_source(reading, name), pattern)


def test_entries_are_left_out_for_a_reason(reading: Reading) -> None:
    """Repeated products, data sets and files that are no JSON are named with their place."""
    left = {str(left.place): left.reason for name in SOURCES for left in read_source(reading, name).left_out}
    assert left == {
        "dial-exchange.json!/results/2": "Lacks what makes it an entry of this kind.",
        "dial-exchange.json!/results/3": "The same as dial-exchange.json!/results/1.",
        "dpg-registry/mifos-web-app.json!line 1": "Not JSON: Expecting value.",
    }


@pytest.mark.parametrize("name", ["dial-exchange", "publiccode", "govstack-specifications"])
def test_links_that_run_code_are_never_made(reading: Reading, name: str) -> None:
    """They are reported, and no statement has them."""
    imported = read_source(reading, name)
    assert any("would run code" in finding.message for finding in imported.findings)
    assert not any("javascript" in str(triple) for triples in imported.graphs.values() for triple in triples)


def test_persons_are_not_imported(reading: Reading) -> None:
    """Contacts and authors stay where they are."""
    for name in SOURCES:
        triples = next(iter(read_source(reading, name).graphs.values()))
        assert not any(word in str(triple).lower() for triple in triples for word in ("nobody", "@code.example"))


def test_imported_products_are_candidates(abroad: Deployment) -> None:
    """After the import the question for missing Building Blocks counts more candidates, and no shape is broken."""
    query, given = abroad.queries.get("missing-building-blocks"), {"stack": ["demo"]}

    def candidates() -> dict[str, int]:
        rows = ask(abroad, query, given).solutions
        return {str(row["buildingBlock"]).rpartition("/")[2].strip(">"): int(row["candidates"].value) for row in rows}

    before = candidates()
    for name, (content, file, *_) in SOURCES.items():
        wanted = Wanted("abroad", catalogue=CATALOGUES.get(name, ""))
        _, verdict = import_source(abroad, importer_named(ROOT, name), content, file, wanted)
        assert [finding for finding in verdict.findings if finding.severity == "violation"] == []
        assert verdict.generation
    after = candidates()
    assert after.keys() == before.keys()
    gained = {block: after[block] - before[block] for block in after if after[block] != before[block]}
    assert gained == {"scheduler": 1, "workflow": 1}


def test_a_product_described_elsewhere_is_not_described_twice(reading: Reading) -> None:
    """X-Road is in the reference stack: here it gets an origin, and keeps its own title and catalogue."""
    imported = read_source(reading, "dpg-registry")
    assert holds(imported, "id:product\\/x-road psg:productOrigin code:product-origin\\/dpg-registry")
    assert not holds(imported, "id:product\\/x-road dct:isPartOf ?catalogue")


@pytest.mark.parametrize(
    ("importer", "content", "file", "words"),
    [
        ("publiccode", b"a: [1", "publiccode.yml", "Not YAML"),
        (
            "publiccode",
            b"a: &x [1]\nb: [*x, *x]",
            "publiccode.yml",
            "publiccode.yml:2: Not YAML that is taken: aliases",
        ),
        (
            "publiccode",
            b"a: !!python/object/apply:os.system ['id']",
            "publiccode.yml",
            "could not determine a constructor",
        ),
        ("publiccode", b"[" * 100_000, "publiccode.yml", "Not YAML that is taken"),
        ("publiccode", b"a: " + b"b" * 1_000_001, "publiccode.yml", "Longer than"),
        ("publiccode", b"name: x", "publiccode.yml", "Holds nothing that is looked for"),
        ("dial-exchange", b'[{"name": "x",\n}]', "products.json", "products.json:2: Not JSON"),
        ("dial-exchange", b"[" * 100_000 + b"]" * 100_000, "products.json", "Not JSON that is taken"),
        ("dial-exchange", b"[" * 100 + b"]" * 100, "products.json", "more than 64 levels"),
        ("dial-exchange", b'[{"name": NaN}]', "products.json", "NaN is no number"),
        ("dial-exchange", b'[{"name": ' + b"9" * 5_000 + b"}]", "products.json", "Not JSON that is taken"),
        ("dial-exchange", b'[{"name": "\xff"}]', "products.json", "Not UTF-8"),
        ("dpg-registry", b"PK\x03\x04 no archive", "registry.zip", "Not a ZIP archive"),
    ],
)
def test_hostile_documents_are_refused(reading: Reading, importer: str, content: bytes, file: str, words: str) -> None:
    """Each ends in a message that says where and why."""
    with pytest.raises(SourceError) as caught:
        reading(importer, content, file)
    assert words in str(caught.value)


def test_half_a_character_is_no_text(reading: Reading) -> None:
    """A lone surrogate in JSON does not break what is read beside it."""
    content = json.dumps([{"name": "Half \ud800", "building_blocks": []}]).encode()
    assert len(reading("dial-exchange", content, "products.json").things) == 1


def test_an_archive_that_unpacks_to_too_much_is_refused(reading: Reading, monkeypatch: pytest.MonkeyPatch) -> None:
    """The sum of what the members say of themselves is looked at before one is read."""
    monkeypatch.setattr(product_catalogues, "_BYTES", 1_000)
    with pytest.raises(TooLarge):
        reading("dpg-registry", SOURCES["dpg-registry"][0], "registry.zip")
