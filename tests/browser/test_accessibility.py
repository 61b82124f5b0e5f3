"""Every page, in a real browser, at three widths: nobody is shut out, nothing overflows, nothing is from elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request
from served import Service

ROOT = Path(__file__).parents[2]
WIDTHS = (320, 768, 1440)
_RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
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
    *(f"/stacks/{stack}/{name}" for stack in ("demo", "japan") for name in _OF_STACKS),
]


@pytest.fixture(scope="session", params=WIDTHS)
def page(request: pytest.FixtureRequest, browser: Browser) -> Iterator[Page]:
    """A page of that width, into which the accessibility engine may be put."""
    context = browser.new_context(viewport={"width": request.param, "height": 900}, bypass_csp=True)
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_nobody_is_shut_out(page: Page, site: Service, address: str) -> None:
    """The accessibility engine finds nothing, and the page is no wider than the window."""
    answer = page.goto(f"{site.address}{address}", wait_until="load")
    assert answer
    assert answer.status == 200
    found = Axe().run(page, options=_RULES).response["violations"]
    assert [(v["id"], [node["target"] for node in v["nodes"]][:3], v["help"]) for v in found] == []
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= page.evaluate("window.innerWidth")


@pytest.mark.parametrize("address", PAGES)
def test_pages_keep_to_themselves(browser: Browser, site: Service, address: str) -> None:
    """Without scripts the page is there; no request leaves the host, and the browser finds no breach of the policy."""
    context = browser.new_context(java_script_enabled=False)
    page, asked, complaints = context.new_page(), list[str](), list[str]()

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(f"{site.address}{address}", wait_until="load")
    assert page.locator("h1").count() == 1
    context.close()
    assert asked
    assert [url for url in asked if not url.startswith(site.address)] == []
    assert complaints == []
