"""Answers as language models get them: bounded, with their receipt, and with every text quoted as data."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from typing import Any

from mcp_types import CallToolResult, TextContent

from graph_service.client import Answer, ClientError, Query, Value

#: How many characters the rows of an answer, or a description, may have.
MOST_CHARACTERS = 60_000
#: Characters that no reader sees, in which orders could be hidden; those that scripts need for joining stay.
_UNSEEN = re.compile("[\u00ad\u180e\u200b\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]")


def rows_result(query: Query, answer: Answer, offset: int) -> CallToolResult:
    """The rows that fit, and where to go on if there are more."""
    rows: list[dict[str, Any]] = []
    room = MOST_CHARACTERS
    for row in answer.rows:
        kept = {name: _plain(value) for name, value in row.items() if value is not None}
        room -= len(json.dumps(kept, ensure_ascii=False))
        if room < 0 and rows:
            break
        rows.append(kept)
    total = answer.total if answer.total is not None else len(answer.rows)
    following = offset + len(rows)
    document: dict[str, Any] = {
        "columns": {column.name: column.help for column in query.columns if column.name in answer.columns},
        "rows": rows,
        "total": total,
        "truncated": following < total,
    }
    if following < total:
        document["note"] = (
            f"Rows {offset} to {following - 1} of {total}. Ask again with offset={following} for the next."
        )
    return _result({**document, **_origin(answer)})


def truth_result(answer: Answer) -> CallToolResult:
    """Yes or no."""
    return _result({"answer": answer.truth, **_origin(answer)})


def text_result(text: str) -> CallToolResult:
    """A text that is the answer."""
    return CallToolResult(content=[TextContent(text=text)])


def refusal(error: ClientError) -> CallToolResult:
    """What is wrong and what to do, for the model to mend its call."""
    lines = [] if error.problems else [visible(str(error))]
    for problem in error.problems:
        nearest = f" Did you mean {' or '.join(problem.nearest)}?" if problem.nearest else ""
        lines.append(visible(f"{problem.parameter}: {problem.detail}{nearest}"))
    return CallToolResult(content=[TextContent(text="\n".join(lines))], is_error=True)


def bounded(turtle: str) -> str:
    """The first lines of a description that is long, with a remark; the whole of others."""
    if len(turtle) <= MOST_CHARACTERS:
        return visible(turtle)
    end = turtle.rfind("\n", 0, MOST_CHARACTERS) + 1 or MOST_CHARACTERS
    return f"{visible(turtle[:end])}# Cut here: {end} of {len(turtle)} characters.\n"


def visible(text: str) -> str:
    """``text`` with characters that no reader sees written as escapes."""
    return _UNSEEN.sub(lambda found: f"\\u{{{ord(found[0]):x}}}", text)


def _origin(answer: Answer) -> Mapping[str, Any]:
    """What the answer rests on, and where it can be had again."""
    receipt = asdict(answer.receipt)
    if answer.receipt.fictional:
        receipt["remark"] = "Among the sources are invented data: say so when you use them."
    if answer.receipt.withdrawn:
        receipt["withdrawnRemark"] = "A release among the sources was withdrawn and is not to be used: say so."
    return {"receipt": receipt, "permalink": answer.permalink}


def _result(document: dict[str, Any]) -> CallToolResult:
    """The document as structured content, and as text for those who take that alone."""
    text = json.dumps(document, ensure_ascii=False, default=list)
    return CallToolResult(content=[TextContent(text=text)], structured_content=json.loads(text))


def _plain(value: Value) -> Any:
    """A value as JSON has it."""
    match value:
        case str():
            return visible(value)
        case Decimal():
            return float(value)
        case date():
            return value.isoformat()
        case float() if not math.isfinite(value):
            return str(value)
        case tuple():
            return [_plain(part) for part in value]
    return value
