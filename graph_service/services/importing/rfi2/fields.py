"""How the cells of RFI-2's columns are read, one function for each kind of column (``reads`` in ``columns.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from pyoxigraph import Literal, NamedNode

from graph_service.model.terms import CODE_LISTS, PSG, XSD, is_safe_iri
from graph_service.services.importing.outcome import Place
from graph_service.services.importing.rfi2 import parts
from graph_service.services.importing.rfi2.columns import Column
from graph_service.services.importing.rfi2.draft import ORGANISATION, in_language
from graph_service.services.importing.rfi2.row import Row
from graph_service.services.importing.rfi2.values import (
    Number,
    Unreadable,
    could_be_decimal,
    items,
    number,
    period,
    truth,
)
from graph_service.services.importing.rfi2.words import (
    did_you_mean,
    language_named,
    language_names,
    nearest,
    simplified,
    words,
    written_codes,
)

_FOAF_PAGE = "http://xmlns.com/foaf/0.1/page"
_LEVEL = f"{CODE_LISTS}digitisation-level"
_LINK_WORDS = re.compile(r"\s+(?:and|et|y|e|und|&|و)\s+|\s*/\s*")
_PER_YEAR = {"week": 52, "month": 12}
#: Two volumes that differ by more than this factor are not the same.
_FAR = 2.0
#: A volume without a period is that of the period whose yearly volume is this near.
_NEAR = 0.1


def read_field(row: Row, column: Column) -> None:
    """Read the cells of ``column`` in ``row``."""
    _READERS[column.reads](row, column, row.draft.known.full(column.property) if column.property else "")


def _nothing(_row: Row, _column: Column, _property: str) -> None:
    """Columns that are no data, and the identifier, which is read when rows are told apart."""


def _text(row: Row, column: Column, predicate: str) -> None:
    for _, language in row.located.columns_of(column):
        tag = language or row.draft.wanted.language
        row.draft.clear(row.iri, predicate, in_language(tag))
    for place, cell, language in row.cells(column):
        row.say(predicate, row.draft.text(cell.text, language), place)


def _strings(row: Row, column: Column, predicate: str) -> None:
    row.draft.clear(row.iri, predicate)
    for place, cell, _ in row.cells(column):
        for entry in items(cell.text):
            row.say(predicate, Literal(entry), place)


def _whole(row: Row, column: Column, predicate: str) -> None:
    row.draft.clear(row.iri, predicate)
    found = row.text(column)
    value = _number(row, *found) if found else None
    if found is None or value is None:
        return
    if not value.is_whole or value.text.startswith("-"):
        row.draft.note("violation", found[1], "Write a whole number of 0 or more, such as 1102000.", found[0])
    else:
        row.say(predicate, Literal(value.text, datatype=NamedNode(f"{XSD}integer")), found[1])


def _number(row: Row, text: str, place: Place) -> Number | None:
    try:
        value = number(text)
    except Unreadable as error:
        row.draft.note("violation", place, f"{error}; leave the cell empty if the number is not known.", text)
        return None
    if value.approximate:
        row.draft.note("info", place, f"Read as {value.text}; that it is approximate is not kept.", text)
    return value


def _requests(row: Row, column: Column, predicate: str) -> None:
    row.draft.clear(row.iri, predicate)
    row.draft.clear(row.iri, f"{PSG}requestPeriod")
    row.draft.entries.setdefault((row.iri, f"{PSG}requestPeriod"), row.entry(column))
    found = row.text(column)
    if found is None:
        return
    text, place = found
    written = re.search(r"\d(?:.*\d)?", text, re.DOTALL)
    value = _number(row, written[0] if written else text, place)
    if value is None or (could_be_decimal(written[0] if written else "") and "." not in value.text and "," in text):
        if value is not None:
            row.draft.note("violation", place, f"May mean {value.text} or a fraction; write it without a comma.", text)
        return
    yearly = [float(v.value) for v in row.draft.now(row.iri, f"{PSG}transactionsPerYear")]
    told = period(text) or period(row.located.headings.get(row.located.columns_of(column)[0][0], ""))
    over = told or _period_that_fits(float(value.text), yearly)
    if not over:
        message = "Say whether this is per week or per month, such as “300 per week”. Until then it was left out."
        row.draft.note("warning", place, message, text)
        return
    if not told:
        row.draft.note("info", place, f"Understood as per {over}, because that fits the transactions per year.", text)
    for year in yearly:
        if not 1 / _FAR <= (float(value.text) * _PER_YEAR[over] or _FAR) / (year or 1) <= _FAR and year:
            message = f"Does not fit the {year:.0f} transactions per year; both were kept. Correct one of them."
            row.draft.note("warning", place, message, text)
    row.say(predicate, Literal(value.text, datatype=NamedNode(f"{XSD}decimal")), place)
    row.say(f"{PSG}requestPeriod", NamedNode(f"{CODE_LISTS}request-period/{over}"), place)


def _period_that_fits(value: float, yearly: list[float]) -> str:
    fitting = [
        over for over, times in _PER_YEAR.items() for year in yearly if year and abs(value * times / year - 1) <= _NEAR
    ]
    return fitting[0] if len(fitting) == 1 else ""


def _truth(row: Row, column: Column, predicate: str) -> None:
    row.draft.clear(row.iri, predicate)
    found = row.text(column)
    if found is None:
        return
    text, place = found
    try:
        answer, rest = truth(text)
    except Unreadable as error:
        if simplified(text) in written_codes("digitisation-level"):
            message = (
                "The drop-down of the template offers digitalisation levels here by mistake. "
                "Answer Yes or No; until then the question is left open."
            )
            row.draft.note("warning", place, message, text)
        else:
            row.draft.note("violation", place, f"{error}.", text)
        return
    if rest:
        message = f"Only “{'Yes' if answer else 'No'}” was kept; the rest belongs into the description."
        row.draft.note("warning", place, message, text)
    row.say(predicate, Literal(answer), place)


def _code(row: Row, column: Column, predicate: str) -> None:
    row.draft.clear(row.iri, predicate)
    found = row.text(column)
    if found is None:
        return
    text, place = found
    codes = _codes(row, column, text, place)
    if len(set(codes)) > 1 and not column.many:
        row.draft.note("violation", place, "Choose one value alone.", text)
        return
    for code in codes:
        row.link(predicate, code, place)


def _codes(row: Row, column: Column, text: str, place: Place) -> list[str]:
    scheme = f"{CODE_LISTS}{column.scheme}"
    if scheme == _LEVEL and (level := _level(text)):
        return [level]

    def known(entry: str) -> bool:
        return row.draft.known.named(entry, [scheme]).iri is not None

    found: list[str] = []
    for entry in items(text, known):
        divided = [part for part in _LINK_WORDS.split(entry) if part]
        for part in divided if not known(entry) and all(map(known, divided)) else [entry]:
            code = row.draft.code(part, column.scheme, place)
            found += [code] if code else []
    return found


def _level(text: str) -> str:
    """The level whose number ``text`` begins with, alone or after a word such as “Level”."""
    told = simplified(text).split()
    if told and told[0] in words("levels"):
        told = told[1:]
        return f"{_LEVEL}/{int(told[0])}" if told and told[0] in {"1", "2", "3", "4"} else ""
    return f"{_LEVEL}/{told[0]}" if len(told) == 1 and told[0] in {"1", "2", "3", "4"} else ""


def _languages(row: Row, column: Column, predicate: str) -> None:
    row.draft.clear(row.iri, predicate)
    for place, cell, _ in row.cells(column):
        for entry in items(cell.text):
            for name in [entry] if language_named(entry) else _LINK_WORDS.split(entry):
                iri = language_named(name)
                if iri is None:
                    message = "Is no language that is known here; write its English name or three-letter code."
                    near = did_you_mean(nearest(name, language_names()))
                    row.draft.note("violation", place, message + near, name)
                row.link(predicate, iri, place)


def _things(row: Row, column: Column, predicate: str) -> None:
    row.draft.clear(row.iri, predicate)
    classes = [row.draft.known.full(name) for name in column.classes]
    for place, cell, _ in row.cells(column):
        for entry in items(cell.text, lambda text: row.draft.known.named(text, classes).iri is not None):
            row.link(predicate, row.draft.thing(entry, classes, place), place)


def _organisation(row: Row, column: Column, predicate: str) -> None:
    row.draft.clear(row.iri, predicate)
    found = row.text(column) or ((row.draft.wanted.agency, row.entry(column)) if row.draft.wanted.agency else None)
    if found is None or (column.key == "operator" and not row.text(column)):
        return
    text, place = found

    def known(entry: str) -> bool:
        return row.draft.known.named(entry, [ORGANISATION]).iri is not None

    entries = items(text, known)
    # A comma may be part of the name of a ministry that is not known yet.
    several = "\n" in text or ";" in text or any(map(known, entries))
    for entry in entries if several else [text]:
        row.link(predicate, row.draft.organisation(entry, place), place)


def _link(row: Row, column: Column, _property: str) -> None:
    online = row.online or parts.online_channels(row)
    for channel in online:
        row.draft.clear(channel, _FOAF_PAGE)
    for place, cell, _ in row.cells(column):
        for entry in re.split(r"[\s;]+|,\s+", cell.text):
            url = entry if "://" in entry else f"https://{entry}" if entry.lower().startswith("www.") else entry
            if not url:
                continue
            if not is_safe_iri(url) or not url.lower().startswith(("http://", "https://")):
                row.draft.note("violation", place, "Write a web address that begins with https:// or http://.", entry)
                continue
            if not online:
                online = [parts.channel(row, f"{CODE_LISTS}channel-type/online", place)]
                message = "There is a link, but “Online” is not among the channels; it was added."
                row.draft.note("warning", place, message, entry)
            for channel in online:
                row.draft.say(row.catalogue, channel, _FOAF_PAGE, NamedNode(url), place)


def _channels(row: Row, column: Column, predicate: str) -> None:
    row.draft.clear(row.iri, predicate)
    found = row.text(column)
    codes = _codes(row, column, *found) if found else []
    parts.read_channels(row, codes, row.entry(column))


_READERS: Mapping[str, Callable[[Row, Column, str], None]] = {
    "channels": _channels,
    "code": _code,
    "eligibility": parts.read_eligibility,
    "evidence": parts.read_evidence,
    "identifier": _nothing,
    "languages": _languages,
    "link": _link,
    "nothing": _nothing,
    "organisation": _organisation,
    "participations": parts.read_participations,
    "prerequisites": parts.read_prerequisites,
    "requests": _requests,
    "strings": _strings,
    "text": _text,
    "things": _things,
    "truth": _truth,
    "whole": _whole,
}
