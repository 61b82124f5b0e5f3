"""The actions that scenarios are made of: every ``.ru`` file of a folder, with the same header as a named query."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import Store

from graph_service.errors import QueryFileError
from graph_service.model.named_query import NamedQuery, read_named_query
from graph_service.model.update import read_update
from graph_service.services.query_catalogue import QueryCatalogue, read_catalogue


def read_actions(folder: Path) -> QueryCatalogue:
    """Read all action files, ``.ru``, of ``folder``."""
    return read_catalogue(folder.glob("*.ru"), _read, "scenario action")


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
