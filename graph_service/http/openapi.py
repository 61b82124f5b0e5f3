"""The description of the API: each named query has an operation of its own, with its parameters and columns."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from graph_service.formats import formats_of
from graph_service.http.problems import MEDIA_TYPE
from graph_service.model.named_query import NamedQuery, Parameter, QueryForm
from graph_service.model.page import LARGEST
from graph_service.services.ask import listed_values
from graph_service.services.deployment import Deployment
from graph_service.services.procurement.planning import QUERY as PLAN
from graph_service.services.views import release_keys

_TYPES: dict[str, dict[str, Any]] = {
    "iri": {"type": "string", "format": "iri"},
    "string": {"type": "string"},
    "language": {"type": "string", "pattern": "^([A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*)?$"},
    "integer": {"type": "integer", "minimum": -(10**18) + 1, "maximum": 10**18 - 1},
    # Written without an exponent, which programs use for smaller numbers.
    "decimal": {"type": "number", "multipleOf": 0.0001},
    "date": {"type": "string", "format": "date"},
    "boolean": {"type": "boolean"},
}
_VALUE = {"type": ["string", "number", "boolean"]}
_PROBLEM = {
    "type": "object",
    "description": "What went wrong and what to do (RFC 9457).",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "instance": {"type": "string", "format": "uri-reference"},
    },
}

_PROBLEM_ANSWER = {"content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}}


def install(app: FastAPI) -> None:
    """Let ``app`` describe the named queries of its deployment as they are when it is asked."""

    def describe() -> dict[str, Any]:
        deployment: Deployment = app.state.deployment
        document = get_openapi(title=app.title, version=app.version, summary=app.summary, routes=app.routes)
        document.setdefault("components", {}).setdefault("schemas", {})["Problem"] = _PROBLEM
        for operations in document["paths"].values():
            for operation in operations.values():
                _complete(operation)
        for query in deployment.queries.queries.values():
            document["paths"][f"/queries/{query.name}"] = {"get": _operation(query, deployment)}
        if plan := deployment.queries.queries.get(PLAN):
            parameters = [_parameter(parameter, deployment) for parameter in plan.parameters.values()]
            document["paths"]["/plan"]["get"]["parameters"] = parameters
        return document

    app.openapi = describe  # type: ignore[method-assign]


def _complete(operation: dict[str, Any]) -> None:
    """Say of an operation that negotiates which media types it sends, and that it may answer with a problem."""
    tags, responses = operation.get("tags", []), operation["responses"]
    responses.pop("422", None)  # the framework's own, which it never is here
    responses["default"] = {"description": "What went wrong and what to do.", **_PROBLEM_ANSWER}
    if "303" in responses:
        responses["303"].pop("content", None)
    families: dict[str, tuple[QueryForm, ...]] = {
        "linked data": ("graph",),
        "SPARQL": ("rows", "truth", "graph"),
        "scenarios": ("rows",),
        "procurement": ("rows",),
    }
    forms = next((families[tag] for tag in tags if tag in families), ())
    if "200" in responses and forms:
        types = {found.media_types[0] for form in forms for found in formats_of(form).values()}
        responses["200"]["content"] = _content(types | {"text/html", "application/json"})


def _operation(query: NamedQuery, deployment: Deployment) -> dict[str, Any]:
    parameters = [_parameter(parameter, deployment) for parameter in query.parameters.values()]
    if query.form == "rows":
        parameters += [
            _in_query("limit", "The number of rows of a page; all rows where it is left out.", 1, LARGEST),
            _in_query("offset", "The number of the first row of the page, counted from 0.", 0, 10**12),
        ]
    parameters += [
        _about("labels", "A language: labels in it stand beside IRIs.", _TYPES["language"]),
        _about(
            "release",
            "An earlier release of a catalogue, to be read in the place of the current one; may be repeated.",
            {"type": "string", "enum": ["", *release_keys(deployment)]},
        ),
    ]
    content = _content(found.media_types[0] for found in formats_of(query.form).values())
    if "application/json" in content:
        content["application/json"] = {"schema": _document(query)}
    return {
        "tags": ["queries"],
        "operationId": query.name.replace("-", "_"),
        "summary": query.summary,
        "description": query.description,
        "parameters": parameters,
        "responses": {
            "200": {"description": "The answer.", "content": content},
            "304": {"description": "The answer that the client has is still right."},
            "default": {"description": "What went wrong and what to do.", **_PROBLEM_ANSWER},
            "422": {"description": "Some arguments are missing or wrong; all problems are listed.", **_PROBLEM_ANSWER},
        },
    }


def _content(media_types: Iterable[str]) -> dict[str, Any]:
    """What is sent as each of these: any JSON, or text."""
    return {
        media_type: {"schema": {} if media_type.endswith("json") else {"type": "string"}}
        for media_type in sorted(media_types)
    }


def _parameter(parameter: Parameter, deployment: Deployment) -> dict[str, Any]:
    """A parameter; what a list feeds is listed, as IRIs and as keys. Forms send an empty text for no value."""
    schema = dict(_TYPES[parameter.type])
    required = not parameter.optional and parameter.default is None
    if parameter.of:
        schema["format"] = "iri-or-key"
    if parameter.format:
        schema["format"] = parameter.format
    if required and schema["type"] == "string":
        schema["minLength"] = 1
    if values := [value for value, _ in listed_values(deployment, parameter)]:
        start = f"{deployment.settings.base}id/{parameter.of}/"
        keys = {value.removeprefix(start) for value in values}
        schema["enum"] = sorted({*values, *keys, *([] if required else [""])})
    bounds = {"minimum": parameter.minimum, "maximum": parameter.maximum}
    schema |= {name: bound for name, bound in bounds.items() if bound is not None}
    if parameter.default is not None:
        schema["default"] = parameter.default
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": "query",
        "required": required,
        "description": parameter.help,
        "schema": schema,
    }
    if parameter.example != "UNDEF":
        described["example"] = parameter.example_text
    return described


def _in_query(name: str, text: str, least: int, most: int) -> dict[str, Any]:
    return _about(name, text, {"type": "integer", "minimum": least, "maximum": most})


def _about(name: str, text: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "in": "query", "required": False, "description": text, "schema": schema}


def _document(query: NamedQuery) -> dict[str, Any]:
    """The schema of the plain JSON answer."""
    properties: dict[str, Any] = {
        "query": {"type": "string"},
        "summary": {"type": "string"},
        "receipt": {"type": "object"},
    }
    if query.form == "truth":
        properties["answer"] = {"type": "boolean"}
    else:
        columns = {name: {**_VALUE, "description": column.help} for name, column in query.columns.items()}
        properties["columns"] = {"type": "array", "items": {"type": "string"}}
        properties["rows"] = {"type": "array", "items": {"type": "object", "properties": columns}}
        properties["total"] = {"type": "integer"}
    return {"type": "object", "properties": properties}
