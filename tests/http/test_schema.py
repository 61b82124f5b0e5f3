"""The API is as its description says, whatever is sent: requests made up from ``/openapi.json``, good and bad."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case
from schemathesis.core.result import Ok
from schemathesis.generation import GenerationMode
from schemathesis.schemas import APIOperation
from served import Service

pytestmark = pytest.mark.slow

#: What texts of formats look like that a schema can't describe.
FORMATS = {
    "sparql-query": (
        "ASK {}",
        "SELECT * { ?s ?p ?o } LIMIT 3",
        "DESCRIBE <urn:x>",
        "CONSTRUCT WHERE { ?s a ?o } LIMIT 3",
    ),
    "result-format": ("",),
    "sparql-update": ("CLEAR GRAPH <urn:x>",),
    "profile": ("", "cpsv-ap", "https://schema.org/"),
    "accept-profile": ("", "<https://schema.org/>", "<http://data.europa.eu/m8g/cpsvap/3.2.0>;q=0.5, <urn:x>"),
    "iri": ("https://w3id.org/public-service-graph/graph/demo/services", "https://example.org/x", "urn:x:y"),
    "criterion-weight": ("", "users-demand:0.4"),
    "release": ("", "demo-services-1-0"),
    "iri-or-key": ("payments", "demo", "https://example.org/x", "psgid:service/x"),
}
STATEMENT = b"<urn:a> <urn:b> <urn:c> ."
DOCUMENTS = {
    **dict.fromkeys(("text/turtle", "application/trig", "application/n-triples", "application/n-quads"), STATEMENT),
    "application/ld+json": b'{"@id": "urn:a", "urn:b": 1}',
    "application/rdf+xml": b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"/>',
}
LITTLE = settings(
    max_examples=8, deadline=None, database=None, derandomize=True, suppress_health_check=list(HealthCheck)
)
#: The named queries have one handler; what is theirs alone is how their parameters are described.
LESS = settings(LITTLE, max_examples=3)
for media_type, document in DOCUMENTS.items():
    schemathesis.openapi.media_type(media_type, st.just(document))
for name, texts in FORMATS.items():
    schemathesis.openapi.format(name, st.sampled_from(texts))


@pytest.fixture(scope="module")
def operations(live: Service) -> list[APIOperation[Any, Any, Any, Any]]:
    """All that there are; of the named queries, which one handler answers, one for each set of parameters."""
    document = schemathesis.openapi.from_url(f"{live.address}/openapi.json")
    found = [operation.ok() for operation in document.get_all_operations() if isinstance(operation, Ok)]
    return list({_kind(operation): operation for operation in found}.values())


def _kind(operation: APIOperation[Any, Any, Any, Any]) -> tuple[str, ...]:
    if not operation.path.startswith("/queries/"):
        return operation.label, ""
    return operation.method, *sorted(parameter.name for parameter in operation.iter_parameters())


@pytest.mark.parametrize("mode", GenerationMode)
def test_every_operation_is_as_described(
    operations: list[APIOperation[Any, Any, Any, Any]], mode: GenerationMode, subtests: pytest.Subtests
) -> None:
    """All checks that there are; an operation without parameters can't be asked wrongly."""
    assert len(operations) > 20
    for operation in operations:

        @(LESS if operation.path.startswith("/queries/") else LITTLE)
        @given(operation.as_strategy(generation_mode=mode))
        def asked(case: Case[Any]) -> None:
            case.call_and_validate(timeout=60)

        with subtests.test(operation.label):
            try:
                asked()
            except Unsatisfiable:
                assert mode == GenerationMode.NEGATIVE
