"""Pages of stacks that hold nothing, little, or hostile things; pages that are wrong, bare, or not there."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from graph_service.http.app import create_app
from graph_service.model.change import Change
from graph_service.model.terms import graph_iri
from graph_service.services.deployment import Deployment
from graph_service.services.importing.loading import load

ROOT = Path(__file__).parents[2]
BASE = "https://w3id.org/public-service-graph/"
BROWSER = {"Accept": "text/html", "Accept-Encoding": "identity"}
#: The one script that pages have; they do without it.
OURS = {'<script type="module" src="/static/zoom.js">'}
MARKUP = '<script>alert(1)</script><b onclick="alert(2)">&amp;</b>'
TITLES = {
    "markup": (MARKUP, "en"),
    "long": ("Permit for " + "unspeakably-long-words-" * 13, "en"),
    "arabic": ("تسجيل المواليد (استمارة 7)", "ar"),
    "hebrew": ("רישום לידה", "he"),
    "japanese": ("出生届の提出・戸籍法第四十九条", "ja"),
}
_STACKS = f"""
@prefix cpsv: <http://purl.org/vocab/cpsv#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix psg: <{BASE}def/> .
@base <{BASE}> .
"""


def scripts(page: str) -> set[str]:
    """The scripts that a page would run."""
    return set(re.findall(r"<script[^>]*>", page))


def _stack(key: str, title: str, *services: tuple[str, str, str]) -> str:
    """A stack with one catalogue, of which ``services`` are the IRI, the title and its language."""
    about = f"""
    <id/stack/{key}> a psg:Stack ; dct:identifier "{key}" ; psg:fictional true ;
        dct:title {Literal(title, language="en")} .
    <id/catalogue/{key}-services> a psg:Catalogue ; dct:identifier "{key}-services" ; dct:title "Services"@en ;
        psg:ofStack <id/stack/{key}> ; psg:graph <graph/{key}/services> .
    """
    for iri, name, language in services:
        about += f"""
        <{iri}> a cpsv:PublicService ; dct:title {Literal(name, language=language)} ;
            dct:isPartOf <id/catalogue/{key}-services> .
        """
    return about


ODD = [(f"id/service/{key}", *title) for key, title in TITLES.items()] + [("javascript:alert(1)", "By script", "en")]
DATA = (
    _STACKS
    + _stack("empty", "A stack of nothing")
    + _stack("one", "A stack of one", ("id/service/one-permit", "The one permit", "en"))
    + _stack("odd", MARKUP, *ODD)
)


@pytest.fixture(scope="module")
def deployment(tmp_path_factory: pytest.TempPathFactory, seeded: Deployment) -> Iterator[Deployment]:
    """What shapes would not let in, and a folder of pages that may be changed."""
    folder = tmp_path_factory.mktemp("edge")
    home = folder / "home"
    home.mkdir()
    for name in ("ontology", "shapes", "queries", "mappings", "scenarios", "seed-data"):
        (home / name).symlink_to(ROOT / name)
    shutil.copytree(ROOT / "dashboard", home / "dashboard")
    own: dict[str, Any] = {"keys": folder / "keys.json", "archive": folder / "archive", "reload_seconds": 0.0}
    settings = replace(seeded.settings, store=f"oxigraph:{folder / 'store'}", home=home, **own)
    opened = Deployment(settings)
    load(opened.store, [ROOT / "seed-data" / "govstack"], opened.vocabulary)
    statements = [quad.triple for quad in parse(DATA, RdfFormat.TURTLE)]
    title = NamedNode("http://purl.org/dc/terms/title")
    assert Triple(NamedNode("javascript:alert(1)"), title, Literal("By script", language="en")) in statements
    opened.store.commit(Change({graph_iri(BASE, "odd", "services"): statements}, "Odd things"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def pages(deployment: Deployment) -> TestClient:
    """What a browser would ask."""
    app = create_app(deployment.settings)
    app.state.deployment = deployment
    return TestClient(app, headers=BROWSER, follow_redirects=False)


def names(deployment: Deployment) -> list[str]:
    return [name for name, page in deployment.dashboards.pages.items() if not page.about]


def main_of(page: str) -> str:
    return page[page.index("<main") :]


def text_of(page: str) -> str:
    """What is read in the main part."""
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main_of(page))))


@pytest.mark.parametrize("stack", ["empty", "one", "odd"])
def test_every_page_of_small_and_odd_stacks(pages: TestClient, deployment: Deployment, stack: str) -> None:
    """Is there, well-formed, without a share of nothing, and without markup from labels."""
    for name in names(deployment):
        page = pages.get(f"/stacks/{stack}/{name}")
        assert page.status_code == 200, (name, page.text)
        assert scripts(page.text) <= OURS
        assert "<b onclick" not in page.text
        assert not re.search(r"""(?:href|src|action)=["']?\s*javascript:""", page.text), name
        assert not re.search(r"\b(?:NaN|nan|inf|None|undefined)\b", text_of(page.text)), (name, text_of(page.text))
        assert page.text.count("<h1") == 1


def test_an_empty_stack_says_what_to_import(pages: TestClient) -> None:
    """And shows no number at all, least of all 0."""
    page = pages.get("/stacks/empty").text
    text = text_of(page)
    assert "Import a service catalogue" in text
    assert "Load a roadmap" in text
    assert not re.findall(r'class="figure[^"]*"[^>]*>\s*0', page)
    assert not re.findall(r'<td class="number">\s*0\s*<', page)
    assert "Import a service catalogue" in text_of(pages.get("/stacks/empty/services").text)


def test_what_is_not_known_is_not_zero(pages: TestClient) -> None:
    """The one service has neither a level, nor transactions, nor an authority."""
    page = pages.get("/stacks/one/services").text
    row = re.findall(r"<tr><td>.*?</tr>", page, re.DOTALL)[0]
    cells = [unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]
    assert cells == ["The one permit", "not known", "not known", "not known", "\u2013"]
    levels = main_of(pages.get("/stacks/one").text).partition('id="levels"')[2].partition("</section>")[0]
    rows = re.findall(r"<tr>\s*(<td.*?)</tr>", levels, re.DOTALL)
    assert len(rows) == 1
    told = [unescape(re.sub(r"<[^>]*>", "", cell)).strip() for cell in re.findall(r"<td.*?</td>", rows[0], re.DOTALL)]
    assert told == ["not stated", "1", "1", "not stated", "0"]


@pytest.mark.parametrize("stack", ["one", "demo"])
def test_every_share_stands_with_what_it_is_a_share_of(pages: TestClient, client: TestClient, stack: str) -> None:
    """A percentage in a tile or beside a bar has its whole before it."""
    page = main_of((client if stack == "demo" else pages).get(f"/stacks/{stack}", headers=BROWSER).text)
    shares = [text for text in re.findall(r'class="(?:whole|value)"[^>]*>([^<]*)<', page) if "%" in text]
    assert shares or stack == "one"
    for text in shares:
        assert re.search(r"(?:of|/) ?\d.*%", text), text


@pytest.mark.parametrize("key", TITLES)
def test_labels_are_texts_in_their_language(pages: TestClient, key: str) -> None:
    """With their language, and the direction that their letters have."""
    title, language = TITLES[key]
    page = pages.get("/stacks/odd/services").text
    found = re.findall(rf'<a href="/doc/service/{key}"([^>]*)>(.*?)</a>', page)
    assert len(found) == 1, found
    assert unescape(found[0][1]) == title
    assert f'lang="{language}"' in found[0][0]
    assert 'dir="auto"' in found[0][0]
    thing = pages.get(f"/doc/service/{key}").text
    assert title in unescape(thing)
    heading = re.findall(r"<h1[^>]*>", thing)[0]
    assert f'lang="{language}"' in heading or language == "en", heading
    assert "dir=" in heading or language not in {"ar", "he"}, heading


def test_names_that_search_finds_are_texts(pages: TestClient) -> None:
    """Whatever is searched for, and whatever is found."""
    for wanted in ("permit", MARKUP, "javascript:alert(1)", "出生", "By script", '" autofocus x="'):
        page = pages.get("/search", params={"q": wanted}).text
        assert scripts(page) <= OURS
        assert "<b onclick" not in page
        assert not re.search(r"""(?:href|src|action)=["']?\s*javascript:""", page)
        assert " autofocus" not in "".join(re.findall("<input[^>]*>", re.sub(r'value="[^"]*"', "", page)))


def test_an_address_of_a_script_is_no_link(pages: TestClient) -> None:
    """It is shown as the text that it is."""
    page = pages.get("/stacks/odd/services").text
    assert "By script" in page
    assert "By script" not in re.findall(r"<a [^>]*>([^<]*)</a>", page)


BROKEN: dict[str, tuple[str | bytes, str]] = {
    "no-yaml": ("title: [", "line 1"),
    "control": ("title: \0", "the file"),
    "no-title": ("lead: x\nsections: []", "title"),
    "number-for-title": ("title: 5\nown: true", "'title'"),
    "text-for-order": ("title: x\norder: last\nown: true", "'order'"),
    "text-for-about": ("title: x\nabout: 7\nown: true", "'about'"),
    "number-for-key": ("title: x\nsections: [{key: 1, title: x, query: stacks}]", "'key'"),
    "text-for-chart": ("title: x\nsections: [{key: a, title: x, query: stacks, chart: bars}]", "'chart'"),
    "list-in-columns": ("title: x\nsections: [{key: a, title: x, query: stacks, columns: [[a]]}]", "'columns'"),
    "list-in-chart": (
        "title: x\nsections: [{key: a, title: x, query: stacks, chart: {kind: bars, value: [[a]]}}]",
        "a",
    ),
    "no-query": ("title: x\nsections: [{key: a, title: x, query: services-by-levl}]", "services-by-levl"),
    "no-column": ("title: x\nsections: [{key: a, title: x, query: stacks, columns: [nothing]}]", "'nothing'"),
    "no-text": (b"\xff\xfe", "Can't be read"),
    "script": (f"title: x\n{MARKUP}: y", "Unknown key"),
}


def test_a_page_that_is_wrong_hurts_no_other(pages: TestClient, deployment: Deployment) -> None:
    """It answers 503 and says where it is wrong; it is listed; all others are there."""
    folder, before = deployment.settings.home / "dashboard", set(names(deployment))
    for name, (content, _) in BROKEN.items():
        (folder / f"{name}.yaml").write_bytes(content if isinstance(content, bytes) else content.encode())
    try:
        assert set(names(deployment)) == before
        assert pages.get("/stacks/one").status_code == 200
        about = pages.get("/about").text
        for name, (_, said) in BROKEN.items():
            answer = pages.get(f"/stacks/one/{name}")
            assert answer.status_code == 503, name
            text = text_of(answer.text)
            assert f"dashboard/{name}.yaml" in text
            assert said in text, (name, text)
            assert f"dashboard/{name}.yaml" in about
            assert scripts(answer.text + about) <= OURS
    finally:
        for name in BROKEN:
            (folder / f"{name}.yaml").unlink()
    assert pages.get("/stacks/one/no-yaml").status_code == 404


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("/stacks/one/road-map", "Did you mean roadmap?"),
        ("/stacks/oen", "Did you mean one?"),
        ("/stacks/oen/roadmap", "Did you mean one?"),
        ("/stacks/oen/services", "Did you mean one?"),
        ("/stacks/one/overview?embed=level", "Did you mean levels?"),
        ("/stacks/one/life-event", "life-events"),
        ("/doc/service/one-permi", "There is no"),
        ("/nothing", "/nothing"),
    ],
)
def test_what_is_not_there_is_said_with_what_is(pages: TestClient, address: str, said: str) -> None:
    """On a page, with names that resemble it."""
    answer = pages.get(address)
    assert answer.status_code == 404
    assert answer.headers["content-type"].startswith("text/html")
    assert said in text_of(answer.text)
    assert "life-event," not in text_of(answer.text)


def test_a_section_alone_for_pages_of_others(pages: TestClient) -> None:
    """It has no navigation and may be framed; nothing else may be."""
    whole, bare = pages.get("/stacks/one/overview"), pages.get("/stacks/one/overview?embed=levels")
    assert re.findall(r'<section id="([^"]*)"', bare.text) == ["levels"]
    for mark in ("<header", "<nav", "<footer"):
        assert mark in whole.text
        assert mark not in bare.text
    assert "How this was answered" in bare.text
    assert '<base target="_blank">' in bare.text
    assert "frame-ancestors *" in bare.headers["content-security-policy"]
    assert "script-src" not in bare.headers["content-security-policy"]
    tagged = pages.get("/stacks/one/overview?embed=levels", headers={"If-None-Match": bare.headers["etag"]})
    assert (tagged.status_code, tagged.headers["content-security-policy"]) == (
        304,
        bare.headers["content-security-policy"],
    )
    others = ("/desk?embed=x", "/?embed=x", "/stacks/one/services?embed=x", "/stacks/one/overview?embed=x", "/docs")
    for address in ("/stacks/one/overview", "/stacks/one/overview?embed=", *others):
        assert "frame-ancestors 'none'" in pages.get(address).headers["content-security-policy"], address


@pytest.mark.parametrize("language", ["xx", "zz-ZZ", "", "../../etc", "<script>", "en-GB"])
def test_a_language_that_pages_do_not_have_falls_back(pages: TestClient, language: str) -> None:
    """To what the reader's browser asks for, else English; nothing is wrong with that."""
    page = pages.get("/stacks/one", params={"lang": language})
    assert page.status_code == 200
    assert '<html lang="en" dir="ltr">' in page.text
    assert 'role="alert"' not in page.text
    assert "How digital the services are" in text_of(page.text)
    assert scripts(page.text) <= OURS


@pytest.mark.parametrize(
    "address", ["/stacks/one", "/stacks/one/services", "/stacks/one/roadmap", "/stacks/one/releases"]
)
def test_pages_are_sent_once(pages: TestClient, deployment: Deployment, address: str) -> None:
    """Who has a page is told that it is the same, until the data change."""
    page = pages.get(address)
    assert page.headers["cache-control"] == "public, no-cache"
    assert "Accept-Language" in page.headers["vary"]
    again = pages.get(address, headers={"If-None-Match": page.headers["etag"]})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", page.headers["etag"])
    assert "Accept-Language" in again.headers["vary"]
    assert pages.get(f"{address}?x=y").headers["etag"] != page.headers["etag"]
    deployment.store.commit(Change({f"{BASE}graph/one/note": []}, "Nothing"))
    more = Triple(NamedNode(f"{BASE}id/x/{address}"), NamedNode("http://purl.org/dc/terms/title"), Literal("x"))
    deployment.store.commit(Change({f"{BASE}graph/one/note": [more]}, "Something"))
    changed = pages.get(address, headers={"If-None-Match": page.headers["etag"]})
    assert changed.status_code == 200
    assert changed.headers["etag"] != page.headers["etag"]


def test_a_page_of_too_few_settings_asks_for_them(pages: TestClient) -> None:
    """Wrong values are told where they stand."""
    page = pages.get("/stacks/one/impact", params={"building_block": "nothing-of-that-name"})
    assert page.status_code == 200
    assert "nothing-of-that-name" in text_of(page.text)
    assert 'role="alert"' in page.text
