"""The ``schema-org`` profile says what schema.org has terms for, where it has them."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import RdfFormat, Triple, serialize
from rdflib.compare import to_isomorphic
from rdflib.namespace import RDF, SDO, XSD

from graph_service.formats import formats, write_graph, written
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.profiled import in_profile, readers_graphs, thing_in_profile

HERE = Path(__file__).parent / "schema-org"
#: The literals that stand for schema.org's own datatypes.
TEXTS = {"Text", "URL"}
DATATYPES: Mapping[rdflib.URIRef, set[str]] = {
    XSD.integer: {"Integer", "Number"},
    XSD.decimal: {"Number"},
    XSD.duration: {"Duration"},
    XSD.date: {"Date"},
}


def read(statements: Iterable[Triple]) -> rdflib.Graph:
    content = serialize(statements, format=RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=content, format="nt")


@dataclass(frozen=True)
class Term:
    """A class with all that it is a kind of (``on``), or a property: what it stands ``on`` and what it ``takes``."""

    kind: str
    on: frozenset[str]
    takes: frozenset[str]


@pytest.fixture(scope="module")
def terms() -> dict[str, Term]:
    with (HERE / "terms.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {r["term"]: Term(r["kind"], frozenset(r["on"].split()), frozenset(r["takes"].split())) for r in rows}


@pytest.fixture(scope="module")
def everything(seeded: Deployment) -> rdflib.Graph:
    return read(in_profile(seeded, seeded.profiles.get("schema-org"), readers_graphs(seeded)))


def test_all_terms_are_of_schema_org(everything: rdflib.Graph, terms: dict[str, Term]) -> None:
    """As the list here and that of another project have them."""
    used = set(everything.predicates()) - {RDF.type} | set(everything.objects(None, RDF.type))
    assert {str(term).removeprefix(str(SDO)) for term in used} == set(terms)
    assert [name for name in terms if SDO[name] not in SDO] == []


def test_properties_stand_where_they_may(everything: rdflib.Graph, terms: dict[str, Term]) -> None:
    """Each on a class of its domain, with a value of its range."""

    def kinds(thing: rdflib.term.Node) -> set[str]:
        classes = (str(c).removeprefix(str(SDO)) for c in everything.objects(thing, RDF.type))
        return {wider for name in classes for wider in terms[name].on}

    for thing, property_, value in everything:
        if property_ == RDF.type:
            continue
        term = terms[str(property_).removeprefix(str(SDO))]
        assert kinds(thing) & term.on, (thing, property_)
        if isinstance(value, rdflib.Literal):
            allowed = DATATYPES[value.datatype] if value.datatype else TEXTS
        elif (value, RDF.type, SDO.Thing) in everything:  # an agent, of which no more is known
            continue
        else:
            allowed = kinds(value) or {"URL"}
        assert allowed & term.takes, (thing, property_, value)


@pytest.mark.parametrize(
    ("class_", "count"),
    [
        (SDO.GovernmentService, 62),
        (SDO.GovernmentOrganization, 15),
        (SDO.ServiceChannel, 160),
        (SDO.Offer, 32),
        (SDO.DefinedTerm, 17),
        (SDO.Legislation, 26),
    ],
)
def test_as_many_things_as_in_the_graph(everything: rdflib.Graph, class_: rdflib.URIRef, count: int) -> None:
    """Counted in the files of the fictional country, which alone has services."""
    assert len(set(everything.subjects(RDF.type, class_))) == count


def test_one_service_as_checked_by_hand(seeded: Deployment) -> None:
    """With its organisation, channels, price and law."""
    iri = f"{seeded.settings.base}id/service/demo-criminal-record-certificate"
    made = read(thing_in_profile(seeded, seeded.profiles.get("schema-org"), iri))
    expected = rdflib.Graph().parse(HERE / "criminal-record-certificate.ttl")
    assert set(made) == set(expected)


def test_a_journey_has_its_steps_in_order(seeded: Deployment) -> None:
    """Each with a name and a position."""
    iri = f"{seeded.settings.base}id/journey/demo-work-permit-as-is"
    made = read(thing_in_profile(seeded, seeded.profiles.get("schema-org"), iri))
    steps = sorted(
        (int(str(made.value(s, SDO.position))), str(made.value(s, SDO.name))) for s in made.objects(None, SDO.step)
    )
    assert [position for position, _ in steps] == [1, 2, 3, 4, 5]
    assert steps[0][1] == "The employer fills in the web form"


def test_a_shared_channel_has_the_languages_of_no_service(everything: rdflib.Graph) -> None:
    """What is true of one service would be said of the others."""
    services = set(everything.subject_objects(SDO.availableChannel))
    shared = {c for s, c in services if any(c == other and s != o for o, other in services)}
    assert not shared & set(everything.subjects(SDO.availableLanguage))


def test_it_comes_back_from_json_ld(seeded: Deployment, everything: rdflib.Graph) -> None:
    """Read by another's parser, the same statements."""
    made = in_profile(seeded, seeded.profiles.get("schema-org"), readers_graphs(seeded))
    content = written(lambda file: write_graph(formats()["jsonld"], made, seeded.vocabulary.context, file))
    assert to_isomorphic(rdflib.Graph().parse(data=content, format="json-ld")) == to_isomorphic(everything)
