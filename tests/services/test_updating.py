"""SPARQL updates become changes like any other, or are refused as a whole."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, QueryBoolean

from graph_service.errors import (
    DataInvalid,
    FederationRefused,
    GraphServiceError,
    QueryError,
    UpdateRefused,
    WriteRefused,
)
from graph_service.services.deployment import Deployment
from graph_service.services.updating import update, written_graphs

BASE = "https://w3id.org/public-service-graph/"
SERVICES = f"{BASE}graph/demo/services"
PROLOGUE = (
    f"PREFIX dct: <http://purl.org/dc/terms/> PREFIX s: <{BASE}id/service/> PREFIX cpsv: <http://purl.org/vocab/cpsv#> "
)
BIRTH = NamedNode(f"{BASE}id/service/demo-birth-registration")
TITLE = NamedNode("http://purl.org/dc/terms/title")


def titles(deployment: Deployment) -> set[str]:
    return {t.object.value for t in deployment.store.match(BIRTH, TITLE, None) if isinstance(t.object, Literal)}


@pytest.mark.parametrize(
    "text",
    [
        (
            f"WITH <{SERVICES}> DELETE {{ ?s dct:title ?old }} INSERT {{ ?s dct:title 'New'@en }} "
            f"WHERE {{ BIND (s:demo-birth-registration AS ?s) ?s dct:title ?old }}"
        ),
        (
            f"DELETE WHERE {{ GRAPH <{SERVICES}> {{ s:demo-birth-registration dct:title ?old }} }} ; "
            f"INSERT DATA {{ GRAPH <{SERVICES}> {{ s:demo-birth-registration dct:title 'New'@en }} }}"
        ),
        (
            "DELETE { GRAPH ?g { ?s dct:title ?old } } INSERT { GRAPH ?g { ?s dct:title 'New'@en } } "
            "WHERE { BIND (s:demo-birth-registration AS ?s) GRAPH ?g { ?s a cpsv:PublicService ; dct:title ?old } "
            "FILTER NOT EXISTS { GRAPH ?g { ?release <http://www.w3.org/ns/dcat#version> ?v } } "
            f"FILTER (?g = <{SERVICES}>) }}"
        ),
    ],
    ids=["with", "two operations", "variable graph"],
)
def test_an_update_is_a_change(writable: Deployment, text: str) -> None:
    """However it is written; it is recorded with its text as title."""
    outcome = update(writable, PROLOGUE + text, "Administrator")
    assert titles(writable) == {"New"}
    assert outcome.generation == writable.store.generation()
    assert outcome.delta.graphs == [SERVICES]


def test_an_update_passes_the_gate_as_a_whole(writable: Deployment) -> None:
    """What breaks on the way but not in the end is fine; what breaks in the end changes nothing."""
    before, generation = titles(writable), writable.store.generation()
    gone = f"DELETE WHERE {{ GRAPH <{SERVICES}> {{ s:demo-birth-registration dct:title ?old }} }}"
    with pytest.raises(DataInvalid):
        update(writable, PROLOGUE + gone)
    assert (titles(writable), writable.store.generation()) == (before, generation)


def test_an_update_without_effect_is_no_change(writable: Deployment) -> None:
    """Nothing is committed."""
    generation = writable.store.generation()
    nothing = f"DELETE DATA {{ GRAPH <{SERVICES}> {{ s:none dct:title 'x' }} }}"
    assert update(writable, PROLOGUE + nothing).generation == generation == writable.store.generation()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("SELECT * { ?s ?p ?o }", QueryError),
        ("INSERT DATA { nonsense", QueryError),
        ("INSERT DATA { s:a no:prefix 1 }", QueryError),
        ("LOAD <http://127.0.0.1:9/x>", UpdateRefused),
        (f"LOAD SILENT <file:///etc/passwd> INTO GRAPH <{SERVICES}>", UpdateRefused),
        (
            f"WITH <{SERVICES}> INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE <http://127.0.0.1:9/> {{ ?s ?p ?o }} }}",
            FederationRefused,
        ),
        (
            f"WITH <{SERVICES}> INSERT {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o FILTER EXISTS {{ SERVICE ?x {{}} }} }}",
            FederationRefused,
        ),
        ("INSERT DATA { s:a dct:title 'x' }", WriteRefused),
        ("DELETE WHERE { ?s ?p ?o }", WriteRefused),
        ("CLEAR ALL", WriteRefused),
        ("DROP SILENT DEFAULT", WriteRefused),
        (f"COPY DEFAULT TO <{SERVICES}>", WriteRefused),
        (f"DROP GRAPH <{BASE}graph/system/changes>", WriteRefused),
        (f"INSERT DATA {{ GRAPH <{BASE}graph/system/shapes> {{ s:a dct:title 'x' }} }}", WriteRefused),
        (f"CLEAR GRAPH <{BASE}graph/demo/services/1.0>", WriteRefused),
        (f"INSERT DATA {{ GRAPH <{SERVICES}> {{ [] dct:title 'x'@en }} }}", WriteRefused),
        (f"INSERT DATA {{ GRAPH <{SERVICES}> {{ s:a dct:title {'(' * 20_000} }} }}", GraphServiceError),
    ],
    ids=lambda value: value[-60:-20] if isinstance(value, str) else value.__name__,
)
def test_what_may_not_be_done_is_refused(writable: Deployment, text: str, error: type[Exception]) -> None:
    """And nothing is changed."""
    generation = writable.store.generation()
    with pytest.raises(error):
        update(writable, PROLOGUE + text)
    assert writable.store.generation() == generation


def test_the_graphs_that_are_written_are_found() -> None:
    """Constants by name; where a variable names the graph, all may be."""
    text = "INSERT DATA { GRAPH <g:a> { <s:s> <p:p> 1 } } ; DROP GRAPH <g:b> ; ADD <g:c> TO <g:d>"
    assert written_graphs(text) == {"g:a", "g:b", "g:c", "g:d"}
    assert written_graphs("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }") is None


def test_a_trial_leaves_no_trace(writable: Deployment) -> None:
    """The store is as it was until the change is committed."""
    text = f"INSERT DATA {{ GRAPH <{SERVICES}> {{ s:demo-birth-registration dct:title 'Neu'@de }} }}"
    assert writable.store.would(PROLOGUE + text, {SERVICES}).added
    found = writable.store.query(f"ASK {{ {BIRTH} {TITLE} 'Neu'@de }}")
    assert isinstance(found, QueryBoolean)
    assert not found
