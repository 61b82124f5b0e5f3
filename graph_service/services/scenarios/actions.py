"""The actions that scenarios are made of: every ``.ru`` file of a folder, with the same header as a named query."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from graph_service.errors import QueryFileError, UnknownName
from graph_service.model.named_query import NamedQuery, read_named_query
from graph_service.model.update import read_update


@dataclass(frozen=True)
class ActionCatalogue:
    """Actions by name, and the errors of files that hold none."""

    actions: Mapping[str, NamedQuery]
    broken: Mapping[str, QueryFileError]

    def get(self, name: str) -> NamedQuery:
        """The action of that name.

        :raises QueryFileError: where its file is wrong.
        :raises UnknownName: where there is none, with names that resemble it.
        """
        if name in self.broken:
            raise self.broken[name]
        if name not in self.actions:
            raise UnknownName("scenario action", name, difflib.get_close_matches(name, self.actions))
        return self.actions[name]


def read_actions(folder: Path) -> ActionCatalogue:
    """Read all action files of ``folder``."""
    actions: dict[str, NamedQuery] = {}
    broken: dict[str, QueryFileError] = {}
    for path in sorted(folder.glob("*.ru")):
        try:
            actions[path.stem] = _read(path)
        except QueryFileError as error:
            broken[path.stem] = error
    return ActionCatalogue(actions, broken)


def _read(path: Path) -> NamedQuery:
    place = f"{path.parent.name}/{path.name}"
    try:
        action = read_named_query(path.stem, path.read_text(encoding="utf-8"), place)
        update = read_update(action.text)
        for template in update.deletes + update.inserts:
            Store().query(update.graphs_of(template))
            Store().query(update.triples_of(template))
    except (OSError, UnicodeDecodeError) as error:
        raise QueryFileError(place, 0, f"Can't be read: {error}.") from error
    except (SyntaxError, ValueError, RuntimeError) as error:
        line = getattr(error, "lineno", None) or 0
        raise QueryFileError(place, line, f"Not an update that a scenario can use: {error}") from error
    return action
