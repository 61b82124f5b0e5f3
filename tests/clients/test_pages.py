"""The pages on Python and on language models: what they show is run in order, as the cells of a notebook."""

from __future__ import annotations

import io
import os
import re
import sys
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
from served import Service

HOW_TO = Path(__file__).parent.parent.parent / "docs" / "how-to"
CELL = re.compile(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```\n", re.MULTILINE | re.DOTALL)


@pytest.mark.parametrize(("page", "cells"), [("use-from-python", 8), ("connect-a-language-model", 1)])
def test_cells_print_what_is_shown(live: Service, monkeypatch: pytest.MonkeyPatch, page: str, cells: int) -> None:
    """Each goes on where the one before ended."""
    monkeypatch.setenv("PATH", f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}")
    text = (HOW_TO / f"{page}.md").read_text(encoding="utf-8")
    found = CELL.findall(text)
    assert len(found) == cells == text.count("```python")
    names: dict[str, Any] = {}
    for code, shown in found:
        printed = io.StringIO()
        with redirect_stdout(printed):
            exec(compile(code.replace("http://localhost:8000", live.address), page, "exec"), names)  # noqa: S102 - our page
        assert printed.getvalue().replace(live.address, "http://localhost:8000") == shown
    if "service" in names:
        names["service"].close()
