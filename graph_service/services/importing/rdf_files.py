"""RDF files: their statements, and where in the file a resource is described."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import Quad, RdfFormat, Triple, parse

from graph_service.errors import SourceError
from graph_service.model.change import Source

_PREFIX = re.compile(r"^\s*(?:@prefix|PREFIX)\s+([\w.-]*):\s*<([^>]*)>", re.MULTILINE | re.IGNORECASE)


@dataclass(frozen=True)
class RdfFile:
    """A file and the statements in it."""

    path: Path
    text: str
    quads: tuple[Quad, ...]

    @property
    def source(self) -> Source:
        """The file's name and SHA-256, for the record of changes."""
        return Source(self.path.name, hashlib.sha256(self.text.encode()).hexdigest())

    def line_of(self, iri: str) -> int:
        """The line on which the description of ``iri`` begins, counted from 1; 0 where it is not found."""
        return self._lines.get(iri, 0)

    @cached_property
    def _lines(self) -> dict[str, int]:
        prefixes = dict(_PREFIX.findall(self.text))
        lines: dict[str, int] = {}
        for number, line in enumerate(self.text.splitlines(), start=1):
            subject = line.split(maxsplit=1)[0] if line and not line[0].isspace() else ""
            prefix, colon, local = subject.partition(":")
            if subject.startswith("<"):
                lines.setdefault(subject[1:].split(">")[0], number)
            elif colon and prefix in prefixes:
                lines.setdefault(prefixes[prefix] + local.replace("\\", ""), number)
        return lines


def read_rdf_file(path: Path) -> RdfFile:
    """Read an RDF file; the format is told by the suffix.

    :raises SourceError: naming the line, where the file is missing, not UTF-8, or not of that format.
    """
    rdf_format = RdfFormat.from_extension(path.suffix.removeprefix("."))
    if rdf_format is None:
        raise SourceError(str(path), "Unknown kind of file; RDF files end in .ttl, .trig, .nt, .nq, .rdf or .jsonld.")
    try:
        text = path.read_text(encoding="utf-8")
        quads = parse(text.encode(), format=rdf_format, base_iri=path.resolve().as_uri(), rename_blank_nodes=True)
        file = RdfFile(path, text, tuple(quads))
    except OSError as error:
        raise SourceError(str(path), f"Can't be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SourceError(str(path), "Not UTF-8; save the file in that encoding.") from error
    except SyntaxError as error:
        raise SourceError(str(path), f"{error.msg}.", error.lineno or 0) from error
    if any(isinstance(quad.object, Triple) for quad in file.quads):
        raise SourceError(str(path), "Statements about statements (RDF 1.2 triple terms) are not taken.")
    return file


def triples(files: Iterable[RdfFile]) -> list[Triple]:
    """The statements of ``files``, whatever graph they name."""
    return [quad.triple for file in files for quad in file.quads]
