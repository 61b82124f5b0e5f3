"""Reads the source folder and cleans its text."""

import csv
import html
import json
import re
from pathlib import Path
from typing import Any

from govstack_converter.rdf import ConversionError


def read_json(source: Path, name: str) -> Any:
    """Return the content of a JSON file of the source folder."""
    return json.loads((source / name).read_text(encoding="utf-8"))


def read_table(source: Path, name: str) -> list[dict[str, str]]:
    """Return the rows of a CSV table of the source folder."""
    with (source / name).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for number, row in enumerate(rows, start=2):
        if None in row or None in row.values():
            raise ConversionError(f"{name}, line {number}: wrong number of columns")
    return rows


def clean(value: str) -> str:
    """Return Markdown text as plain text in one line, with HTML entities resolved."""
    plain = html.unescape(value).replace("\u00a0", " ").replace("\u200b", "")
    plain = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", plain)
    plain = re.sub(r"\\([^\w\s])", r"\1", plain)
    plain = plain.replace("**", "")
    return re.sub(r"\s+", " ", plain).strip()


def folded(value: str) -> str:
    """Return a name in the form in which names are compared."""
    return clean(value).casefold()
