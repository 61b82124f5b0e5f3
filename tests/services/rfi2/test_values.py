"""Numbers, lists, truths and periods as people write them."""

from __future__ import annotations

import pytest

from graph_service.services.importing.rfi2.columns import match_heading, tables
from graph_service.services.importing.rfi2.keys import slug
from graph_service.services.importing.rfi2.values import Unreadable, items, joined, number, period, truth
from graph_service.services.importing.rfi2.words import language_named, nearest

SERVICES, SYSTEMS = tables()


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1102000", "1102000"),
        ("1,102,000", "1102000"),
        ("1.102.000", "1102000"),
        ("1 102 000", "1102000"),
        ("1\u00a0102\u00a0000", "1102000"),
        ("1\u202f102\u202f000", "1102000"),
        ("1'102'000", "1102000"),
        ("11,02,000", "1102000"),
        ("1,102", "1102"),
        ("٣٤٥", "345"),
        ("approx. 1,200", "1200"),
        ("~300", "300"),
        ("environ 40", "40"),
        ("1,5", "1.5"),
        ("12.50", "12.5"),
        ("3.0", "3"),
        ("007", "7"),
        ("-5", "-5"),
    ],
)
def test_numbers_are_read_however_thousands_are_separated(text: str, value: str) -> None:
    """In the ways of many countries."""
    assert number(text).text == value


@pytest.mark.parametrize(
    "text", ["many", "1,10,20", "10-20", "1.102,50", "5 million", "1/2", "12,3456,789", "9" * 5000, "1e300"]
)
def test_what_is_not_one_number_is_not_guessed(text: str) -> None:
    """It is told."""
    with pytest.raises(Unreadable, match="Write one number in digits"):
        number(text)


@pytest.mark.parametrize(
    ("text", "entries"),
    [
        ("a, b,c", ["a", "b", "c"]),
        ("a; b, c", ["a", "b, c"]),
        ("- a\n- b, c; d", ["a", "b, c; d"]),
        ("a، b", ["a", "b"]),
        ("a,, a ,", ["a"]),
        ("Roads, Rails and Bridges, Police", ["Roads, Rails and Bridges", "Police"]),
    ],
)
def test_lists_are_divided_as_they_were_written(text: str, entries: list[str]) -> None:
    """By line, else by semicolon, else by comma; names that are known stay whole."""
    assert items(text, {"Roads, Rails and Bridges"}.__contains__) == entries


@pytest.mark.parametrize("entries", [["a"], ["a", "b"], ["a, b"], ["a, b", "c"], ["a; b", "c, d"], ["a; b"]])
def test_lists_that_are_written_are_read_again(entries: list[str]) -> None:
    """Whatever separators stand in their entries."""
    cell = joined(entries)
    assert cell is not None
    assert items(cell) == entries


def test_long_cells_take_no_long_time() -> None:
    """Neither many entries nor long ones."""
    assert len(items(",".join(map(str, range(16_000))))) == 16_000
    assert nearest("x" * 32_000, ["y" * 32_000] * 1_000) == []


def test_what_no_cell_can_list_is_not_written() -> None:
    """An entry with a line break would be read as two."""
    assert joined(["a\nb; c, d", "e"]) is None


@pytest.mark.parametrize(
    ("text", "answer"), [("Yes", True), ("NO", False), ("Oui", True), ("Sí", True), ("نعم", True), ("não", False)]
)
def test_truths_are_read_in_many_languages(text: str, *, answer: bool) -> None:
    """Without anything more."""
    assert truth(text) == (answer, "")


def test_a_period_is_named_or_not() -> None:
    """One of two."""
    assert [period(t) for t in ("300 per week", "par mois", "per week or per month", "300")] == [
        "week",
        "month",
        "",
        "",
    ]


@pytest.mark.parametrize(
    ("heading", "key", "language"),
    [
        ("Service Name", "name", ""),
        ("SERVICE NAME ", "name", ""),
        ("Nom du service", "name", ""),
        ("اسم الخدمة", "name", ""),
        ("Service Name [fr]", "name", "fr"),
        ("Service Name (French)", "name", "fr"),
        ("Responsable ministry", "authority", ""),
        ("Number of transactions / year (2025)", "transactions", ""),
        ("Número de transacciones por año", "transactions", ""),
        ("Number of requests per month", "requests", ""),
        ("Level of digitalisation", "level", ""),
        ("Ministère responsable", "authority", ""),
    ],
)
def test_headings_are_known_in_other_languages_and_spellings(heading: str, key: str, language: str) -> None:
    """By a table of data."""
    match = match_heading(heading, SERVICES)
    assert match is not None
    assert (match.column.key, match.language) == (key, language)


@pytest.mark.parametrize("heading", ["Budget", "Person in charge", "Remarks", "", "Date"])
def test_other_headings_are_not_taken_for_known_ones(heading: str) -> None:
    """Rather none than a wrong one."""
    assert match_heading(heading, SERVICES) is None


def test_every_heading_of_a_table_means_one_column() -> None:
    """So that none depends on the order of the file."""
    for table in (SERVICES, SYSTEMS):
        known = [heading for column in table.columns.values() for heading in column.known_as]
        assert len(known) == len(set(known))


def test_languages_have_their_european_code() -> None:
    """By name in several languages, tag or code."""
    names = ["Hindi", "anglais", "Français", "العربية", "sw", "XHO"]
    codes = [(language_named(name) or "").rsplit("/", 1)[1] for name in names]
    assert codes == ["HIN", "ENG", "FRA", "ARA", "SWA", "XHO"]
    assert language_named("Elvish") is None


def test_keys_are_made_of_names_in_any_script_and_stay_the_same() -> None:
    """What Latin letters don't tell is told by a digest."""
    assert slug("Régistre des naissances") == "registre-des-naissances"
    arabic, other = slug("تسجيل المواليد"), slug("تسجيل الوفيات")
    assert arabic != other
    assert arabic == slug("تسجيل المواليد")
    assert len(slug("x" * 500)) < 80
