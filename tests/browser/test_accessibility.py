"""Every page, in a real browser, at three widths: nobody is shut out, nothing overflows, nothing is from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page
from served import Service

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
WIDTHS = (320, 768, 1440)
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
#: What depends on colours; all else is the same in the dark.
_COLOURS = {**_RULES, "runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}
_OF_STACKS = sorted(
    path.stem for path in (ROOT / "dashboard").glob("*.yaml") if "\nabout:" not in path.read_text(encoding="utf-8")
)
PAGES = [
    "/",
    "/queries",
    "/queries/building-block-reuse",
    "/queries/procurement-plan",
    "/sparql",
    "/scenarios",
    "/search?q=birth",
    "/explore",
    "/explore?thing=passport&to=payments",
    "/explore?thing=building-block/payments",
    "/explore?thing=service/demo-birth-registration&to=system/demo-hosting-platform",
    "/doc/service/demo-birth-registration",
    "/doc/building-block/payments",
    "/doc/service/japan-10026",
    "/desk",
    "/about",
    "/accessibility",
    "/changes",
    "/changes/1",
    "/nothing",
    "/stacks/demo/catalogues/demo-services/releases/1.0/diff",
    "/stacks/demo/overview?embed=levels",
    "/stacks/demo/impact?building_block=identity",
    "/queries/building-block-reuse/sources?stack=demo",
    "/scenarios/ad-hoc?do=retire-system&do.system=demo-identity-provider&ask=missing-building-blocks",
    "/def",
    "/shapes",
    "/codelist",
    *(f"/stacks/{stack}/{name}" for stack in ("demo", "japan") for name in _OF_STACKS),
]


@pytest.fixture(scope="module")
def contexts(browser: Browser) -> Iterator[Mapping[bool, BrowserContext]]:
    """A browser with scripts and one without."""
    made = {scripts: browser.new_context(java_script_enabled=scripts) for scripts in (True, False)}
    yield made
    for context in made.values():
        context.close()


def visited(context: BrowserContext, site: Service, address: str) -> Page:
    """The page at ``address``, which asks no other host and of which the browser has nothing to complain."""
    page, asked, complaints = context.new_page(), list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    answer = page.goto(f"{site.address}{address}", wait_until="load")
    assert answer
    status = 404 if address == "/nothing" else 200
    assert answer.status == status
    assert asked
    assert [url for url in asked if not url.startswith(site.address)] == []
    assert [text for text in complaints if status == 200 or "404" not in text] == []
    return page


@pytest.mark.parametrize("address", PAGES)
def test_nobody_is_shut_out(contexts: Mapping[bool, BrowserContext], site: Service, address: str) -> None:
    """The accessibility engine finds nothing, in light and in dark, and the page is no wider than the window."""
    page = visited(contexts[True], site, address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert found_by_axe(page) == [], width
        assert page.evaluate("document.documentElement.scrollWidth") <= page.evaluate("window.innerWidth")
    page.emulate_media(color_scheme="dark")
    assert found_by_axe(page, _COLOURS) == [], "dark"
    page.close()


def found_by_axe(page: Page, options: dict[str, Any] = _RULES) -> list[tuple[str, list[object], str]]:
    found = Axe().run(page, options=options).response["violations"]
    return [(v["id"], [node["target"] for node in v["nodes"]][:3], v["help"]) for v in found]


@pytest.mark.parametrize("address", PAGES)
def test_no_script_is_needed(contexts: Mapping[bool, BrowserContext], site: Service, address: str) -> None:
    """Without scripts the page is there."""
    page = visited(contexts[False], site, address)
    assert page.locator("h1").count() == 1
    page.close()
