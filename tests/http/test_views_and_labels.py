"""Answers as of an earlier release, and with labels beside IRIs."""

from __future__ import annotations

import csv
import io

import pytest
from fastapi.testclient import TestClient

CODES = "https://w3id.org/public-service-graph/codelist/"
BY_LEVEL = "/queries/services-by-digitisation-level"


def rows(client: TestClient, address: str) -> list[dict[str, str]]:
    response = client.get(address)
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.text)))


def services(client: TestClient, more: str = "") -> int:
    return sum(int(row["services"]) for row in rows(client, f"{BY_LEVEL}.csv?stack=demo{more}"))


def test_a_question_can_be_asked_of_an_earlier_release(client: TestClient) -> None:
    """Of 54 services, as the release of 2025 had them, and then again of the 62 of today."""
    assert services(client) == 62
    assert services(client, "&release=demo-services-1-0") == 54
    assert services(client, "&release=demo-services-2-0") == 62


def test_the_receipt_names_the_releases_that_were_read(client: TestClient) -> None:
    """And the entity tags differ."""
    now = client.get(f"{BY_LEVEL}?stack=demo")
    then = client.get(f"{BY_LEVEL}?stack=demo&release=demo-services-1-0")
    assert now.json()["receipt"]["releases"] == []
    [release] = then.json()["receipt"]["releases"]
    assert release.endswith("/graph/demo/services/1.0")
    assert now.headers["etag"] != then.headers["etag"]


def test_pages_say_that_they_show_an_earlier_release(client: TestClient) -> None:
    """And their links lead to the same."""
    page = client.get(f"{BY_LEVEL}.html?stack=demo&release=demo-services-1-0").text
    assert "/graph/demo/services/1.0</code>" in page
    assert f'href="{BY_LEVEL}.csv?stack=demo&amp;release=demo-services-1-0"' in page
    assert '<input type="hidden" name="release" value="demo-services-1-0">' in page


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ("release=demo-service-1-0", "demo-services-1-0"),
        ("release=demo-services-1-0&release=demo-services-2-0", "one release of a catalogue"),
        ("release=%3E%20}", "There is no release"),
        ("labels=english%20please", "language tag"),
        ("labels=en&labels=fr", "language tag"),
    ],
)
def test_what_is_no_release_or_language_is_refused(client: TestClient, given: str, says: str) -> None:
    """With the nearest that there is."""
    response = client.get(f"{BY_LEVEL}?{given}")
    assert response.status_code == 422
    assert says in response.text


def test_labels_stand_beside_iris(client: TestClient) -> None:
    """In the language asked for, where a column of titles does not do that already."""
    found = rows(client, "/queries/releases.csv?stack=demo&labels=fr")
    assert list(found[0])[:6] == ["stack", "stackLabel", "catalogue", "catalogueTitle", "release", "releaseLabel"]
    assert {row["statusLabel"] for row in found} == {"En vigueur", "Remplacée"}
    assert found[0]["stackLabel"] == "République d'Examplia (fictif)"
    assert "stackLabel" not in client.get("/queries/releases.csv?stack=demo").text


def test_a_graph_gets_labels_too(client: TestClient) -> None:
    """As statements."""
    given = "service=demo-birth-registration"
    plain = client.get(f"/queries/service-sheet.nt?{given}").text.splitlines()
    labelled = client.get(f"/queries/service-sheet.nt?{given}&labels=fr").text.splitlines()
    more = set(labelled) - set(plain)
    assert set(plain) <= set(labelled)
    assert any(f"<{CODES}digitisation-level/4>" in line and '"Entièrement en ligne"@fr' in line for line in more)


def test_a_framed_graph_is_one_object_as_json_ld(client: TestClient) -> None:
    """With its channels inside, in our terms."""
    sheet = client.get("/queries/service-sheet.jsonld?service=demo-birth-registration").json()
    assert sheet["title"]["fr"] == "Déclaration de naissance"
    assert {channel["type"] for channel in sheet["hasChannel"]} == {
        f"psgcl:channel-type/{kind}" for kind in ("assisted", "in-person", "online")
    }
    assert sheet["transactionsPerYear"] == 61800
