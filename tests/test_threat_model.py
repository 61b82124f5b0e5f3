"""The threat model is true: each promise names tests, and they are there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "docs" / "explanation" / "threat-model.md").read_text(encoding="utf-8")
PROMISES = [row.split(" | ") for row in TEXT.splitlines() if "`tests/" in row]


def test_every_promise_has_a_symptom_and_a_test() -> None:
    """None stands there for its sound."""
    section = TEXT.partition("## What is promised")[2].partition("\n## ")[0]
    rows = [row for row in section.splitlines() if row.startswith("| ")][1:]
    assert len(rows) == len(PROMISES) > 15
    assert all(len(promise) == 3 for promise in PROMISES)


@pytest.mark.parametrize("named", sorted(set(re.findall(r"`(tests/[\w/.]+::\w+)`", TEXT))))
def test_the_tests_that_it_names_are_there(named: str) -> None:
    """By file and name."""
    file, _, name = named.partition("::")
    assert f"def {name}(" in (ROOT / file).read_text(encoding="utf-8")
