"""The explorer over HTTP: a thing among its neighbours, the way to another, and what was mistyped."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

BASE = "https://w3id.org/public-service-graph/"
RENEWAL = "service/demo-passport-renewal"
HOSTILE = '"><script>alert(1)</script>'
PAGE = {"Accept": "text/html"}


def page(client: TestClient, **asked: str) -> str:
    answer = client.get("/explore", params=asked, headers=PAGE)
    assert answer.status_code == 200
    return unescape(answer.text)


@pytest.mark.parametrize("named", [RENEWAL, f"{BASE}id/{RENEWAL}", f"/doc/{RENEWAL}"])
def test_thing_stands_among_its_neighbours(client: TestClient, named: str) -> None:
    """However it is named: boxes lead on, its title leads to its page, and more neighbours are there."""
    shown = page(client, thing=named)
    assert f'<h1 class="break"><a href="/doc/{RENEWAL}"' in shown
    assert f'href="/explore?{urlencode({"thing": f"{BASE}id/building-block/payments"})}"' in shown
    more = re.search(rf'href="(/doc/{RENEWAL}\?links=[^"]+)"><text[^>]*>(\d+) more', shown)
    assert more
    assert client.get(more[1], headers=PAGE).status_code == 200
    assert "Fictional data." in shown


def test_neighbours_in_an_invented_country_say_so(client: TestClient) -> None:
    """A Building Block is real; some of those that need it are not."""
    assert "Some of what is listed here belongs to an invented country" in page(client, thing="building-block/payments")


def test_way_is_drawn_told_and_a_table(client: TestClient) -> None:
    """Each statement on it, in words and as a row."""
    shown = page(client, thing="service/demo-birth-registration", to="system/demo-hosting-platform")
    told = re.findall(r"<li>(<a.*?)</li>", shown)
    rows = re.findall(r"<tr>(<td>.*?)</tr>", shown)
    assert len(told) == len(rows) > 1
    assert "Examplia Government Cloud" in told[-1]
    assert "depends on" in told[-1]


def test_words_are_looked_up(client: TestClient) -> None:
    """Things that have them in their names are offered; choosing one keeps the other."""
    shown = page(client, thing="passport renewal", to="building-block/payments")
    assert "which one?" in shown
    assert re.search(r'href="/explore\?to=building-block%2Fpayments&thing=https[^"]+"', shown)
    assert "Nothing has all these words" in page(client, thing="zzzzqqq")


def test_what_is_not_known_is_not_found(client: TestClient) -> None:
    """As a page; one of both is enough."""
    for asked in ({"thing": "service/nothing"}, {"thing": RENEWAL, "to": f"{BASE}id/service/nothing"}):
        answer = client.get("/explore", params=asked, headers=PAGE)
        assert answer.status_code == 404
        assert answer.headers["content-type"].startswith("text/html")


def test_hostile_words_do_nothing(client: TestClient) -> None:
    """They are shown as they were written, and are no markup."""
    for name in ("thing", "to"):
        answer = client.get("/explore", params={name: HOSTILE}, headers=PAGE)
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "&lt;script&gt;" in answer.text
    assert client.get("/explore", params={"thing": "javascript:alert(1)"}, headers=PAGE).status_code == 200
    assert client.get("/explore", params={"thing": "x" * 3000}, headers=PAGE).status_code == 422


def test_where_there_is_no_way_it_is_said(client: TestClient) -> None:
    """Why, and of a thing and itself."""
    assert "Both are the same thing." in page(client, thing=RENEWAL, to=RENEWAL)
    shown = page(client, thing=RENEWAL, to=f"{BASE}codelist/unit")
    assert "No way of at most 6 steps joins them." in shown


def test_thing_page_leads_to_the_explorer(client: TestClient) -> None:
    """From each thing."""
    link = re.search(r'href="(/explore\?thing=[^"]+)"', client.get(f"/doc/{RENEWAL}", headers=PAGE).text)
    assert link
    assert client.get(unescape(link[1]), headers=PAGE).status_code == 200
