"""Errors as RFC 9457 problem documents, or as pages for browsers; the one place that knows status numbers."""

from __future__ import annotations

import errno
import json
from dataclasses import asdict
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse
from fastapi.routing import APIRoute
from starlette.exceptions import HTTPException

from graph_service import errors
from graph_service.http.frames import words_of
from graph_service.model.addresses import document_path, foreign_path
from graph_service.model.terms import ROOT
from graph_service.observation import PROBLEMS as PROBLEMS_SENT
from graph_service.observation import REQUEST
from graph_service.pages.layout import Frame
from graph_service.pages.problem import problem_page
from graph_service.services.audit.occasion import current
from graph_service.services.backups.manifest import BackupRefused
from graph_service.services.readiness import NotReady

MEDIA_TYPE = "application/problem+json"
PROBLEMS = f"{ROOT}problems/"
#: Seconds after which a client may try again what can't be done now.
RETRY_AFTER = "5"

STATUS: dict[type[errors.GraphServiceError], HTTPStatus] = {
    errors.GraphServiceError: HTTPStatus.INTERNAL_SERVER_ERROR,
    errors.QueryFileError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.DashboardFileError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.UnknownName: HTTPStatus.NOT_FOUND,
    errors.InvalidArguments: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.QueryError: HTTPStatus.BAD_REQUEST,
    errors.SourceError: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.MappingError: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.DataInvalid: HTTPStatus.UNPROCESSABLE_ENTITY,
    errors.NotAcceptable: HTTPStatus.NOT_ACCEPTABLE,
    errors.StoreUnavailable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.StoreFull: HTTPStatus.INSUFFICIENT_STORAGE,
    NotReady: HTTPStatus.SERVICE_UNAVAILABLE,
    BackupRefused: HTTPStatus.CONFLICT,
    errors.RequestError: HTTPStatus.BAD_REQUEST,
    errors.UnsupportedMedia: HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    errors.TooLarge: HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
    errors.UpdateRefused: HTTPStatus.FORBIDDEN,
    errors.NotAuthenticated: HTTPStatus.UNAUTHORIZED,
    errors.AccessRefused: HTTPStatus.FORBIDDEN,
    errors.FederationRefused: HTTPStatus.FORBIDDEN,
    errors.TooComplex: HTTPStatus.BAD_REQUEST,
    errors.QueryTimeout: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.QueryMemory: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.Overloaded: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.OverBudget: HTTPStatus.TOO_MANY_REQUESTS,
    errors.Unaccountable: HTTPStatus.SERVICE_UNAVAILABLE,
    errors.DataUnreadable: HTTPStatus.BAD_REQUEST,
    errors.WriteRefused: HTTPStatus.FORBIDDEN,
    errors.ChangedMeanwhile: HTTPStatus.PRECONDITION_FAILED,
    errors.ConditionMissing: HTTPStatus.PRECONDITION_REQUIRED,
    errors.AnswerGone: HTTPStatus.GONE,
    errors.ThingGone: HTTPStatus.GONE,
    errors.NothingToDo: HTTPStatus.CONFLICT,
    errors.RangeUnsatisfiable: HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE,
}
#: What the system says of a disk that is full.
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
TITLES = {
    "query-file": "The file of this named query is wrong",
    "dashboard-file": "The file of this page is wrong",
    "unknown-name": "There is no such thing here",
    "invalid-arguments": "Some arguments are missing or wrong",
    "query-error": "The query is wrong",
    "source-error": "What was sent can't be read",
    "mapping-error": "The mapping of tables can't be used",
    "data-invalid": "The data breaks shapes",
    "not-acceptable": "Not offered in a format that you accept",
    "store-unavailable": "The graph can't be reached",
    "store-full": "There is no room for changes",
    "not-ready": "The service can't do all of its work now",
    "backup-refused": "This backup can't be used",
    "bad-request": "The request doesn't keep to the protocol",
    "unsupported-media-type": "What was sent is of a kind that isn't read here",
    "too-large": "What was sent is too long",
    "update-refused": "Changes aren't taken here",
    "not-authenticated": "A valid key is needed",
    "access-refused": "You may not do this",
    "federation-refused": "Other servers aren't called",
    "too-complex": "The query is too complex",
    "query-timeout": "The query took too long",
    "query-memory": "The query needed too much memory",
    "overloaded": "Too much at once",
    "over-budget": "Too much work for one client",
    "unaccountable": "Changes can't be answered for now",
    "data-unreadable": "What was sent is not the RDF that it should be",
    "write-refused": "This graph isn't changed in this way",
    "changed-meanwhile": "The data were changed meanwhile",
    "condition-missing": "Say which state you are changing",
    "answer-gone": "This answer can't be given again",
    "thing-gone": "This is not in use any more",
    "nothing-to-do": "There is nothing to do",
    "range-not-satisfiable": "The file is not that long",
    "error": "Something went wrong",
}


def problem(status: HTTPStatus, code: str, title: str, detail: str, **more: Any) -> Response:
    """A problem document; its ``type`` is stable for ``code``, and its ``instance`` names the request."""
    current().problem = code
    PROBLEMS_SENT.labels(code).inc()
    document = {"type": PROBLEMS + code, "title": title, "status": status.value, "detail": detail, **more}
    document |= {"instance": f"#{REQUEST.get()}"} if REQUEST.get() else {}
    return Response(json.dumps(document, ensure_ascii=False), status, media_type=MEDIA_TYPE, headers={"Vary": "Accept"})


def internal_error() -> Response:
    """What is told of an error that nobody expected: nothing of the inside, and by what the operator finds it."""
    detail = f"This is an error of the service. Tell its operator the id of your request: {REQUEST.get()}"
    return problem(HTTPStatus.INTERNAL_SERVER_ERROR, "error", TITLES["error"], detail)


def _shown(request: Request, answer: Response) -> Response:
    """The problem as a page, where a browser asks; as the document that it is for everybody else."""
    accepted = request.headers.get("accept", "")
    if "text/html" not in accepted or "json" in accepted:
        return answer
    page = problem_page(json.loads(bytes(answer.body)), Frame(words_of(request)))
    headers = {name: value for name, value in answer.headers.items() if name not in {"content-type", "content-length"}}
    return HTMLResponse(page, answer.status_code, headers)


def install(app: FastAPI) -> None:
    """Answer every error of ``app`` with a problem document."""
    app.add_exception_handler(errors.GraphServiceError, _ours)
    app.add_exception_handler(OSError, _system)
    app.add_exception_handler(HTTPException, _framework)
    app.add_exception_handler(RequestValidationError, _validation)


def _ours(request: Request, error: Exception) -> Response:
    assert isinstance(error, errors.GraphServiceError)  # noqa: S101 - what the handler is installed for
    status = next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)
    answer = problem(status, error.code, TITLES[error.code], str(error), **_more(error))
    answer.headers.update(_headers(request, error, status))
    return _shown(request, answer)


def _system(request: Request, error: Exception) -> Response:
    """A full disk, wherever it shows; other errors of the system are nobody's mistake that we know of."""
    assert isinstance(error, OSError)  # noqa: S101 - what the handler is installed for
    if error.errno not in _NO_ROOM:
        raise error
    return _ours(request, errors.StoreFull(f"The disk is full: {error.strerror}. Make room; nothing was changed."))


def _more(error: errors.GraphServiceError) -> dict[str, Any]:
    """What a problem document says of ``error`` besides what all say."""
    more: dict[str, Any] = {}
    match error:
        case errors.InvalidArguments():
            more["problems"] = [asdict(found) for found in error.problems]
        case errors.UnknownName():
            more["nearest"] = error.nearest
        case errors.ThingGone():
            more |= {"change": f"/changes/{error.change}" if error.change else None, "releases": error.releases}
        case errors.NotAcceptable():
            more["offered"] = error.offered
        case errors.QueryFileError() | errors.SourceError():
            more["line"] = error.line
        case errors.DataUnreadable():
            more |= {"line": error.line, "column": error.column}
        case NotReady():
            more |= {"wrong": error.wrong, "checks": error.checks}
        case errors.DataInvalid():
            more["findings"] = [asdict(finding) for finding in error.report.findings]
    return more


def _headers(request: Request, error: errors.GraphServiceError, status: HTTPStatus) -> dict[str, str]:
    """What clients are told beside the document, for programs."""
    match error:
        case errors.OverBudget():
            return {"Retry-After": str(error.wait)}
        case errors.RangeUnsatisfiable():
            return {"Content-Range": f"bytes */{error.size}"}
        case errors.ThingGone():
            return _of_the_gone(request, error)
    if status == HTTPStatus.UNAUTHORIZED:
        return {"WWW-Authenticate": 'Bearer realm="graph-service"'}
    return {"Retry-After": RETRY_AFTER} if status == HTTPStatus.SERVICE_UNAVAILABLE else {}


def _of_the_gone(request: Request, error: errors.ThingGone) -> dict[str, str]:
    """Where a thing that is gone is still described: the change that removed it, and the releases that hold it."""
    path = document_path(error.iri, request.app.state.deployment.settings.base) or foreign_path(error.iri)
    mark = "&" if "?" in path else "?"
    links = [f'<{path}{mark}{urlencode({"release": r})}>; rel="predecessor-version"' for r in error.releases]
    links += [f'</changes/{error.change}>; rel="describedby"'] if error.change else []
    return {"Link": ", ".join(links)} if links else {}


def _framework(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - what the handler is installed for
    status = HTTPStatus(error.status_code)
    detail = f"{request.method} {request.url.path}: {status.description or error.detail}"
    answer = problem(status, f"http-{status.value}", status.phrase, detail)
    answer.headers.update(error.headers or {})
    if status == HTTPStatus.METHOD_NOT_ALLOWED:
        answer.headers["Allow"] = ", ".join(sorted(_allowed(request))) or answer.headers.get("Allow", "GET")
    return _shown(request, answer)


def _allowed(request: Request) -> set[str]:
    """The methods of all routes with that path; the framework names those of the first alone."""
    path = request.url.path
    routes: list[APIRoute] = request.app.state.routes
    allowed = {method for route in routes if route.path_regex.match(path) for method in route.methods or ()}
    return allowed | ({"HEAD"} if "GET" in allowed else set())


def _validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 - what the handler is installed for
    found = [{"parameter": ".".join(map(str, e["loc"][1:])), "detail": e["msg"]} for e in error.errors()]
    answer = problem(
        HTTPStatus.UNPROCESSABLE_ENTITY, "invalid-arguments", TITLES["invalid-arguments"], str(found), problems=found
    )
    return _shown(request, answer)
