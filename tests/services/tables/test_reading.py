"""Tables of all formats are read into the same rows; each thing that is wrong is told with its place."""

from __future__ import annotations

import io
import json

import pytest
from openpyxl import Workbook

from graph_service.errors import SourceError, TooLarge
from graph_service.services.importing.tables.reading import read_table
from graph_service.settings import Settings

ROWS = (("Number", "Name"), ("1", "Main, old"), ("2", "Port"))


def workbook() -> bytes:
    book, octets = Workbook(), io.BytesIO()
    assert book.active is not None
    for row in (("Number", "Name"), (1, "Main, old"), (2, "Port")):
        book.active.append(row)
    book.save(octets)
    return octets.getvalue()


FILES = {
    "t.csv": b'Number,Name\n1,"Main, old"\n2,Port\n',
    "t.tsv": b"Number\tName\n1\tMain, old\n2\tPort\n",
    "t.json": json.dumps([{"Number": 1, "Name": "Main, old"}, {"Number": 2, "Name": "Port"}]).encode(),
    "t.xlsx": workbook(),
}


@pytest.mark.parametrize("name", FILES)
def test_every_format_gives_the_same_rows(name: str) -> None:
    """The suffix tells the format."""
    table = read_table(name, FILES[name], Settings())
    assert (table.columns, *(cells for _, cells in table.rows)) == ROWS


@pytest.mark.parametrize(
    "content",
    [
        b'\xef\xbb\xbfNumber,Name\r\n1,"Main, old"\r\n2,Port\r\n',
        b"Number;Name\n1;Main, old\n2;Port\n",
        b'Number,Name\n\n1,"Main, old"\n,\n2,Port\n\n',
        b' Number , Name \n 1 ," Main, old "\n2,Port',
    ],
    ids=["byte-order-mark", "semicolons", "empty-rows", "spaces"],
)
def test_harmless_differences_are_read_over(content: bytes) -> None:
    """As spreadsheet programs write them."""
    table = read_table("t.csv", content, Settings())
    assert (table.columns, *(cells for _, cells in table.rows)) == ROWS


def test_a_row_stands_on_the_line_on_which_it_begins() -> None:
    """Although cells have line breaks."""
    table = read_table("t.csv", b'Number,Name\n1,"Main\nlibrary"\n2,Port\n', Settings())
    assert [number for number, _ in table.rows] == [2, 4]


@pytest.mark.parametrize(
    ("name", "content", "line", "told"),
    [
        ("t.csv", "Nummer,Name\n1,Bücherei\n".encode("latin-1"), 2, "byte 4 of this line is 0xFC"),
        ("t.csv", "手続ID,名\n1,届出\n".encode("shift-jis"), 1, "Not utf-8: byte 1"),
        ("t.csv", "Number,Name\n".encode("utf-16"), 1, "UTF-16"),
        ("t.csv", b"Number,Name\n1,Main\n2,Port,yes\n", 3, "3 cells below 2 headings: the first too many is 'yes'"),
        ("t.csv", b"Number,Name\n1\n", 2, "the first column without one is 'Name'"),
        ("t.csv", b'Number,Name\n1,"Main\n', 2, "Unexpected end of data"),
        ("t.csv", b"Number,Number\n", 1, "Columns 1 and 2 have the same heading 'Number'"),
        ("t.csv", b"Number,\n1,2\n", 1, "Column 2 has no heading"),
        ("t.csv", b"", 0, "The table is empty"),
        ("t.csv", b"a\0b\n", 1, "NUL"),
        ("t.json", b'[{"Number": 1},\n {"Number" 2}]', 2, "Not JSON"),
        ("t.json", b'{"one": [], "two": []}', 0, "array of objects"),
        ("t.json", b'[{"Number": 1}, 2]', 0, "Item 2 is no object"),
        ("t.json", b'[{"Number": {"of": 1}}]', 0, "Item 1, 'Number'"),
        ("t.json", b"[" * 100_000, 0, "deeply"),
        ("t.xlsx", b"no workbook", 0, "no .xlsx workbook"),
        ("t.pdf", b"%PDF", 0, "Unknown kind of table '.pdf'"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(name: str, content: bytes, line: int, told: str) -> None:
    """And what to do."""
    with pytest.raises(SourceError, match=told.replace(".", r"\.").replace("(", r"\(")) as caught:
        read_table(name, content, Settings())
    assert (caught.value.path, caught.value.line) == (name, line)


def test_a_table_may_be_in_another_encoding_that_its_mapping_names() -> None:
    """Not every publisher writes UTF-8."""
    table = read_table("t.csv", "番号,名\n1,届出\n".encode("shift-jis"), Settings(), "shift-jis")
    assert table.columns == ("番号", "名")


def test_a_table_that_is_too_large_is_refused() -> None:
    """Before it is read."""
    with pytest.raises(TooLarge, match="GRAPH_IMPORT_MB"):
        read_table("t.csv", b"a" * 2_000_000, Settings(import_mb=1))
