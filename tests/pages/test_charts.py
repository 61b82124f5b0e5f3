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
    assert len([line for line in root.iter("line") if line.get("class") == "arrow"]) == 2
    assert HOSTILE in [title.text for title in root.iter("title")]


def test_timeline_draws_no_beginning_that_is_not_known() -> None:
    """A thing without a duration has a mark at its end and no bar."""
    root = within(timeline(planned("first", 2026)))
    assert [len(list(root.iter(name))) for name in ("rect", "circle")] == [0, 1]
    assert "not known" in "".join(root.itertext())


def test_timeline_of_nothing_dated_is_not_drawn() -> None:
    """Without a year there is no place on it."""
    assert charts()["timeline"]([], TIMELINE, ENGLISH) is None
    assert charts()["timeline"]([planned("first", None)], TIMELINE, ENGLISH) is None


def test_timeline_is_bounded_and_says_so() -> None:
    """Of a thousand things those are drawn that a page can bear."""
    drawn = timeline(*(planned(f"item-{n}", 2026 + n % 4) for n in range(1000)))
    assert len(re.findall("<circle", drawn.body)) == 120
    assert drawn.description.startswith("120 of 1000")


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
    root = ElementTree.fromstring(f"<svg>{drawn.body}</svg>")  # noqa: S314 - our own
    assert len(list(root.iter("circle"))) == 2
    assert not root.findall(".//img")
    assert all(0 <= float(circle.get("cx", "-1")) <= drawn.width for circle in root.iter("circle"))
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
    assert drawn.flowing
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
