"""The number of the format in which this software keeps data, and what brings older data to it.

A step from one number to the next is a file ``upgrades/<number>.ru`` beside this module, a SPARQL update that does no
harm when it is made twice. The highest number of a file is the format of this software; without files it is 1.
The number stands in a file of the store's folder, so that it can be read where the engine can't read the store.
"""

from __future__ import annotations

import json
import os
from importlib.metadata import version
from pathlib import Path
from typing import Any

from pyoxigraph import Store

from graph_service.errors import StoreUnavailable

UPGRADES = Path(__file__).parent / "upgrades"
ENGINE = f"oxigraph {version('pyoxigraph')}"
_FILE = "graph-service.json"
_FIRST = 1


def current_format(upgrades: Path = UPGRADES) -> int:
    """The number of the format that this software writes."""
    return max((int(step.stem) for step in upgrades.glob("*.ru")), default=_FIRST)


def kept_format(folder: Path) -> tuple[int, str]:
    """The number of the format of the store in ``folder``, and the engine that wrote it last, empty if unknown.

    :raises StoreUnavailable: where the file that says so is not what this software wrote.
    """
    file = folder / _FILE
    try:
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
        return int(content["format"]), str(content["engine"])
    except FileNotFoundError:  # of a time when there was one format
        return _FIRST, ""
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise StoreUnavailable(f"{file}, which names the format of the store, can't be read: {error}") from error


def refuse_newer(number: int, what: str, upgrades: Path = UPGRADES) -> None:
    """Refuse ``what`` if its format is newer than this software.

    :raises StoreUnavailable: saying which format it has.
    """
    known = current_format(upgrades)
    if number > known:
        raise StoreUnavailable(
            f"{what} has data format {number}; this version of Graph Service knows formats up to {known}. "
            "Use the version that wrote it, or a later one."
        )


def upgrade(store: Store, folder: Path, upgrades: Path = UPGRADES) -> None:
    """Bring ``store`` in ``folder`` to the format of this software, step by step, and note it."""
    kept, known = kept_format(folder), current_format(upgrades)
    for number in range(kept[0] + 1, known + 1):
        store.update((upgrades / f"{number}.ru").read_text(encoding="utf-8"))
        store.flush()
        note_format(folder, number)
    if kept != (known, ENGINE):
        note_format(folder, known)


def note_format(folder: Path, number: int) -> None:
    """Note that the store in ``folder`` has the format ``number``."""
    new = folder / f"{_FILE}.new"
    with new.open("w", encoding="utf-8") as file:
        json.dump({"format": number, "engine": ENGINE}, file)
        file.write("\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(folder / _FILE)
