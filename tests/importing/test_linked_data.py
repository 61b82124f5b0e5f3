"""Linked data of other publishers: what each version and profile becomes, what is kept, and what is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, RdfFormat, Store, Triple, parse, serialize

from graph_service.errors import SourceError, UnknownName
from graph_service.model.terms import PSG, RDF_TYPE, ROOT
from graph_service.services.deployment import Deployment
from graph_service.services.importing.committing import import_source
from graph_service.services.importing.construct_mappings import read_construct_mappings, read_tables, rewrite
from graph_service.services.importing.importers import Wanted, importer_named
from graph_service.services.importing.linked_data import FOLDER
from graph_service.services.importing.outcome import Imported

HERE = Path(__file__).parent
HOME = HERE.parent.parent
Reading = Callable[..., Imported]

FILES = sorted(path for path in (HERE / "linked_data").iterdir() if path.name.startswith("cpsv-ap"))
CATALOGUE = f"{ROOT}id/catalogue/abroad-services"
NO = "https://raw.githubusercontent.com/Informasjonsforvaltning/cpsv-ap-no/develop/examples/"
PREFIXES = """
PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX cv: <http://data.europa.eu/m8g/>
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX psg: <https://w3id.org/public-service-graph/def/>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
PREFIX code: <https://w3id.org/public-service-graph/codelist/>
PREFIX s: <https://services.example/service/>
PREFIX it: <https://servizi.example/servizio/>
PREFIX eu: <http://publications.europa.eu/resource/authority/>
"""
SERVICE = """
@prefix cpsv: <http://purl.org/vocab/cpsv#> .
@prefix cv: <http://data.europa.eu/m8g/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix no: <https://data.norge.no/vocabulary/cpsvno#> .
<https://one.example/s> a cpsv:PublicService ; dct:identifier "s" ; dct:title "S"@en ; dct:description "S"@en ;
    cv:hasCompetentAuthority <https://one.example/o> .
"""


#: What the files have no example of: statements beside SERVICE, what they become, and the mapping that does it.
FURTHER = [
    (
        "<https://one.example/s> dct:title 'T'@en",
        "<https://one.example/s> dct:title 'S'@en ; dct:alternative 'T'@en",
        "second-titles",
    ),
    (
        "<https://one.example/s> dct:identifier 't'",
        "<https://one.example/s> dct:identifier 's' ; skos:notation 't'",
        "second-identifiers",
    ),
    (
        "<https://one.example/s> cpsv:produces [ a <http://data.europa.eu/cv/Output> ; dct:title 'O'@en ]",
        "<https://one.example/s> cpsv:produces [ a cv:Output ]",
        "namespaces-of-classes",
    ),
    (
        "<https://one.example/e> a cv:Event , cv:LifeEvent ; dct:title 'E'@en",
        "<https://one.example/e> dct:title 'E'@en FILTER NOT EXISTS { <https://one.example/e> a cv:Event }",
        "kinds-of-life-and-business-events",
    ),
    (
        "<https://one.example/t> a no:Service ; cv:ownedBy [ a cv:PublicOrganisation ; cv:contactPoint [] ]",
        "<https://one.example/t> a cpsv:PublicService ; cv:hasCompetentAuthority [ a cv:PublicOrganisation ]",
        "norwegian-services",
    ),
    (
        f"<https://one.example/s> <http://data.europa.eu/m8g/isClassifiedBy> <{ROOT}codelist/digitisation-level/3>",
        "<https://one.example/s> psg:digitisationLevel code:digitisation-level\\/3",
        "digitisation-levels",
    ),
]


def mappings_used(imported: Imported) -> set[str]:
    """The mappings that the findings say were used."""
    return {name for finding in imported.findings for name in re.findall(r"statements \(([\w-]+)\)", finding.message)}


def graph_of(imported: Imported) -> Sequence[Triple]:
    """The one graph that an import fills, as it would be."""
    (triples,) = imported.graphs.values()
    return triples


def read_file(reading: Reading, name: str, **wanted: object) -> Imported:
    return reading("linked-data", (HERE / "linked_data" / name).read_bytes(), name, **wanted)


def holds(imported: Imported, pattern: str) -> bool:
    """Whether the graph that an import would leave has ``pattern`` in it."""
    store = Store()
    store.load(serialize(graph_of(imported), format=RdfFormat.N_TRIPLES), format=RdfFormat.N_TRIPLES)
    return bool(store.query(f"{PREFIXES} ASK {{ {pattern} }}"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_publication_breaks_a_shape(abroad: Deployment, path: Path) -> None:
    """Each version and profile passes the gate, beside the seed data."""
    importer = importer_named(HOME, "linked-data")
    _, verdict = import_source(abroad, importer, path.read_bytes(), path.name, Wanted("abroad"), dry_run=True)
    assert [finding for finding in verdict.findings if finding.severity == "violation"] == []
    assert verdict.generation is None


@pytest.mark.parametrize(
    "pattern",
    [
        's:77 dct:title "Sihtkoha register"@et ; dct:language eu:language\\/EST',
        "s:77 cv:contactPoint [ a cv:ContactPoint ]",
        "s:77 cv:holdsRequirement [ a cv:Requirement ; dct:type code:requirement-type\\/eligibility ]",
        "s:77 cv:hasLegalResource [ psg:instrumentKind code:regulatory-instrument-kind\\/law ]",
        "s:77 cv:isClassifiedBy <https://services.example/concept/1>",
        "s:77 cv:isGroupedBy [ a cv:BusinessEvent ; psg:stage code:business-stage\\/founding ]",
        "s:77 cv:hasInputType [ a cv:EvidenceType ]",
        "s:77 cv:hasCost [ cv:hasValue ?value ]",
        "s:77 cv:relatedService s:78",
        "s:77 dct:isReferencedBy <https://services.example/dataset>",
        's:77 rdfs:comment "processingTime: umbes viis päeva"',
        "s:77 dct:relation <https://services.example/service/not-described>",
        's:78 dct:title "Muudatus registris"@et',
        '<https://services.example/organisation/1> a cv:PublicOrganisation ; skos:prefLabel "Registriamet"@et',
        's:78 cv:hasCompetentAuthority [ skos:prefLabel "2"@und ]',
    ],
)
def test_version_2_becomes_version_3(reading: Reading, pattern: str) -> None:
    """What CPSV-AP 2.2.1 says otherwise, or as text, is said as here."""
    assert holds(read_file(reading, "cpsv-ap-2.2.1.rdf", language="et"), pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        f"<{NO}exOffentligTjeneste.ttl> cv:isGroupedBy <{NO}exVirksomhetshendelse.ttl>",
        f"<{NO}exTjenestekanalTelefon.ttl> dct:type code:channel-type\\/phone",
        f"<{NO}exTjenestekanalOnline.ttl> dct:type code:channel-type\\/online",
        f"<{NO}exDeltagelseDatatilbyder.ttl> cv:role code:participation-role\\/data-provider",
        f"<{NO}exDokumentasjon.ttl> a cv:EvidenceType",
        f"<{NO}exLivshendelse.ttl> psg:stage code:life-stage\\/birth",
        f"<{NO}exTjenesteDummy.ttl> a <https://data.norge.no/vocabulary/cpsvno#Service>",
        f"<{NO}exTjenestekanalOnline.ttl> <https://data.norge.no/vocabulary/cpsvno#dataService> ?service",
    ],
)
def test_norwegian_profile(reading: Reading, pattern: str) -> None:
    """Terms and codes of CPSV-AP-NO are understood, and what has no counterpart is kept."""
    assert holds(read_file(reading, "cpsv-ap-no.ttl", language="nb"), pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        "it:carta psg:digitisationLevel code:digitisation-level\\/3",
        '<https://servizi.example/servizio/carta> cv:hasCompetentAuthority [ skos:prefLabel "Comune dell\'Isola"@it ]',
        "it:carta cv:hasChannel [ dct:type code:channel-type\\/phone ]",
        "it:carta cv:hasChannel [ dct:type code:channel-type\\/online ]",
        "it:carta cv:isGroupedBy [ a cv:LifeEvent ; psg:stage code:life-stage\\/birth ]",
        "it:carta cpsv:produces [ dct:title 'Carta'@it ]",
    ],
)
def test_italian_profile(reading: Reading, pattern: str) -> None:
    """Terms and codes of CPSV-AP_IT are understood."""
    assert holds(read_file(reading, "cpsv-ap-it.jsonld"), pattern)


@pytest.mark.parametrize(("addition", "pattern", "mapping"), FURTHER, ids=[mapping for *_, mapping in FURTHER])
def test_further_variants(reading: Reading, addition: str, pattern: str, mapping: str) -> None:
    """Each becomes what the standard says, by the mapping that is for it."""
    imported = reading("linked-data", f"{SERVICE}\n{addition} .".encode(), "one.ttl")
    assert holds(imported, pattern)
    assert mapping in mappings_used(imported)


def test_every_mapping_has_an_example(reading: Reading) -> None:
    """No mapping is shipped that nothing here needs."""
    used = {mapping for *_, mapping in FURTHER}
    for path in FILES:
        used |= mappings_used(read_file(reading, path.name))
    assert used == {mapping.name for mapping in read_construct_mappings(HOME / FOLDER)}


def test_version_3_stays_as_it_is(reading: Reading) -> None:
    """Of the official example nothing is lost: what has no place of its own here is kept under a wider property."""
    imported = read_file(reading, "cpsv-ap-3.2.0.ttl")
    service, channel = "<http://example.com/publicService1>", "<http://example.com/channel1>"
    assert holds(imported, f"{service} a cpsv:PublicService ; dct:isPartOf <{CATALOGUE}> ; dct:title 'Tax-on-web'@en")
    assert holds(
        imported, f"{service} dct:relation {channel} . {channel} dct:type cv:Channel ; cv:isClassifiedBy ?code"
    )
    assert imported.things == ["http://example.com/publicOrganisation1", "http://example.com/publicService1"]
    assert str(imported.trace("http://example.com/publicService1", "")) == "cpsv-ap-3.2.0.ttl!line 15"


def test_what_nobody_understands_is_kept_and_counted(reading: Reading) -> None:
    """Each unknown property is named once, with how often it occurs and a thing that has it."""
    imported = read_file(reading, "cpsv-ap-2.2.1.rdf")
    messages = {finding.message: finding.value for finding in imported.findings}
    unknown = "Kept, not understood: the property <https://services.example/vocabulary#priority>, 2 times."
    assert messages[unknown] == "https://services.example/service/77"
    assert holds(imported, '?service <https://services.example/vocabulary#priority> "7"')


def test_no_text_of_the_source_is_lost(reading: Reading) -> None:
    """Each literal is in the result, alone or in a comment; the code of a language became its address."""
    name = "cpsv-ap-2.2.1.rdf"
    given = parse((HERE / "linked_data" / name).read_bytes(), format=RdfFormat.RDF_XML)
    result = [t.object.value for t in graph_of(read_file(reading, name)) if isinstance(t.object, Literal)]
    texts = {quad.object.value for quad in given if isinstance(quad.object, Literal)}
    assert {text for text in texts if not any(text in kept for kept in result)} == {"ET"}


def test_blank_nodes_get_the_same_iris_each_time(reading: Reading) -> None:
    """Two readings of one file agree, and no blank node is left."""
    first, second = (set(graph_of(read_file(reading, FILES[0].name))) for _ in range(2))
    assert first == second
    assert not any("_:" in str(triple.subject) for triple in first)


def test_the_order_of_mappings_does_not_matter(abroad: Deployment) -> None:
    """Mappings come to rest at the same graph, whichever has its turn first."""
    results = []
    for mappings in (
        list(read_construct_mappings(HOME / FOLDER)),
        list(reversed(read_construct_mappings(HOME / FOLDER))),
    ):
        store = Store()
        store.extend(read_tables(HOME / FOLDER))
        for graph, files in abroad.vocabulary.graphs().items():
            for file in files:
                store.load(file.text.encode(), format=RdfFormat.TURTLE, to_graph=NamedNode(graph))
        about = NamedNode(f"{ROOT}graph/import")
        store.update(
            f'{PREFIXES} INSERT DATA {{ GRAPH {about} {{ <{CATALOGUE}> a <{PSG}Catalogue> ; dct:language "nb" }} }}'
        )
        store.load((HERE / "linked_data" / "cpsv-ap-no.ttl").read_bytes(), format=RdfFormat.TURTLE)
        rewrite(store, mappings, ROOT)
        text = "SELECT ?s ?p ?o { ?s ?p ?o FILTER(!ISBLANK(?s) && !ISBLANK(?o)) }"
        results.append({tuple(map(str, row)) for row in store.query(text)})  # type: ignore[union-attr]
    assert results[0] == results[1]


@pytest.mark.parametrize(
    "rdf_format",
    [RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.RDF_XML, RdfFormat.JSON_LD],
    ids=lambda f: f.file_extension,
)
def test_every_format_says_the_same(reading: Reading, rdf_format: RdfFormat) -> None:
    """One service in six formats becomes one graph."""
    content = serialize([quad.triple for quad in parse(SERVICE, format=RdfFormat.TURTLE)], format=rdf_format)
    imported = reading("linked-data", content or b"", f"one.{rdf_format.file_extension}")
    expected = reading("linked-data", SERVICE.encode(), "one.ttl")
    assert set(graph_of(imported)) == set(graph_of(expected))


@pytest.mark.parametrize(
    ("change", "line", "words"),
    [
        (("cv:hasCompetentAuthority <", "cv:hasCompetentAuthority <<"), 7, ""),
        (("<https://one.example/o>", "<o>"), 7, "1 relative IRIs, the first is <o>"),
        (("<https://one.example/s>", "<#s>"), 6, "the first is <#s>"),
        (("cpsv#>", "cpsv-ap#>"), 0, "Describes nothing that a catalogue lists."),
        (
            ("http://purl.org/vocab/cpsv#", "https://purl.org/vocab/CPSV"),
            0,
            "<http://purl.org/vocab/cpsv#PublicService> is meant",
        ),
    ],
)
def test_wrong_rdf_is_refused_with_its_place(reading: Reading, change: tuple[str, str], line: int, words: str) -> None:
    """Syntax, relative IRIs and wrong namespaces: where, and what to write instead."""
    with pytest.raises(SourceError) as caught:
        reading("linked-data", SERVICE.replace(*change).encode(), "one.ttl")
    assert (caught.value.path, caught.value.line) == ("one.ttl", line)
    assert words in caught.value.reason


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ("http://purl.org/dc/terms/", "http://purl.org/dc/terms#"),
        ("http://data.europa.eu/m8g/", "https://data.europa.eu/m8g#"),
        ("http://purl.org/vocab/cpsv#", "http://purl.org/vocab/cpsv/"),
    ],
)
def test_known_misspellings_of_namespaces_are_understood(reading: Reading, right: str, wrong: str) -> None:
    """What publishers are known to misspell is read as what they mean, and they are told."""
    imported = reading("linked-data", SERVICE.replace(right, wrong).encode(), "one.ttl")
    assert "https://one.example/s" in imported.things
    assert any("misspelt" in finding.message for finding in imported.findings if finding.severity == "warning")


def test_an_unknown_misspelling_is_reported_with_the_right_namespace(reading: Reading) -> None:
    """The rest is imported; the property is kept as written."""
    text = SERVICE.replace(
        'dct:identifier "s" ;', 'dct:identifier "s" ; <https://WWW.w3.org/ns/adms/status> <https://one.example/a> ;'
    )
    messages = [finding.message for finding in reading("linked-data", text.encode(), "one.ttl").findings]
    assert any("Perhaps <http://www.w3.org/ns/adms#status> is meant" in message for message in messages)


def test_a_second_import_replaces_what_the_first_said(abroad: Deployment, reading: Reading) -> None:
    """The same things are updated, other things stay, and the same file again is nothing new."""
    cost = (
        "[ a cv:Cost ; cv:hasValue 3.5 ; cv:currency <http://publications.europa.eu/resource/authority/currency/EUR> ]"
    )
    costly = SERVICE.replace("cv:hasCompetentAuthority", f"cv:hasCost {cost} ; cv:hasCompetentAuthority")
    other = SERVICE.replace("https://one.example/s>", "https://one.example/t>")
    importer = importer_named(HOME, "linked-data")
    verdicts = [
        import_source(abroad, importer, text.encode(), "one.ttl", Wanted("abroad"))[1]
        for text in (costly, other, other)
    ]
    assert [verdict.conforms for verdict in verdicts] == [True, True, True]
    assert [verdict.generation is None for verdict in verdicts] == [False, False, True]
    changed = reading("linked-data", SERVICE.replace('"S"@en', '"New"@en').encode(), "one.ttl")
    assert holds(changed, '<https://one.example/s> dct:title "New"@en . <https://one.example/t> a cpsv:PublicService')
    assert not holds(changed, "?cost a cv:Cost")
    assert not holds(changed, '<https://one.example/s> dct:title "S"@en')
    dropped = reading("linked-data", SERVICE.encode(), "one.ttl", replace=True)
    assert not holds(dropped, "<https://one.example/t> ?property ?value")


def test_an_unknown_catalogue_is_refused(reading: Reading) -> None:
    """The catalogues of the stack are named."""
    with pytest.raises(UnknownName, match="abroad/services"):
        reading("linked-data", SERVICE.encode(), "one.ttl", catalogue="nothing")


def test_every_table_is_used(abroad: Deployment) -> None:
    """No row means a term twice, and every term that is meant is one of the standard or of ours."""
    rows = [line.split(",") for line in (HOME / FOLDER / "terms.csv").read_text(encoding="utf-8").splitlines()[1:]]
    assert len({term for term, *_ in rows}) == len(rows)
    standard = {line.split(",")[0] for line in (HOME / FOLDER / "standard-terms.csv").read_text().splitlines()}
    assert {means for _, means, _ in rows} <= standard | abroad.vocabulary.own_terms
    assert RDF_TYPE not in {term for term, *_ in rows}
