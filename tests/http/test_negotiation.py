"""The negotiation matrix: documents by formats by languages, from the table ``negotiation.yaml`` beside this file."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from fastapi.testclient import TestClient

TABLE = yaml.safe_load(Path(__file__).with_name("negotiation.yaml").read_text(encoding="utf-8"))
BIRTH = "/doc/service/demo-birth-registration"


def media_type(answer: Any) -> str:
    return str(answer.headers["content-type"].split(";")[0])


def test_the_table_is_a_matrix() -> None:
    """A table that lost its rows would pass everything."""
    assert len(TABLE["documents"]) >= 15
    assert len(TABLE["suffixes"]) >= 8
    assert len(TABLE["accepts"]) >= 18
    assert len(TABLE["titles"]) >= 10
    assert len(TABLE["rows"]) >= 17


@pytest.mark.parametrize("suffix", TABLE["suffixes"])
@pytest.mark.parametrize("path", TABLE["documents"])
def test_a_suffix_beats_the_header(client: TestClient, path: str, suffix: str) -> None:
    """Whatever is accepted; and the document names itself, what it is about, and the other formats."""
    refused = "application/ld+json" if suffix == "ttl" else "text/turtle"
    answer = client.get(f"{path}.{suffix}", headers={"Accept": refused})
    assert answer.status_code == 200, answer.text
    assert media_type(answer) == TABLE["suffixes"][suffix]
    assert answer.headers["vary"].startswith("Accept, Accept-Language")
    links = answer.headers["link"]
    assert f'<{path}>; rel="canonical"' in links
    assert 'rel="describes"' in links
    others = {f"{path}.{name}" for name in TABLE["suffixes"]} - {f"{path}.{suffix}"}
    assert set(re.findall(r'<([^>]*)>; rel="alternate"; type', links)) == others


@pytest.mark.parametrize("accept", TABLE["accepts"])
@pytest.mark.parametrize("path", TABLE["documents"])
def test_formats_are_negotiated(client: TestClient, path: str, accept: str) -> None:
    """By the qualities of the header; a format that is not offered is refused with those that are."""
    answer = client.get(path, headers={"Accept": accept})
    wanted = TABLE["accepts"][accept]
    if wanted is None:
        assert (answer.status_code, media_type(answer)) == (406, "application/problem+json")
        assert "text/turtle" in answer.json()["offered"]
    else:
        assert (answer.status_code, media_type(answer)) == (200, wanted), answer.text


@pytest.mark.parametrize("row", TABLE["titles"], ids=str)
def test_titles_are_in_the_language_of_the_reader(client: TestClient, row: dict[str, str]) -> None:
    """``?lang=`` before the header, less of a tag before another language, and each marked with what it is."""
    query = f"?{row['query']}" if "query" in row else ""
    headers = {"Accept": "text/html", "Accept-Language": row["accept-language"]}
    page = client.get(f"{BIRTH}{query}", headers=headers).text
    [of_page] = re.findall('<html lang="([^"]*)"', page)
    [(of_title, title)] = re.findall('<h1(?: lang="([^"]*)" dir="auto")?>([^<]*)</h1>', page)
    assert (title, of_title or of_page) == (row["title"], row["lang"])


@pytest.mark.parametrize("row", TABLE["rows"], ids=lambda row: row["send"])
def test_row(client: TestClient, row: dict[str, Any]) -> None:
    """What one row of the table says."""
    answer = client.get(row["send"], headers=row.get("headers", {}))
    assert answer.status_code == row["status"], answer.text
    if "type" in row:
        assert media_type(answer) == row["type"]
    for name, pattern in row.get("has", {}).items():
        assert re.search(pattern, answer.headers[name]), answer.headers[name]


@pytest.mark.parametrize("path", TABLE["documents"])
def test_a_document_that_the_client_has_is_not_sent_again(client: TestClient, path: str) -> None:
    """Its tag is that of one format in one language."""
    first = client.get(path, headers={"Accept": "text/html", "Accept-Language": "fr"})
    tag = first.headers["etag"]
    again = {"Accept": "text/html", "Accept-Language": "fr", "If-None-Match": tag}
    assert client.get(path, headers=again).status_code == 304
    assert client.get(path, headers={**again, "Accept": "text/turtle"}).status_code == 200
    assert client.get(path, headers={**again, "Accept-Language": "en"}).status_code == 200
