"""Rows of tables in JSON: an array of objects, whose names are the headings."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from graph_service.errors import SourceError

#: What separates the members of an array in a cell.
SEPARATOR = "; "


def rows(name: str, text: str) -> Iterator[tuple[int, tuple[str, ...]]]:
    """The headings (number 0), then one row for each object, counted from 1.

    An object around the array is taken where the array is the only one in it.

    :raises SourceError: where the text is not such an array; with the line, where it is not JSON.
    """
    try:
        document = json.loads(text, parse_float=str, parse_int=str)
    except json.JSONDecodeError as error:
        raise SourceError(name, f"Not JSON: {error.msg}, column {error.colno}.", error.lineno) from error
    except RecursionError as error:
        raise SourceError(name, "Nested too deeply for a table.") from error
    items = _items(name, document)
    headings = list(dict.fromkeys(heading for item in items for heading in item))
    yield 0, tuple(headings)
    for number, item in enumerate(items, start=1):
        yield number, tuple(_cell(name, number, heading, item.get(heading)) for heading in headings)


def _items(name: str, document: Any) -> list[dict[str, Any]]:
    if isinstance(document, dict):
        arrays = [value for value in document.values() if isinstance(value, list)]
        document = arrays[0] if len(arrays) == 1 else None
    if not isinstance(document, list):
        raise SourceError(name, "Give an array of objects, or one object with a single array of them in it.")
    for number, item in enumerate(document, start=1):
        if not isinstance(item, dict):
            raise SourceError(name, f"Item {number} is no object.")
    return document


def _cell(name: str, number: int, heading: str, value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case list() if not any(isinstance(member, list | dict) for member in value):
            return SEPARATOR.join(_cell(name, number, heading, member) for member in value)
    raise SourceError(name, f"Item {number}, {heading!r}: a nested value has no place in a table.")
