"""Earlier texts of named queries, each under its digest: an answer that was cited can be asked for again."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

from graph_service.errors import AnswerGone, QueryFileError
from graph_service.model.named_query import NamedQuery
from graph_service.services.query_catalogue import read_query_file

_DIGEST = re.compile("[0-9a-f]{64}")


@dataclass(frozen=True)
class QueryArchive:
    """A folder with a folder for each digest, which holds the file of the query."""

    folder: Path
    _kept: set[str] = field(default_factory=set)

    def keep(self, query: NamedQuery) -> None:
        """Keep the text of ``query``, where it is not kept yet; where there is no room, the next answer tries again."""
        if query.digest in self._kept:
            return
        file = self._file(query.name, query.digest)
        if not file.exists():
            new = file.with_suffix(".new")
            try:
                file.parent.mkdir(parents=True, exist_ok=True)
                new.write_bytes(query.text.encode())
                new.replace(file)
            except OSError:
                return
        self._kept.add(query.digest)

    def get(self, name: str, digest: str) -> NamedQuery:
        """The query ``name`` as it was when it had that digest.

        :raises AnswerGone: where that text was not kept, or is not what it was.
        """
        if _DIGEST.fullmatch(digest) and self._file(name, digest).is_file():
            try:
                query = read_query_file(self._file(name, digest))
            except QueryFileError:
                query = None
            if query and query.digest == digest:
                return query
        raise AnswerGone(f"The text that the query {name} had then is not kept here.")

    def _file(self, name: str, digest: str) -> Path:
        return self.folder / digest / f"{name}.rq"
