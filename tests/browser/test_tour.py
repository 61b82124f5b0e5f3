"""What people come for, done as they would do it: by the links, forms and keys of a real browser."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect
from served import Service

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[2]
TEMPLATE = ROOT / "tests" / "services" / "rfi2" / "template.xlsx"
#: Pages of every kind: numbers and charts, tables with filters, lists with choices, forms, a thing, a problem.
KINDS = ["/stacks/demo", "/stacks/demo/roadmap", "/stacks/demo/services", "/desk", "/scenarios", "/nothing"]
#: What can be reached by Tab, from the browser's own view of the page.
_FOCUSABLE = """[...document.querySelectorAll(
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]')]
  .filter(e => e.checkVisibility({contentVisibilityAuto: true, visibilityProperty: true}) && !e.disabled)"""
_PLACE = """(() => { const e = document.activeElement; if (!e || e === document.body) return null;
  const box = e.getBoundingClientRect(), style = getComputedStyle(e);
  return {number: %s.indexOf(e), name: e.outerHTML.slice(0, 120), outline: style.outlineStyle !== 'none'
    && parseFloat(style.outlineWidth) >= 2, seen: box.width > 0 && box.bottom > 0 && box.top < innerHeight
    && box.right > 0 && box.left < innerWidth}; })()"""


@pytest.fixture
def page(browser: Browser, site: Service) -> Iterator[Page]:
    """A page of a browser that begins at the stack of the fictional country."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, base_url=site.address, bypass_csp=True)
    opened = context.new_page()
    yield opened
    context.close()


def test_which_services_depend_on_payments_and_why(page: Page) -> None:
    """Search, the page of the Building Block, the path in words, and the query behind it."""
    page.goto("/stacks/demo")
    page.get_by_role("searchbox", name="Search").fill("Payments")
    page.get_by_role("banner").get_by_role("button", name="Search").click()
    page.get_by_role("main").get_by_role("link", name="Payments", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Payments")
    page.locator("#users summary").click()
    users = page.locator("#users table")
    row = users.get_by_role("row").filter(has_text="Building permit").filter(has_text="Sign and pay")
    expect(row.first).to_contain_text("journey step")
    page.locator("#users .how").get_by_role("link", name=re.compile("how this was answered", re.IGNORECASE)).click()
    expect(page).to_have_url(re.compile("/queries/services-using-building-block"))
    expect(page.get_by_role("main")).to_contain_text("Sign and pay")
    expect(page.get_by_role("main")).to_contain_text("SELECT")


def test_what_is_planned_for_next_year(page: Page) -> None:
    """The roadmap, by its filter of the year, which stands in the address."""
    page.goto("/stacks/demo")
    page.get_by_role("navigation", name=re.compile("Examplia")).get_by_role("link", name="Roadmap", exact=True).click()
    section = page.locator("section#next")
    section.get_by_label("Planned year").select_option("2027")
    section.get_by_role("button", name="Choose").click()
    expect(page).to_have_url(re.compile(r"next\.plannedYear=2027"))
    rows = page.locator("section#next tbody tr")
    years = [text.strip() for text in rows.locator("td").first.all_inner_texts()]
    assert rows.count() > 3
    assert set(years) == {"2027"}
    expect(page.locator("section#next").get_by_label("Planned year")).to_have_value("2027")


def test_a_broken_workbook_and_its_cell(page: Page, site: Service, tmp_path: Path) -> None:
    """Sent with a key; the page names the cell and what to do, and nothing is changed."""
    workbook = openpyxl.load_workbook(io.BytesIO(TEMPLATE.read_bytes()))
    workbook.worksheets[0]["J11"] = None
    broken = tmp_path / "broken.xlsx"
    workbook.save(broken)
    generation = site.deployment.store.generation()
    key = site.deployment.keys.create("Ada", "editor", stack="demo")
    page.goto("/stacks/demo")
    page.get_by_role("contentinfo").get_by_role("link", name="For catalogue teams").click()
    form = page.locator('form[action="/desk/import"]')
    form.get_by_label("Stack").select_option("demo")
    form.get_by_label("File", exact=True).set_input_files(broken)
    form.get_by_label("What to do").select_option("import")
    form.get_by_label("Your key").fill("not a key")
    form.get_by_role("button", name="Send").click()
    expect(page.get_by_role("main")).to_contain_text("This key is not known")
    page.go_back()
    form.get_by_label("File", exact=True).set_input_files(broken)
    form.get_by_label("What to do").select_option("import")
    form.get_by_label("Your key").fill(key)
    form.get_by_role("button", name="Send").click()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was changed")
    row = page.get_by_role("row").filter(has_text="J11")
    expect(row).to_contain_text("Describe in at least one language")
    assert key not in page.url + page.content()
    assert site.deployment.store.generation() == generation
    expect(page.get_by_role("heading", level=1)).to_have_text("broken.xlsx")
    assert violations(page) == []


def test_two_releases_are_compared(page: Page) -> None:
    """From the list of releases, by one link, in words."""
    page.goto("/stacks/demo")
    page.get_by_role("navigation", name=re.compile("Examplia")).get_by_role(
        "link", name="Catalogues and releases", exact=True
    ).click()
    page.get_by_role("link", name=re.compile("^with ")).first.click()
    expect(page).to_have_url(re.compile(r"/diff\?to="))
    expect(page.get_by_role("heading", level=1)).to_contain_text("to")
    main = page.get_by_role("main")
    expect(main).to_contain_text(re.compile(r"\d+ statements added, \d+ removed"))
    expect(main).to_contain_text(re.compile(r"\d+ answers are the same"))
    assert main.get_by_role("heading", level=3).count() > 0
    assert violations(page) == []


def test_a_scenario_is_tried(page: Page) -> None:
    """A form, and what would be different in words."""
    page.goto("/")
    page.get_by_role("navigation", name="Site").get_by_role("link", name="What if").click()
    section = page.locator("section#operate-building-block")
    section.get_by_label("Building Block").select_option(label="Wallet")
    section.get_by_label("Stack").select_option(label="Republic of Examplia (fictional)")
    section.get_by_role("button", name="See what would be different").click()
    main = page.get_by_role("main")
    expect(main.get_by_role("heading", name="What would be different")).to_be_visible()
    expect(main).to_contain_text("allet")
    assert main.locator("h2 + ul li").count() > 0
    assert violations(page) == []


def violations(page: Page) -> list[tuple[str, object]]:
    """What the accessibility engine finds."""
    rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
    found = Axe().run(page, options={"runOnly": rules, "resultTypes": ["violations"]}).response["violations"]
    return [(v["id"], [node["target"] for node in v["nodes"]][:3]) for v in found]


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("address", KINDS)
def test_the_keyboard_reaches_everything(page: Page, address: str, width: int) -> None:
    """Tab goes through all links and controls in their order; each shows that it has the focus."""
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(address)
    expected = page.evaluate(f"{_FOCUSABLE}.length")
    reached = list[int]()
    for _ in range(expected):
        page.keyboard.press("Tab")
        place = page.evaluate(_PLACE % _FOCUSABLE)
        assert place, (len(reached), expected)
        assert place["outline"], place
        assert place["seen"], place
        reached.append(place["number"])
    assert reached == list(range(expected))


def test_the_navigation_can_be_skipped(page: Page) -> None:
    """By the first link, which shows when it has the focus."""
    page.goto("/stacks/demo")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


@pytest.mark.parametrize("address", KINDS)
def test_targets_are_large_enough(page: Page, address: str) -> None:
    """At least 24 by 24 pixels, save links within text (WCAG 2.2, 2.5.8)."""
    page.set_viewport_size({"width": 320, "height": 900})
    page.goto(address)
    small = page.evaluate(
        f"""{_FOCUSABLE}.filter(e => e.matches('button, input, select, textarea, summary, nav a, .skip, .figure'))
        .filter(e => !e.matches('.skip')).map(e => [e.outerHTML.slice(0, 120), e.getBoundingClientRect()])
        .filter(([_, box]) => box.height < 24 || box.width < 24).map(([html, box]) => [html, box.width, box.height])"""
    )
    assert small == []


@pytest.fixture(scope="module")
def large_print(launch: Callable[..., Browser]) -> Iterator[Browser]:
    """A browser whose reader has set text of twice the usual size."""
    opened = launch("--blink-settings=defaultFontSize=32")
    yield opened
    opened.close()


@pytest.mark.parametrize("address", KINDS)
def test_text_of_twice_the_size_is_not_cut(large_print: Browser, site: Service, address: str) -> None:
    """Nothing is lost, and the page is no wider than the window (WCAG 1.4.4)."""
    page = large_print.new_page(viewport={"width": 1280, "height": 900}, base_url=site.address)
    page.goto(address)
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "32px"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cut = page.evaluate(
        """[...document.querySelectorAll('body *')].filter(e => !e.closest('.unseen, caption, svg, .skip')
          && ['hidden', 'clip'].includes(getComputedStyle(e).overflowX) && !e.matches('input, select, textarea')
          && e.scrollWidth > e.clientWidth + 1).map(e => e.outerHTML.slice(0, 120))"""
    )
    page.close()
    assert cut == []


@pytest.mark.parametrize("address", KINDS)
def test_in_print_only_the_content_is_left(page: Page, address: str) -> None:
    """No navigation, form or footer; the heading and the answers stay."""
    page.goto(address)
    page.emulate_media(media="print")
    for selector in ("header", "nav", "footer", "form"):
        for found in page.locator(selector).all():
            expect(found).to_be_hidden()
    expect(page.get_by_role("heading", level=1)).to_be_visible()


@pytest.mark.parametrize("colours", ["dark", "forced"])
@pytest.mark.parametrize("address", KINDS)
def test_text_can_be_read_in_other_colours(page: Page, address: str, colours: str) -> None:
    """In the dark, and in the high contrast that the reader's system forces."""
    if colours == "dark":
        page.emulate_media(color_scheme="dark")
    else:
        page.emulate_media(forced_colors="active")
    page.goto(address)
    assert violations(page) == []
    if colours == "dark":
        background = page.evaluate("getComputedStyle(document.body).backgroundColor")
        assert sum(map(int, re.findall(r"\d+", background)[:3])) < 150, background
