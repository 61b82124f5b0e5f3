"""A named query: SPARQL in a file, with a header that says what it answers and what it takes.

The file is legal SPARQL and answers as it stands. Its header is YAML in ``#+`` comment lines; each parameter
is a variable whose example stands in a one-line ``VALUES ?name { example }``. Where SPARQL can't give the answer,
the header names the ``analysis`` that makes it from the query's rows; a parameter for that alone has its example in
the header.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, get_args

import yaml

from graph_service.errors import QueryFileError

#: What a query gives: rows, a truth, or statements.
QueryForm = Literal["rows", "truth", "graph"]
ParameterType = Literal["iri", "string", "language", "integer", "decimal", "date", "boolean"]

_HEADER_LINE = re.compile(r"#\+ ?(.*)")
_EXAMPLE_LINE = re.compile(r"\s*VALUES\s+\?(\w+)\s*\{\s*(.*?)\s*\}\s*", re.IGNORECASE)
_HEADER_KEYS = {
    *("summary", "description", "tags", "audience", "answers"),
    *("parameters", "columns", "analysis", "frame"),
}
_PARAMETER_KEYS = {
    "type",
    "help",
    "of",
    "default",
    "optional",
    "values",
    "values-from",
    "example",
    "minimum",
    "maximum",
    "format",
}
#: What addresses say of any query, which no parameter may be called.
RESERVED = ("format", "limit", "offset", "labels", "release", "generation", "digest", "scenario")
_COLUMN_KEYS = {"help", "key"}
_EXAMPLE_TYPES: tuple[tuple[str, ParameterType], ...] = (
    (r"<.*>", "iri"),
    (r"[+-]?\d+", "integer"),
    (r"[+-]?\d*\.\d+", "decimal"),
    (r"true|false", "boolean"),
    (r'".*"\^\^(?:xsd:date|<http://www\.w3\.org/2001/XMLSchema#date>)', "date"),
    (r'".*"', "string"),
)


@dataclass(frozen=True)
class Parameter:
    """What a named query takes under ``name``.

    ``example`` is the term of the file's ``VALUES`` row in SPARQL syntax, ``UNDEF`` for none. ``of`` is the type
    segment of the IRIs it takes (``building-block``), so that a key may stand for the IRI. ``values`` are
    the allowed values, ``minimum`` and ``maximum`` the bounds of a number; ``format`` says what its texts
    look like, where the type doesn't; ``values_from`` is the named query whose
    first column lists them.
    """

    name: str
    type: ParameterType
    help: str
    example: str
    of: str = ""
    default: str | None = None
    optional: bool = False
    values: tuple[str, ...] = ()
    values_from: str = ""
    minimum: float | None = None
    maximum: float | None = None
    format: str = ""

    @property
    def required(self) -> bool:
        """Whether a value must be given."""
        return not self.optional and self.default is None

    @property
    def example_text(self) -> str:
        """The example as a client would give it."""
        return self.example.strip("<>\"'")


@dataclass(frozen=True)
class Column:
    """What a named query gives under ``name``; the ``key`` columns together tell rows apart."""

    name: str
    help: str
    key: bool = False


def holds_years(column: str) -> bool:
    """Whether a column holds years, by its name; numbers of years aren't written as other numbers are."""
    return column.lower().endswith("year") and not column.endswith("PerYear")


@dataclass(frozen=True)
class NamedQuery:
    """One question, its SPARQL text, and what it takes and gives.

    ``analysis`` is the name of what makes the answer from the rows of the text; empty where the rows are the answer.
    ``frame`` is the JSON-LD frame of an answer that is a graph.
    """

    name: str
    summary: str
    text: str
    description: str = ""
    tags: tuple[str, ...] = ()
    audience: tuple[str, ...] = ()
    answers: tuple[str, ...] = ()
    parameters: Mapping[str, Parameter] = field(default_factory=dict)
    columns: Mapping[str, Column] = field(default_factory=dict)
    form: QueryForm = "rows"
    analysis: str = ""
    frame: Mapping[str, Any] | None = None

    @property
    def digest(self) -> str:
        """The SHA-256 of the file's text, which tells versions of the query apart."""
        return hashlib.sha256(self.text.encode()).hexdigest()


def read_named_query(name: str, text: str, path: str) -> NamedQuery:
    """Read a named query from the ``text`` of the file at ``path`` (which only errors mention).

    :raises QueryFileError: naming the line, where header and query do not fit each other.
    """
    header = read_header(text, path)
    refuse_unknown(header, _HEADER_KEYS, "the header", path)
    if not header.get("summary"):
        raise QueryFileError(path, 1, "The header needs a summary: one line that says what is answered.")
    examples = _examples(text, path)
    described: Mapping[str, Any] = header.get("parameters") or {}
    for missing in sorted(set(examples) - set(described)):
        line = examples[missing][1]
        raise QueryFileError(path, line, f"Describe ?{missing} under 'parameters' in the header.")
    analysis = str(header.get("analysis") or "")
    for other in sorted(set(described) - set(examples)):
        if not analysis or re.search(rf"[?$]{re.escape(other)}\b", text):
            raise QueryFileError(path, 1, f"Parameter {other} needs its example in a line 'VALUES ?{other} {{ … }}'.")
        examples[other] = (_header_example(described[other]), 1)
    return NamedQuery(
        name=name,
        summary=str(header["summary"]).strip(),
        text=text,
        description=str(header.get("description") or "").strip(),
        tags=tuple(header.get("tags") or ()),
        audience=tuple(header.get("audience") or ()),
        answers=tuple(header.get("answers") or ()),
        parameters={key: _parameter(key, value or {}, *examples[key], path) for key, value in described.items()},
        columns={key: _column(key, value, path) for key, value in (header.get("columns") or {}).items()},
        analysis=analysis,
        frame=header.get("frame"),
    )


def read_header(text: str, path: str) -> dict[str, Any]:
    """The YAML header of a SPARQL file, in the ``#+`` lines that it begins with.

    :raises QueryFileError: naming the line, where it is missing or no YAML.
    """
    lines = []
    for line in text.splitlines():
        match = _HEADER_LINE.fullmatch(line)
        if not match:
            break
        lines.append(match[1])
    try:
        header = yaml.safe_load("\n".join(lines))
    except yaml.MarkedYAMLError as error:
        line_number = error.problem_mark.line + 1 if error.problem_mark else 1
        raise QueryFileError(path, line_number, f"The header is not YAML: {error.problem}.") from error
    if not isinstance(header, dict):
        raise QueryFileError(path, 1, "The file must begin with a header of '#+ key: value' lines.")
    return header


def _examples(text: str, path: str) -> dict[str, tuple[str, int]]:
    """Each parameter's example and its line."""
    found: dict[str, tuple[str, int]] = {}
    for number, line in enumerate(text.splitlines(), start=1):
        match = _EXAMPLE_LINE.fullmatch(line)
        if not match:
            continue
        if match[1] in found:
            raise QueryFileError(path, number, f"?{match[1]} has two VALUES lines; a parameter has one.")
        found[match[1]] = (match[2], number)
    return found


def _header_example(given: Any) -> str:
    """The example of a parameter that no VALUES line shows: what the header says, else its default."""
    said = given.get("example", given.get("default")) if isinstance(given, dict) else None
    return "UNDEF" if said is None else str(said)


def _parameter(name: str, given: Any, example: str, line: int, path: str) -> Parameter:
    if isinstance(given, str):
        given = {"help": given}
    refuse_unknown(given, _PARAMETER_KEYS, f"parameter {name}", path)
    if name in RESERVED:
        raise QueryFileError(path, line, f"A parameter can't be called {name}; addresses use that for every query.")
    kind: Any = given.get("type")
    if kind is None:
        kind = next((kind for pattern, kind in _EXAMPLE_TYPES if re.fullmatch(pattern, example)), None)
    if kind not in get_args(ParameterType):
        allowed = ", ".join(get_args(ParameterType))
        raise QueryFileError(path, line, f"Give parameter {name} a type: one of {allowed}.")
    if not given.get("help"):
        raise QueryFileError(path, line, f"Parameter {name} needs a help text.")
    default = given.get("default")
    return Parameter(
        name=name,
        type=kind,
        help=str(given["help"]),
        example=example,
        of=given.get("of", ""),
        default=None if default is None else str(default),
        optional=bool(given.get("optional", False)),
        values=tuple(str(value) for value in given.get("values", ())),
        values_from=given.get("values-from", ""),
        minimum=given.get("minimum"),
        maximum=given.get("maximum"),
        format=given.get("format", ""),
    )


def _column(name: str, given: Any, path: str) -> Column:
    if isinstance(given, str):
        given = {"help": given}
    refuse_unknown(given, _COLUMN_KEYS, f"column {name}", path)
    return Column(name=name, help=str(given.get("help", "")), key=bool(given.get("key", False)))


def refuse_unknown(given: Any, known: set[str], where: str, path: str) -> None:
    """Refuse keys of a header that mean nothing.

    :raises QueryFileError: naming them and those that are known.
    """
    if not isinstance(given, dict):
        raise QueryFileError(path, 1, f"What {where} says must be 'key: value' pairs.")
    for key in sorted(set(given) - known):
        raise QueryFileError(path, 1, f"Unknown key {key!r} in {where}; known are {', '.join(sorted(known))}.")
