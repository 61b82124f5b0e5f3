"""Open a workbook of a stranger, in a process of its own."""

from __future__ import annotations

import json
from collections.abc import Sequence

from graph_service.errors import SourceError, TooLarge
from graph_service.sandbox.confined import Limits, Refused, run
from graph_service.services.importing.outcome import ImportFinding
from graph_service.services.importing.rfi2.cells import Sheet, from_json
from graph_service.settings import Settings

_PROCESS = "graph_service.services.importing.rfi2.process"


def read_sheets(content: bytes, name: str, settings: Settings) -> tuple[list[Sheet], list[str]]:
    """The sheets of the workbook, and notes of what in it was not read.

    :raises TooLarge: where it is larger than the setting allows.
    :raises SourceError: where it is no workbook, is locked, or is made to do harm.
    """
    return from_json(_confined("read", content, content, name, settings))


def mark_workbook(content: bytes, name: str, settings: Settings, findings: Sequence[ImportFinding]) -> bytes:
    """The same workbook with the findings marked.

    :raises SourceError: where it is no workbook.
    """
    told = json.dumps([finding.as_json() for finding in findings]).encode()
    return _confined("mark", content, told + b"\n" + content, name, settings)


def _confined(verb: str, workbook: bytes, content: bytes, name: str, settings: Settings) -> bytes:
    if len(workbook) > settings.import_mb * 1024 * 1024:
        size = len(workbook) // 1024**2
        raise TooLarge(f"{name} has {size} MiB; at most {settings.import_mb} are read (GRAPH_IMPORT_MB).")
    try:
        return run(_PROCESS, [verb], content, Limits(settings.import_seconds, settings.import_memory_mb))
    except Refused as error:
        raise SourceError(name, str(error)) from None
