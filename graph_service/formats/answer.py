"""An answer with the type of each term and with its receipt, in one JSON document: for programs."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import IO

from graph_service.formats import srj
from graph_service.model.answer import Answer

MEDIA_TYPES = ("application/vnd.public-service-graph.answer+json",)


def write_rows(answer: Answer, output: IO[bytes]) -> None:
    """``{"receipt", "total", "answer"}``: the last is SPARQL JSON; ``total`` is null unless a page was asked for."""
    _write_head(answer, output)
    srj.write_rows(answer, output)
    output.write(b"}\n")


def write_truth(answer: Answer, output: IO[bytes]) -> None:
    """The same with yes or no."""
    _write_head(answer, output)
    srj.write_truth(answer, output)
    output.write(b"}\n")


def _write_head(answer: Answer, output: IO[bytes]) -> None:
    head = {"receipt": asdict(answer.receipt), "total": answer.total}
    output.write(f'{json.dumps(head, ensure_ascii=False)[:-1]}, "answer": '.encode())
