"""Charts: what is drawn is well-formed, keeps within the page, and says what is not known."""

from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest

from graph_service.pages.charts import Drawing, charts
from graph_service.pages.charts.around import Group, drawn_around
from graph_service.pages.charts.svg import shortened, wrapped
from graph_service.pages.rows import Cell
from graph_service.pages.words import ENGLISH, Words

HOSTILE = '<img src=x onerror="alert(1)">&' + "長い" * 150
TIMELINE = {
    "kind": "timeline", "label": "item", "year": "year", "quarter": "quarter", "duration": "duration",
    "group": "theme", "progress": "progress", "status": "status", "notes": ["status"], "waits": "waits",
}  # fmt: skip


def number(value: float | None) -> Cell:
    return Cell("" if value is None else f"{value:g}", value=value)


def planned(key: str, year: float | None, *, duration: float | None = None, waits: str = "") -> dict[str, Cell]:
    return {
        "item": Cell(HOSTILE if key == "hostile" else key, f"/doc/roadmap-item/{key}"),
        "year": number(year),
        "quarter": number(2),
        "duration": number(duration),
        "theme": Cell("Infrastructure"),
        "progress": number(None),
        "status": Cell(""),
        "waits": Cell(waits),
    }


def timeline(*records: dict[str, Cell], words: Words = ENGLISH) -> Drawing:
    drawn = charts()["timeline"](records, TIMELINE, words)
    assert drawn
    return drawn


def within(drawn: Drawing) -> ElementTree.Element:
    """The drawing as XML, all of whose places lie within it."""
    root = ElementTree.fromstring(f"<svg>{drawn.body}</svg>")  # noqa: S314 - our own
    for element in root.iter():
        sizes = [float(v[:-1]) for n, v in element.attrib.items() if n in {"x", "x1", "x2", "cx"} and v.endswith("%")]
        assert all(-0.01 <= size <= 100.01 for size in sizes), element.attrib
        heights = [float(v) for n, v in element.attrib.items() if n in {"y", "y1", "y2", "cy"}]
        assert all(0 <= height <= drawn.height for height in heights), element.attrib
        if element.tag == "rect":
            end = float(element.attrib["x"].rstrip("%")) + float(element.attrib["width"].rstrip("%"))
            assert end <= 100.02
    return root


@pytest.mark.parametrize("words", [ENGLISH, Words("ar")], ids=["left to right", "right to left"])
def test_timeline_keeps_within_the_page(words: Words) -> None:
    """Also with hostile labels, things that wait for each other, and durations that lead into earlier years."""
    iri = "https://w3id.org/public-service-graph/id/roadmap-item/first"
    rows = [planned("first", 2026, duration=9), planned("hostile", 2027, waits=iri), planned("third", 2029, duration=0)]
    root = within(timeline(*rows, words=words))
    assert not root.findall(".//img")
    assert [path.get("class") for path in root.iter("path")].count("head") == 1
    assert len([line for line in root.iter("line") if line.get("class") == "arrow"]) == 3
    assert HOSTILE in [title.text for title in root.iter("title")]


def test_timeline_draws_no_beginning_that_is_not_known() -> None:
    """A thing without a duration has a mark at its end and no bar; what is complete is told by more than a colour."""
    root = within(timeline(planned("first", 2026)))
    assert [len(list(root.iter(name))) for name in ("rect", "path")] == [0, 1]
    assert "not known" in "".join(root.itertext())
    root = within(timeline({**planned("first", 2026), "progress": number(100)}))
    assert [path.get("class") for path in root.iter("path")] == ["mark done", "tick"]


def test_timeline_of_nothing_dated_is_not_drawn() -> None:
    """Without a year there is no place on it."""
    assert charts()["timeline"]([], TIMELINE, ENGLISH) is None
    assert charts()["timeline"]([planned("first", None)], TIMELINE, ENGLISH) is None


def test_timeline_is_bounded_and_says_so() -> None:
    """Of a thousand things those are drawn that a page can bear."""
    drawn = timeline(*(planned(f"item-{n}", 2026 + n % 4) for n in range(1000)))
    assert len(re.findall('class="mark"', drawn.body)) == 120
    assert drawn.description.startswith("120 of 1000")
    assert drawn.note == "880 of 1,000 are not drawn."


def test_timeline_draws_those_first_that_hold_back_most() -> None:
    """Where there are more than are drawn, in their own order."""
    rows = [{**planned(f"item-{n}", 2026), "holds": number(n)} for n in (3, 0, 9, 7)]
    drawn = charts()["timeline"](rows, {**TIMELINE, "first": "holds", "most": 2}, ENGLISH)
    assert drawn
    assert re.findall(r"item/(item-\d)", drawn.body) == ["item-9", "item-7"]
    assert drawn.note.startswith("2 of 4 are not drawn.")


@pytest.mark.parametrize(
    ("text", "short"), [("short", "short"), ("a long label", "a long…"), ("出生届の提出", "出生届…")]
)
def test_labels_are_shortened_by_their_width(text: str, short: str) -> None:
    """Wide letters take twice the room."""
    assert shortened(text, 8) == short


@pytest.mark.parametrize("words", [ENGLISH, Words("ar")], ids=["left to right", "right to left"])
def test_quadrant_draws_what_is_known_and_counts_the_rest(words: Words) -> None:
    """A thing without a score has no point; it is counted as not known."""
    options = {"across": "feasibility", "up": "importance", "quadrant": "quadrant", "label": "service"}
    scores: list[tuple[float | None, str]] = [(4, "A"), (2, "D"), (None, "")]
    rows = [
        {"service": Cell(HOSTILE, "/doc/x"), "feasibility": number(s), "importance": number(s), "quadrant": Cell(name)}
        for s, name in scores
    ]
    drawn = charts()["quadrant"](rows, options, words)
    assert drawn
    root = within(drawn)
    assert len(list(root.iter("circle"))) == 2
    assert not root.findall(".//img")
    assert drawn.note == "1 without a known score are not drawn."
    assert [part.split(": ")[0] for part in drawn.description.split("; ")] == ["A", "D", words("not known")]
    assert charts()["quadrant"](rows[2:], options, words) is None


def flow(*pairs: tuple[str, str], words: Words = ENGLISH, **options: object) -> Drawing | None:
    rows = [{name: Cell(text, f"/doc/system/{text}") for name, text in zip("ab", pair, strict=True)} for pair in pairs]
    return charts()["flow"](rows, {"from": "a", "to": "b", **options}, words)


def boxes(drawn: Drawing) -> dict[str, tuple[float, float, float, float]]:
    """Where the box of each thing is: its sides along and down the page."""
    root = ElementTree.fromstring(f"<svg>{drawn.body}</svg>")  # noqa: S314 - our own
    found = {}
    for group in [*root.iter("a"), *root.iter("g")]:
        rect = group.find("rect")
        if rect is None:
            continue
        x, y, width, height = (float(rect.get(name, "")) for name in ("x", "y", "width", "height"))
        found[group.findtext("title", "")] = (x, y, x + width, y + height)
    return found


@pytest.mark.parametrize("words", [ENGLISH, Words("ar")], ids=["left to right", "right to left"])
def test_flow_places_things_as_far_along_as_the_longest_chain(words: Words) -> None:
    """Each thing has one box, no two of which overlap; circles do no harm, and all keep within the drawing."""
    drawn = flow(("a", "b"), ("b", "c"), ("a", "c"), ("c", "a"), ("d", "d"), ("d", HOSTILE), words=words)
    assert drawn
    found = boxes(drawn)
    assert set(found) == {"a", "b", "c", "d", HOSTILE}
    along = [found[name][0] for name in "abc"]
    assert along == sorted(along, reverse=words.direction == "rtl")
    assert all(0 <= x < end <= drawn.width and 0 <= y < low <= drawn.height for x, y, end, low in found.values())
    places = list(found.values())
    for number, (x, y, end, low) in enumerate(places):
        assert not any(x < b[2] and b[0] < end and y < b[3] and b[1] < low for b in places[number + 1 :])
    assert "<img" not in drawn.body


def test_flow_is_bounded_and_says_so() -> None:
    """Of a thousand systems that depend on another as many are drawn as there is room for."""
    drawn = flow(*((f"system-{n}", "base" if n < 500 else f"base-{n}") for n in range(1000)))
    assert drawn
    assert len(boxes(drawn)) == 41
    assert f"{1501 - 41} more things are in the table." in drawn.body.replace(",", "")


def test_flow_of_a_long_chain_ends() -> None:
    """A chain of ten thousand things is cut, and does not take for ever."""
    drawn = flow(*((f"{n}", f"{n + 1}") for n in range(10_000)))
    assert drawn
    assert len(boxes(drawn)) == 12


def test_flow_without_arrows_is_not_drawn() -> None:
    """A thing alone depends on nothing."""
    assert flow() is None
    assert flow(("a", "a")) is None


def test_flow_tells_chains_with_their_titles_and_why() -> None:
    """A column may hold whole chains; titles that can't be told apart give way to keys."""
    base = "https://w3id.org/public-service-graph/id/"
    rows = [
        {"along": Cell(f"{base}service/a {base}step/b"), "titles": Cell("Apply; Pay"), "why": Cell("journey step")},
        {"along": Cell(f"{base}service/a {base}system/c"), "titles": Cell("Apply; One; two"), "why": Cell("system")},
        {"along": Cell("javascript:alert(1) urn:x"), "titles": Cell("Bad; Worse"), "why": Cell("")},
    ]
    drawn = charts()["flow"](rows, {"along": "along", "titles": "titles", "why": "why"}, ENGLISH)
    assert drawn
    assert set(boxes(drawn)) == {"Apply, journey step, system", "Pay", "c", "Bad", "Worse"}
    assert "javascript:" not in drawn.body


STEPS = {
    "journey": "journey", "state": "kind", "phase": "phase", "label": "step", "missing": "missing",
    "follows": ["workflows", "workflowTitles"], "needs": ["blocks", "blockTitles"],
    "uses": ["systems", "systemTitles"], "rests": ["laws", "lawTitles"],
}  # fmt: skip


def step(journey: str, name: str, phase: str, **more: str) -> dict[str, Cell]:
    names = ("missing", "workflows", "workflowTitles", "blocks", "blockTitles", "systems", "systemTitles", "laws")
    cells = {column: Cell(more.get(column, "")) for column in (*names, "lawTitles")}
    return {
        "journey": Cell(journey, f"/doc/journey/{journey}"),
        "kind": Cell("As is"),
        "step": Cell(name, "/doc/step/x"),
        "phase": Cell(phase),
        **cells,
    }


def test_steps_stand_under_their_phases_and_missing_blocks_say_so() -> None:
    """Numbers go on from phase to phase; each journey has its own; what is not known or stated says so."""
    blocks = "https://data.example/id/building-block/"
    rows = [
        step("today", HOSTILE, "Contact", blocks=f"{blocks}a {blocks}b", blockTitles="A; B", missing=f"{blocks}b"),
        step("today", "Pay", ""),
        step("tomorrow", "Nothing", "Contact"),
    ]
    drawn = charts()["steps"](rows, STEPS, ENGLISH)
    assert drawn
    assert not drawn.height
    root = ElementTree.fromstring(str(drawn.body))  # noqa: S314 - our own
    journeys = root.findall("div")
    assert [[title.text for title in journey.findall("h4")] for journey in journeys] == [
        ["Contact", "Phase not known"],
        ["Contact"],
    ]
    assert [each.get("start") for each in root.iter("ol")] == ["1", "2", "1"]
    assert [" ".join("".join(dd.itertext()).split()) for dd in root.iter("dd")] == ["A", "B missing"]
    assert not list(root.iter("img"))
    assert "Rests on nothing that is stated." in "".join(root.itertext())
    assert charts()["steps"]([], STEPS, ENGLISH) is None


def test_steps_are_bounded_and_say_so() -> None:
    """Of a thousand steps those are drawn that a page can bear."""
    drawn = charts()["steps"]([step("today", f"{n}", "Contact") for n in range(1000)], STEPS, ENGLISH)
    assert drawn
    assert drawn.body.count("<li>") == 60
    assert "940 more steps" in drawn.body


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("short", ["short"]),
        ("two words", ["two", "words"]),
        ("demo-passport-renewal", ["demo-", "passpor…"]),
        ("x" * 300, ["xxxxxxxx", "xxxxxxx…"]),
        ("出生届の提出", ["出生届の", "提出"]),
        ("WWWWW", ["WWWW", "W"]),
        ("ABCDEFGH", ["ABCDEF", "GH"]),
        ("", [""]),
    ],
)
def test_labels_are_wrapped_between_words(text: str, lines: list[str]) -> None:
    """What does not fit is shortened."""
    assert wrapped(text, 8, 2) == lines


@pytest.mark.parametrize("words", [ENGLISH, Words("ar")], ids=["left to right", "right to left"])
def test_neighbours_stand_on_their_side(words: Words) -> None:
    """What names the thing on the one side, what it names on the other; links lead where they should."""
    groups = [
        Group("requires", [Cell(HOSTILE, "/explore?thing=in")], outgoing=False, more=3, more_link="/doc/x?links=y"),
        Group("runs on", [Cell("out", "/explore?thing=out")], outgoing=True),
    ]
    drawn = drawn_around(Cell("middle", "/doc/x"), groups, words)
    found = boxes(drawn)
    along = [found[name][0] for name in (HOSTILE, "middle", "out")]
    assert along == sorted(along, reverse=words.direction == "rtl")
    assert all(0 <= x < end <= drawn.width and 0 <= y < low <= drawn.height for x, y, end, low in found.values())
    assert 'href="/doc/x?links=y"' in drawn.body
    assert "<img" not in drawn.body


@pytest.mark.parametrize(("limits", "lines"), [([(3, 2)], 2), ([(3, 2), (4, 2)], 1)], ids=["one model", "two models"])
def test_quadrant_takes_its_thresholds_from_the_data(limits: list[tuple[float, float]], lines: int) -> None:
    """A column gives the threshold where all things have the same; where they have not, no line claims to be it."""
    rows = [
        {"service": Cell("one"), "feasibility": number(4), "importance": number(4), "quadrant": Cell("A")}
        | {"across": number(across), "up": number(up)}
        for across, up in limits
    ]
    options = {"across": "feasibility", "up": "importance", "quadrant": "quadrant", "label": "service"}
    drawn = charts()["quadrant"](rows, {**options, "thresholds": ["across", "up"]}, ENGLISH)
    assert drawn
    assert len(list(within(drawn).iter("line"))) == lines


STAGES = {"kind": "stages", "lane": "life", "stage": "stage", "label": "event", "value": "online", "of": "services"}
MATRIX = {"kind": "matrix", "rows": "block", "across": "organisation", "value": "services"}


def met(event: str, stage: str, online: float | None, services: float | None) -> dict[str, Cell]:
    return {
        "life": Cell("person"),
        "stage": Cell(stage),
        "event": Cell(event, "/doc/life-event/x"),
        "online": number(online),
        "services": number(services),
        "unknown": number(1),
    }


def html(drawn: Drawing | None) -> ElementTree.Element:
    """The drawing that is HTML, as XML."""
    assert drawn
    assert not drawn.height
    assert "style=" not in drawn.body
    return ElementTree.fromstring(f"<div>{drawn.body}</div>")  # noqa: S314 - our own


@pytest.mark.parametrize("words", [ENGLISH, Words("ar")], ids=["left to right", "right to left"])
def test_stages_say_the_share_and_what_is_not_known(words: Words) -> None:
    """In the order of the rows; nothing of nothing is no share, and no number is not zero."""
    rows = [met(HOSTILE, "Birth", 1, 4), met("none", "Birth", 0, 0), met("unknown", "", None, None)]
    root = html(charts()["stages"](rows, {**STAGES, "unknown": "unknown"}, words))
    assert [stage.text for stage in root.iter("span") if stage.get("class") == "stage"] == ["Birth", "not known"]
    assert not root.findall(".//img")
    one, four = words.number(1), words.number(4)
    told = [span.text for span in root.iter("span") if (span.get("class") or "").startswith("told")]
    assert told == [f"{one} of {four} online · {one} not known", "Services: none", "not known"]
    bars = [(r.get("x"), r.get("width")) for r in root.iter("rect") if r.get("class") == "c1"]
    assert bars == [("75%" if words.direction == "rtl" else "0%", "25%")]


def test_stages_are_bounded_and_say_so() -> None:
    """A stage with more than a reader can take in says how many are left out; no rows are no map."""
    root = html(charts()["stages"]([met(f"event {n}", "Youth", 1, 2) for n in range(40)], STAGES, ENGLISH))
    assert len([box for box in root.iter("li") if box.get("class") == "met"]) == 12
    assert "28 more are not shown." in "".join(root.itertext())
    assert charts()["stages"]([], STAGES, ENGLISH) is None


def test_matrix_has_a_cell_for_each_pair_and_leaves_others_empty() -> None:
    """Those with the greatest sums come first; a shade goes with each number, and the number is there."""
    rows = [
        {"block": Cell(block), "organisation": Cell(organisation, "/doc/x"), "services": number(services)}
        for block, organisation, services in (
            ("Consent", HOSTILE, 1),
            ("Payments", "Tax", 10),
            ("Payments", HOSTILE, 4),
        )
    ]
    root = html(charts()["matrix"](rows, MATRIX, ENGLISH))
    assert not root.findall(".//img")
    lines = [[cell.text or "" for cell in line.iter("td")] for line in root.iter("tr")][1:]
    assert lines == [["10", "4"], ["", "1"]]
    assert [cell.get("class", "") for cell in root.iter("td")] == ["number h5", "number h3", "", "number h1"]
    heads = [head for head in root.iter("th") if head.get("class") == "across"]
    assert [head.get("scope") for head in heads] == ["col", "col"]
    assert charts()["matrix"]([], MATRIX, ENGLISH) is None


def test_matrix_is_bounded_and_says_so() -> None:
    """Of many things those are drawn that a page can bear."""
    rows = [
        {"block": Cell(f"block {n}"), "organisation": Cell(f"office {n}"), "services": number(n + 1)}
        for n in range(100)
    ]
    drawn = charts()["matrix"](rows, MATRIX, ENGLISH)
    assert len(list(html(drawn).iter("td"))) == 24 * 24
    assert drawn
    assert "76 more of Block are not drawn. 76 more of Organisation are not drawn." in drawn.note
