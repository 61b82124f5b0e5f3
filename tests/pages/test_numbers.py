"""Every number of a dashboard page leads to the named query that made it, whose answer has that number."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Any

import pytest
from fastapi.testclient import TestClient
from served import Service

from graph_service.http.app import create_app
from graph_service.services.deployment import Deployment

_NUMBER = re.compile(r"-?\d[\d,]*(?:\.\d+)?")


class Answers(HTMLParser):
    """The sections of a page: the address of the query of each, and the numbers in its cells and tiles."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.sections: list[dict[str, Any]] = []
        self._in: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {key: value or "" for key, value in attrs}
        kind = given.get("class", "")
        if tag == "section" and "answer" in kind:
            self.sections.append({"key": given["id"], "numbers": [], "drawn": [], "address": "", "figures": []})
        if not self.sections:
            return
        section = self.sections[-1]
        if tag == "td" and "number" in kind:
            self._in.append("numbers")
        elif tag == "a" and kind.startswith("figure"):
            section["figures"].append(given["href"])
            self._in.append("numbers")
        elif tag == "text" and kind == "value":
            self._in.append("drawn")
        elif tag == "p" and kind == "how":
            self._in.append("how")
        elif tag == "a" and self._in[-1:] == ["how"] and not section["address"]:
            section["address"] = given["href"]

    def handle_endtag(self, tag: str) -> None:
        if self._in and tag in {"td", "a", "p", "text"} and (tag != "a" or self._in[-1] == "numbers"):
            self._in.pop()

    def handle_data(self, data: str) -> None:
        if self._in[-1:] == ["numbers"] and _NUMBER.fullmatch(data.strip()):
            self.sections[-1]["numbers"].append(data.strip())
        elif self._in[-1:] == ["drawn"] and (found := _NUMBER.match(data.strip())):
            self.sections[-1]["drawn"].append(found[0])


def _pages(seeded: Deployment) -> list[str]:
    return [name for name, page in seeded.dashboards.pages.items() if not page.about and not page.own]


def test_every_page_is_valid(seeded: Deployment) -> None:
    """No file of a page has an error."""
    assert seeded.dashboards.broken == {}
    assert len(_pages(seeded)) > 10


@pytest.fixture(scope="module")
def both(site: Service) -> TestClient:
    """A client of what the browser is shown: the demonstration and Japan."""
    app = create_app(site.deployment.settings)
    app.state.deployment = site.deployment
    return TestClient(app, follow_redirects=False)


@pytest.mark.parametrize("stack", ["demo", "reference", "japan"])
def test_numbers_come_from_named_queries(both: TestClient, seeded: Deployment, stack: str) -> None:
    """On each page: follow the link of each section and find each of its numbers, and those drawn, in the answer."""
    client, followed, drawn = both, 0, 0
    for name in _pages(seeded):
        charts = {section.key: section.chart for section in seeded.dashboards.pages[name].sections}
        page = client.get(f"/stacks/{stack}/{name}")
        assert page.status_code == 200, name
        for section in Answers(page.text).sections:
            assert section["address"].startswith("/queries/"), (name, section["key"])
            assert set(section["figures"]) <= {section["address"]}
            if not section["numbers"] and not section["drawn"]:
                continue
            answer = client.get(section["address"].replace(".html", ".json"))
            assert answer.status_code == 200, (name, section["key"], answer.text)
            known = {_plain(value) for row in answer.json()["rows"] for value in row.values()}
            for number in section["numbers"]:
                assert _plain(number) in known, (name, section["key"], number)
                followed += 1
            if isinstance(charts[section["key"]].get("value"), str):  # several values are drawn as their sum
                assert {_plain(number) for number in section["drawn"]} <= known, (name, section["key"])
                drawn += len(section["drawn"])
    assert followed > (200 if stack == "demo" else 0)
    assert drawn > 20 or stack != "demo"


def _plain(value: Any) -> str:
    text = str(value).replace(",", "")
    return f"{float(text):g}" if _NUMBER.fullmatch(text) else text
