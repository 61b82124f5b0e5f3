"""The package of a workbook, looked at before anything in it is read: what it is, and how large it would be.

The form is that of ECMA-376, part 2 (Open Packaging Conventions): a ZIP archive of XML parts.
"""

from __future__ import annotations

import io
import re
import zipfile

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: More parts, bytes or compression than any workbook that people fill.
_PARTS, _UNPACKED, _RATIO, _SMALL = 2_000, 512 * 1024 * 1024, 200, 1024 * 1024
_ENCODING = re.compile(rb"^(?:\xef\xbb\xbf)?<\?xml[^>]{0,200}?encoding=[\"']([^\"']+)[\"']")
_ENCODINGS = {b"utf-8", b"us-ascii", b"ascii"}
_SHEET = re.compile(rb"<(?:[\w-]+:)?sheet\s")
_AGAIN = "Open it in Excel or LibreOffice, save it anew as .xlsx, and send that."


class NoWorkbook(Exception):
    """What was sent is no workbook that is read here; the text says why and what to do."""


def examine(content: bytes) -> list[str]:
    """Look at the package, and give notes of what in it is not read.

    :raises NoWorkbook: where it is none, is locked, or is made to do harm.
    """
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise NoWorkbook("Is protected by a password. Remove it (in Excel: File, Info, Protect Workbook).")
        raise NoWorkbook("Is a workbook of the old kind (.xls). Save it as .xlsx, and send that.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _limit_size(archive)
            names = set(archive.namelist())
            if "[Content_Types].xml" not in names:
                raise NoWorkbook(
                    "Is an archive, but no workbook. Send a file that Excel or LibreOffice saved as .xlsx."
                )
            if "xl/workbook.xml" not in {name.lower() for name in names}:
                raise NoWorkbook("Is an Office document, but no .xlsx workbook. Save the workbook as .xlsx.")
            for name in names:
                if name.lower().endswith((".xml", ".rels")):
                    _forbid_declarations(name, archive.read(name))
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, OSError, RuntimeError) as error:
        raise NoWorkbook(f"Is damaged or no .xlsx workbook ({error}). {_AGAIN}") from error
    except Exception as error:
        if isinstance(error, NoWorkbook) or type(error).__module__ != "zlib":
            raise
        raise NoWorkbook(f"Is damaged ({error}). {_AGAIN}") from error
    return _notes(names)


def count_sheets(content: bytes) -> int:
    """How many sheets the workbook says that it has."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        name = next(name for name in archive.namelist() if name.lower() == "xl/workbook.xml")
        return len(_SHEET.findall(archive.read(name)))


def _limit_size(archive: zipfile.ZipFile) -> None:
    parts = archive.infolist()
    if len(parts) > _PARTS:
        raise NoWorkbook(f"Has {len(parts)} parts, more than any workbook of a catalogue. {_AGAIN}")
    if any(part.flag_bits & 1 for part in parts):
        raise NoWorkbook("Is an archive with a password. Send the workbook without one.")
    unpacked = sum(part.file_size for part in parts)
    if unpacked > _UNPACKED:
        raise NoWorkbook(f"Would unpack to {unpacked // 1024**2} MiB; at most {_UNPACKED // 1024**2} are read.")
    for part in parts:
        if part.file_size > _SMALL and part.file_size > _RATIO * max(part.compress_size, 1):
            raise NoWorkbook(
                f"The part {part.filename} unpacks to {part.file_size // max(part.compress_size, 1)} times its size, "
                f"as no table that people fill does. {_AGAIN}"
            )


def _forbid_declarations(name: str, part: bytes) -> None:
    """Workbooks have no document type declarations; those that come with one mean harm (XXE, entity expansion)."""
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in part[:4]:
        raise NoWorkbook(f"The part {name} is not in UTF-8. {_AGAIN}")
    encoding = _ENCODING.match(part)
    if encoding and encoding[1].lower() not in _ENCODINGS:
        raise NoWorkbook(f"The part {name} is in the encoding {encoding[1].decode('ascii', 'replace')}. {_AGAIN}")
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise NoWorkbook(f"The part {name} declares entities, as no workbook may. {_AGAIN}")


def _notes(names: set[str]) -> list[str]:
    notes = []
    if any("vbaproject" in name.lower() for name in names):
        notes.append("The macros of the workbook were not run and are not in the marked copy.")
    if any(name.lower().startswith("xl/externallinks/") for name in names):
        notes.append("Links to other workbooks were not followed; cells hold what was last saved in them.")
    return notes
