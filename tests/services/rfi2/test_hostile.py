"""Workbooks that are damaged, locked, or made to do harm end in a message, and in nothing else."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Callable

import pytest

from graph_service.errors import SourceError, TooLarge
from graph_service.services.importing.outcome import ImportFinding, Place
from graph_service.services.importing.rfi2.reading import mark_workbook, read_sheets
from graph_service.settings import Settings

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504)
SHEET = "xl/worksheets/sheet1.xml"
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def repacked(
    content: bytes, change: Callable[[str, bytes], bytes | None], more: dict[str, bytes] | None = None
) -> bytes:
    """The archive with its parts changed, left out, or added to."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = change(name, old.read(name))
            if part is not None:
                new.writestr(name, part)
        for name, part in (more or {}).items():
            new.writestr(name, part)
    return result.getvalue()


def same(_name: str, part: bytes) -> bytes:
    return part


def with_sheet(content: bytes, old: bytes, new: bytes) -> bytes:
    return repacked(content, lambda name, part: part.replace(old, new, 1) if name == SHEET else part)


def damaged(content: bytes) -> bytes:
    """One byte of a compressed part is another."""
    at = content.index(SHEET.encode()) + 200
    return content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :]


def locked_archive(content: bytes) -> bytes:
    """An archive whose parts say that they are encrypted."""
    return content.replace(b"PK\x01\x02\x14\x03\x14\x00\x00\x00", b"PK\x01\x02\x14\x03\x14\x00\x01\x00")


def document(_content: bytes) -> bytes:
    result = io.BytesIO()
    with zipfile.ZipFile(result, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<document/>")
    return result.getvalue()


DTD = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]>'
HOSTILE: dict[str, tuple[Callable[[bytes], bytes], str]] = {
    "empty": (lambda _: b"", "damaged or no .xlsx"),
    "text": (lambda _: b"S.no,Service ID\n1,x\n", "damaged or no .xlsx"),
    "cut off": (lambda c: c[: len(c) // 2], "damaged or no .xlsx"),
    "damaged": (damaged, "(?i)damaged|can't be read"),
    "password": (lambda _: OLE + "EncryptedPackage".encode("utf-16-le") + bytes(100), "protected by a password"),
    "old kind": (lambda _: OLE + bytes(1000), "old kind"),
    "another archive": (lambda _: repacked(document(b""), lambda n, p: None if "Types" in n else p), "but no workbook"),
    "another document": (document, "no .xlsx workbook"),
    "locked archive": (locked_archive, "password"),
    "no sheets": (lambda c: repacked(c, lambda n, p: None if n == SHEET else p), "sheets are missing"),
    "broken XML": (lambda c: with_sheet(c, b"<sheetData>", b"<sheetData><row>"), "Can't be read as a workbook"),
    "entities": (lambda c: with_sheet(c, b"<worksheet", DTD + b"<worksheet"), "declares entities"),
    "UTF-16": (
        lambda c: repacked(c, lambda n, p: p.decode().encode("utf-16") if n == SHEET else p),
        "not in UTF-8",
    ),
    "UTF-7": (lambda c: with_sheet(c, b"<worksheet", b'<?xml version="1.0" encoding="UTF-7"?><worksheet'), "UTF-7"),
    "bomb": (lambda c: repacked(c, same, {"xl/media/a.xml": b"<a>" + bytes(30_000_000)}), "times its size"),
    "many parts": (lambda c: repacked(c, same, {f"xl/a{n}.xml": b"<a/>" for n in range(2_001)}), "parts"),
    "billion cells": (
        lambda c: with_sheet(c, b"<mergeCell ", b'<mergeCell ref="A1:XFD1048576"/><mergeCell '),
        "memory that reading it may use|takes longer",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_what_is_no_workbook_is_refused_with_a_reason(name: str, rfi2_template: bytes) -> None:
    """And with what to do."""
    make, reason = HOSTILE[name]
    settings = Settings(import_memory_mb=256, import_seconds=60)
    with pytest.raises(SourceError, match=reason) as raised:
        read_sheets(make(rfi2_template), "sent.xlsx", settings)
    assert str(raised.value).startswith("sent.xlsx: ")
    assert "Traceback" not in str(raised.value)


def test_many_bombs_are_refused_before_they_are_unpacked(rfi2_template: bytes) -> None:
    """By the sum of their sizes, as the archive states it."""
    noise = zlib.compress(bytes(range(256)) * 100)
    part = (noise + bytes(20_000)) * 1_000
    content = repacked(rfi2_template, same, {f"xl/media/{n}.png": part for n in range(28)})
    with pytest.raises(SourceError, match="MiB; at most"):
        read_sheets(content, "sent.xlsx", Settings())


def test_a_workbook_of_more_than_the_limit_is_not_opened(rfi2_template: bytes) -> None:
    """By its size."""
    with pytest.raises(TooLarge, match="at most 0 are read"):
        read_sheets(rfi2_template, "sent.xlsx", Settings(import_mb=0))


def test_reading_that_takes_too_long_is_ended(rfi2_template: bytes) -> None:
    """By its process."""
    with pytest.raises(SourceError, match=r"takes longer than the 0[.]01 seconds"):
        read_sheets(rfi2_template, "sent.xlsx", Settings(import_seconds=0.01))


def test_macros_and_links_are_left_alone(rfi2_template: bytes) -> None:
    """They are neither run nor followed, and that is told."""
    content = repacked(rfi2_template, same, {"xl/vbaProject.bin": OLE, "xl/externalLinks/externalLink1.xml": b"<a/>"})
    sheets, notes = read_sheets(content, "sent.xlsm", Settings())
    assert len(sheets) == 2
    assert [note.split()[1] for note in notes] == ["macros", "to"]


def test_a_cell_far_away_costs_nothing(rfi2_template: bytes) -> None:
    """What lies between is not made."""
    far = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
    sheets, _ = read_sheets(
        with_sheet(rfi2_template, b"</sheetData>", far), "sent.xlsx", Settings(import_memory_mb=256)
    )
    assert sheets[0].cells[1_048_576, 16_384].text == "far"


def test_control_characters_and_halves_of_characters_are_dropped(rfi2_template: bytes) -> None:
    """A workbook can hold what no text of the web may."""
    cell = b'<row r="30"><c r="A30" t="inlineStr"><is><t>a_x0001_b_xD800_c</t></is></c></row></sheetData>'
    sheets, _ = read_sheets(with_sheet(rfi2_template, b"</sheetData>", cell), "sent.xlsx", Settings())
    sheets[0].cells[30, 1].text.encode()


def test_marks_hold_no_formulas(rfi2_template: bytes) -> None:
    """Values that look like formulas are text in the marked workbook too."""
    finding = ImportFinding("violation", Place("Service Cataloge ", "E11", "x"), '=HYPERLINK("http://x")', "=1+1")
    marked = mark_workbook(rfi2_template, "sent.xlsx", Settings(), [finding])
    sheets, _ = read_sheets(marked, "marked.xlsx", Settings())
    assert sheets[0].title == "Findings"
    assert {sheets[0].cells[2, 5].kind, sheets[0].cells[2, 6].kind} == {"text"}
