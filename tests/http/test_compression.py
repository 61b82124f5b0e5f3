"""Compressed answers: the same content, other bytes, another entity tag."""

from __future__ import annotations

import pytest
from fastapi.testclient import TestClient

LONG = "/queries/services-using-building-block.csv?building_block=payments"
SELECT = "/sparql?query=SELECT%20*%20%7B%20%3Fs%20a%20%3Fclass%20%7D%20ORDER%20BY%20%3Fs%20%3Fclass%20LIMIT%20200"
GZIP, PLAIN = {"Accept-Encoding": "gzip"}, {"Accept-Encoding": "identity"}


@pytest.mark.parametrize("address", [LONG, SELECT])
def test_a_client_that_takes_gzip_gets_it(client: TestClient, address: str) -> None:
    """From the memory of finished answers too, which keeps both."""
    for _ in range(2):
        plain, packed = client.get(address, headers=PLAIN), client.get(address, headers=GZIP)
        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert plain.content == packed.content
        assert int(packed.headers["content-length"]) < len(plain.content) / 2
        assert "accept-encoding" in packed.headers["vary"].lower()
        assert packed.headers["etag"] == plain.headers["etag"][:-1] + '-gzip"'


@pytest.mark.parametrize("address", [LONG, SELECT])
def test_each_tag_is_known_again(client: TestClient, address: str) -> None:
    """304 with the tag that was sent."""
    for encoding in (GZIP, PLAIN):
        etag = client.get(address, headers=encoding).headers["etag"]
        again = client.get(address, headers={**encoding, "If-None-Match": etag})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)


def test_short_answers_and_workbooks_are_sent_as_they_are(client: TestClient) -> None:
    """Packing them saves nothing."""
    assert "content-encoding" not in client.get("/healthz", headers=GZIP).headers
    workbook = client.get("/queries/stacks.xlsx", headers=GZIP)
    assert "content-encoding" not in workbook.headers
    assert workbook.content[:2] == b"PK"


def test_what_changes_each_time_has_no_tag(client: TestClient) -> None:
    """And is not kept."""
    for text in ("SELECT (RAND() AS ?r) {}", "SELECT (NOW() AS ?r) {}", "CONSTRUCT { _:a ?p ?o } { ?s ?p ?o } LIMIT 1"):
        answer = client.get("/sparql", params={"query": text})
        assert answer.status_code == 200
        assert "etag" not in answer.headers
    first, second = (client.get("/sparql", params={"query": "SELECT (RAND() AS ?r) {}"}).text for _ in range(2))
    assert first != second
