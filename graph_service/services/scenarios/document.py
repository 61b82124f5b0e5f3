"""Scenarios and what they change, as documents of plain values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from graph_service.formats.json import plain
from graph_service.model.scenario import Scenario
from graph_service.model.solutions import Row
from graph_service.services.deployment import Deployment
from graph_service.services.scenarios.asking import WhatIf, in_words
from graph_service.services.scenarios.overlay import edits_of, statements, without_effect


def as_document(found: WhatIf) -> dict[str, Any]:
    """A difference: in words, in numbers, and row by row with the values before and after."""
    rows = [
        {
            "difference": row.kind,
            "key": _row({name: row.row[name] for name in _key(found) if name in row.row}),
            **({"before": _row(row.before)} if row.before else {}),
            **({"after": _row(row.after)} if row.after else {}),
            **({"changed": list(row.changed(found.columns))} if row.kind == "changed" else {}),
        }
        for row in found.difference.rows
    ]
    return {
        "query": found.query.name,
        "summary": found.query.summary,
        "scenario": list(found.actions),
        "against": list(found.against),
        "withoutEffect": [str(step) for step in found.idle],
        "words": list(found.words),
        "counts": {
            "removed": found.difference.count("removed"),
            "changed": found.difference.count("changed"),
            "added": found.difference.count("added"),
            "same": found.difference.same,
        },
        "columns": list(found.columns),
        "rows": rows,
        "receipt": asdict(found.receipt),
    }


def described(deployment: Deployment, scenario: Scenario) -> dict[str, Any]:
    """A scenario: its steps as they are kept and in words, and the statements that it adds and removes now."""
    edits = edits_of(deployment, scenario.steps)
    return {
        **asdict(scenario),
        "actions": [str(step) for step in scenario.steps],
        "words": list(in_words(deployment, scenario)),
        "withoutEffect": [str(step) for step in without_effect(deployment, scenario)],
        **{kind: list(lines) for kind, lines in statements(edits).items()},
    }


def _key(found: WhatIf) -> Sequence[str]:
    return [column.name for column in found.query.columns.values() if column.key]


def _row(row: Row) -> dict[str, Any]:
    return {name: plain(term) for name, term in row.items()}
