"""Named queries as tools: what they take and give as JSON Schema.

Source: https://modelcontextprotocol.io/specification/2025-11-25/server/tools
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mcp_types import Tool, ToolAnnotations

from graph_service.client import ClientError, Parameter, Query

#: How many rows an answer has where none are asked for, and at most.
ROWS, MOST_ROWS = 100, 1000
#: The longest list of values that a schema holds; the values of a longer one are to be asked for.
MOST_VALUES = 200
DESCRIBE = "describe-thing"

#: Nothing is changed, asking again gives the same, and only this service is asked.
_READING = ToolAnnotations(read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False)
_TYPES: dict[str, dict[str, Any]] = {
    "iri": {"type": "string"},
    "string": {"type": "string"},
    "language": {"type": "string", "pattern": "^[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*$"},
    "integer": {"type": "integer"},
    "decimal": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "boolean": {"type": "boolean"},
}
_READERS: dict[str, Callable[[str], Any]] = {"integer": int, "decimal": float, "boolean": lambda text: text == "true"}
_VALUE = {"type": ["string", "number", "boolean"]}
#: What every tool takes, so that lists of tools stay short; the server's instructions explain it.
_ABOUT = {"release": {"type": "string"}, "labels": {"type": "string"}}
_PAGE = {
    "limit": {"type": "integer", "minimum": 1, "maximum": MOST_ROWS, "default": ROWS},
    "offset": {"type": "integer", "minimum": 0, "default": 0},
}
_IRI = {"type": "string", "description": "Its IRI, as rows have it."}


def tool_of(query: Query, values: Mapping[str, Sequence[str]]) -> Tool:
    """The tool that asks ``query``; ``values`` are those that lists allow, by the name of the query that lists them."""
    parameters = {p.name: _schema(p, values.get(p.values_from, ())) for p in query.parameters}
    return Tool(
        name=query.name,
        title=query.summary,
        description=f"{query.summary}. {' '.join(query.description.split())}",
        input_schema={
            "type": "object",
            "properties": {**parameters, **_ABOUT, **(_PAGE if query.form == "rows" else {})},
            "required": [p.name for p in query.parameters if p.required],
            "additionalProperties": False,
        },
        output_schema=_output(query),
        annotations=_READING,
    )


def describing() -> Tool:
    """The tool that describes a thing, for models that can't read resources by themselves."""
    return Tool(
        name=DESCRIBE,
        title="What is known of one thing",
        description="All statements about a thing, and the first that link to it, in Turtle.",
        input_schema={
            "type": "object",
            "properties": {"iri": _IRI},
            "required": ["iri"],
            "additionalProperties": False,
        },
        annotations=_READING,
    )


def _schema(parameter: Parameter, values: Sequence[str]) -> dict[str, Any]:
    """What one parameter takes; what a list allows is listed, unless it is long."""
    schema = dict(_TYPES[parameter.type])
    text = parameter.help
    read = _READERS.get(parameter.type, str)
    listed = [read(value) for value in parameter.values or values]
    if 0 < len(listed) <= MOST_VALUES:
        schema["enum"] = listed
    elif parameter.values_from:
        text += f" {parameter.values_from} lists what there is."
    if parameter.example != "UNDEF" and parameter.default is None and "enum" not in schema:
        example = parameter.example.strip('<>"')
        text += f" Example: {example}"
    bounds = {"minimum": parameter.minimum, "maximum": parameter.maximum}
    schema |= {name: bound for name, bound in bounds.items() if bound is not None}
    if parameter.default is not None:
        schema["default"] = read(parameter.default)
    return {**schema, "description": text}


def _output(query: Query) -> dict[str, Any] | None:
    """What the structured part of an answer holds; an answer that is a graph has none."""
    if query.form == "graph":
        return None
    properties: dict[str, Any] = {"receipt": {"type": "object"}, "permalink": {"type": "string"}}
    if query.form == "truth":
        answer: dict[str, Any] = {"answer": {"type": "boolean"}}
    else:
        row = {column.name: {**_VALUE, "description": column.help} for column in query.columns}
        answer = {
            "rows": {"type": "array", "items": {"type": "object", "properties": row}},
            "total": {"type": "integer"},
            "truncated": {"type": "boolean"},
        }
    return {"type": "object", "properties": {**answer, **properties}, "required": [*answer, *properties]}


def given_to(query: Query, arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments of a call as the client takes them, with bounded rows; the service refuses what is wrong.

    :raises ClientError: where the bounds are no numbers.
    """
    given = {name: int(v) if isinstance(v, float) and v.is_integer() else v for name, v in arguments.items()}
    if query.form == "rows":
        limit, offset = (given.get(name, default) for name, default in (("limit", ROWS), ("offset", 0)))
        if not isinstance(limit, int) or not isinstance(offset, int):
            raise ClientError("Give limit and offset as whole numbers.")
        given |= {"limit": min(limit, MOST_ROWS), "offset": offset}
    return given
