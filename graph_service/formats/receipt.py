"""The receipt of an answer without the answer: what it rests on, how many rows it has, and their digest."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict
from typing import IO

from pyoxigraph import QueryResultsFormat

from graph_service.model.answer import Answer

MEDIA_TYPES = ("application/vnd.public-service-graph.receipt+json",)


def write_rows(answer: Answer, output: IO[bytes]) -> None:
    """The receipt, with the number of rows and the SHA-256 of their bytes as TSV."""
    rows = answer.solutions.serialize(format=QueryResultsFormat.TSV) or b""
    _write(answer, {"rows": rows.count(b"\n") - 1, "tsvSha256": hashlib.sha256(rows).hexdigest()}, output)


def write_truth(answer: Answer, output: IO[bytes]) -> None:
    """The receipt, with the answer."""
    _write(answer, {"answer": answer.truth}, output)


def _write(answer: Answer, more: dict[str, object], output: IO[bytes]) -> None:
    document = {**asdict(answer.receipt), **more}
    output.write(f"{json.dumps(document, ensure_ascii=False, indent=1)}\n".encode())
