"""The table of engines tells of all that is tested on them."""

from __future__ import annotations

import re
from pathlib import Path

from engines import ENGINES

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "reference" / "engines.md"


def test_each_test_of_the_contract_has_its_row_and_each_engine_its_column() -> None:
    """It is written from a run of the contract test; a new test means to write it anew."""
    header, *rows = [line.strip("| ").split(" | ") for line in PAGE.read_text("utf-8").splitlines() if line[:1] == "|"]
    assert header == ["what holds", "embedded", *ENGINES]
    told = {row[0] for row in rows[1:]}
    tests = re.findall(r"def test_(\w+)\([^)]*\b(?:store|location):", (HERE / "test_contract.py").read_text("utf-8"))
    assert {name.replace("_", " ").capitalize() for name in tests} <= told
    assert all(row[2:] == ["yes"] * len(ENGINES) for row in rows[1:])
