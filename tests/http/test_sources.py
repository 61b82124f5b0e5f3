"""From a row of an answer to the file that it rests on."""

from __future__ import annotations

import csv
import hashlib
import io
from pathlib import Path

from fastapi.testclient import TestClient

ROOT = Path(__file__).parent.parent.parent
SERVICE = "https://w3id.org/public-service-graph/id/service/demo-birth-registration"


def test_a_thing_leads_to_the_file_that_it_was_loaded_from(client: TestClient) -> None:
    """By its catalogue's graph, and by the changes of that."""
    page = client.get("/doc/service/demo-birth-registration.html").text
    assert "/queries/sources-of-thing.html?thing=" in page
    told = client.get("/queries/sources-of-thing.csv", params={"thing": SERVICE})
    [row] = csv.DictReader(io.StringIO(told.text))
    [change] = client.get("/changes", params={"graph": row["graph"]}).json()["changes"]
    assert row["graph"] in change["graphs"]
    file = ROOT / "seed-data" / "demo" / "services.ttl"
    digest = f"urn:sha256:{hashlib.sha256(file.read_bytes()).hexdigest()}"
    assert change["names"][digest].endswith("services.ttl")


def test_changes_of_a_graph_that_nothing_touched(client: TestClient) -> None:
    """None; and what is no IRI is refused."""
    assert client.get("/changes", params={"graph": "urn:none"}).json() == {"changes": []}
    assert client.get("/changes", params={"graph": "urn:x> { ?s"}).status_code == 422
