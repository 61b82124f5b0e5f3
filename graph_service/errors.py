"""What can go wrong, in one tree.

GraphServiceError
├── QueryFileError      a file under queries/ is not a valid named query
├── DashboardFileError  a file under dashboard/ is not a valid page
├── UnknownName         something was asked for by a name or IRI that is not there
├── InvalidArguments    arguments of a named query are missing, unknown or malformed
├── QueryError          the text of a SPARQL query is wrong
├── SourceError         a file to be read is missing, malformed or of an unknown kind
├── MappingError        a mapping of tables, or the engine that runs it, is not fit for use
├── DataInvalid         data breaks a shape; nothing was changed
├── NotAcceptable       no representation in a format that the client accepts
├── StoreUnavailable    the store can't be opened or reached
├── StoreFull           there is no room for changes; nothing was changed
├── RequestError        a request doesn't keep to the protocol
├── UnsupportedMedia    what was sent is of a media type or character set that isn't read
├── TooLarge            what was sent is longer than what is read
├── UpdateRefused       a change was asked for where only questions are answered
├── NotAuthenticated    who asks for a change must say who they are, by a valid key
├── AccessRefused       a key's role is not enough, or the service takes no changes
├── FederationRefused   a query would call another server
├── TooComplex          a query nests or lists more than the engine bears
├── QueryTimeout        a query ran longer than it may
├── QueryMemory         a query needed more memory than it may
├── Overloaded          more queries or changes than may run and wait
├── OverBudget          a client asked for more work than its share
├── Unaccountable       who asks can't be checked, or what is done can't be recorded, for now
├── DataUnreadable      data that were sent are not of the format that they should be
├── WriteRefused        a graph may not be changed, or not in this way
├── ChangedMeanwhile    data were changed since the client read them
├── ConditionMissing    a change that replaces must say which state it replaces
├── AnswerGone          an earlier answer can't be given again
├── ThingGone           a thing was known once, and is not any more
└── NothingToDo         a change is asked for that would change nothing

Each class has a stable ``code``: the end of the ``type`` of its problem document, and its heading in the reference.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from graph_service.model.report import ValidationReport


class GraphServiceError(Exception):
    """The root of all errors that this service raises on purpose; its text is fit for users."""

    code: ClassVar[str] = "error"


class QueryFileError(GraphServiceError):
    """A query file can't be used; ``line`` counts from 1, 0 where no line can be named."""

    code = "query-file"

    def __init__(self, path: str, line: int, reason: str) -> None:
        self.path, self.line, self.reason = path, line, reason
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")


class DashboardFileError(GraphServiceError):
    """The file of a dashboard page is wrong; ``where`` says in which part of it."""

    code = "dashboard-file"

    def __init__(self, path: str, where: str, problem: str) -> None:
        super().__init__(f"{path}, {where}: {problem}")


class UnknownName(GraphServiceError):
    """There is no ``kind`` of that ``name``; ``nearest`` are existing names that resemble it."""

    code = "unknown-name"

    def __init__(self, kind: str, name: str, nearest: Sequence[str] = ()) -> None:
        self.kind, self.name, self.nearest = kind, name, tuple(nearest)
        hint = f" Did you mean {' or '.join(self.nearest)}?" if self.nearest else ""
        super().__init__(f"There is no {kind} {name!r}.{hint}")


@dataclass(frozen=True)
class ArgumentProblem:
    """One thing wrong with the arguments of a named query."""

    parameter: str
    given: str | None
    detail: str
    nearest: tuple[str, ...] = ()


class InvalidArguments(GraphServiceError):
    """All problems with the arguments of one request, together."""

    code = "invalid-arguments"

    def __init__(self, problems: Sequence[ArgumentProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__(" ".join(f"{p.parameter}: {p.detail}" for p in self.problems))


class QueryError(GraphServiceError):
    """The engine refused the text of a query."""

    code = "query-error"


class SourceError(GraphServiceError):
    """A file can't be read as what it should be; ``line`` is 0 where no line can be named."""

    code = "source-error"

    def __init__(self, path: str, reason: str, line: int = 0) -> None:
        self.path, self.reason, self.line = path, reason, line
        super().__init__(f"{path}:{line}: {reason}" if line else f"{path}: {reason}")


class MappingError(GraphServiceError):
    """A mapping is wrong, or the engine that runs mappings is missing or failed; what to do is said."""

    code = "mapping-error"


class DataInvalid(GraphServiceError):
    """The data would break shapes; ``report`` says which and where."""

    code = "data-invalid"

    def __init__(self, report: ValidationReport) -> None:
        self.report = report
        super().__init__(f"{report.violations} violations, {report.warnings} warnings; nothing was changed.")


class NotAcceptable(GraphServiceError):
    """None of the accepted formats is offered, and why where that isn't plain; ``offered`` lists those that are."""

    code = "not-acceptable"

    def __init__(self, offered: Sequence[str], reason: str = "") -> None:
        self.offered = tuple(offered)
        super().__init__(f"{reason} Offered here: {', '.join(self.offered)}.".strip())


class StoreUnavailable(GraphServiceError):
    """The store can't be opened or reached, and why."""

    code = "store-unavailable"


class StoreFull(GraphServiceError):
    """There is no room for changes on the disk of the store, which is still read; nothing was changed."""

    code = "store-full"


class RequestError(GraphServiceError):
    """The request doesn't keep to the SPARQL protocol, and in what."""

    code = "bad-request"


class UnsupportedMedia(GraphServiceError):
    """The media type or character set of what was sent isn't read here."""

    code = "unsupported-media-type"


class TooLarge(GraphServiceError):
    """What was sent is longer than what is read."""

    code = "too-large"


class UpdateRefused(GraphServiceError):
    """A change was asked for where only questions are answered."""

    code = "update-refused"


class NotAuthenticated(GraphServiceError):
    """Whoever asks for a change must say who they are, by a valid key."""

    code = "not-authenticated"


class AccessRefused(GraphServiceError):
    """The role of the key is not enough for this, or the service takes no changes."""

    code = "access-refused"


class FederationRefused(GraphServiceError):
    """A query would call another server; queries are answered from the data held here alone."""

    code = "federation-refused"


class TooComplex(GraphServiceError):
    """A query nests or lists more than the engine bears; ask in parts."""

    code = "too-complex"


class QueryTimeout(GraphServiceError):
    """A query ran longer than it may, and was ended; nothing of its answer is kept."""

    code = "query-timeout"


class QueryMemory(GraphServiceError):
    """A query needed more memory than it may, and was ended; nothing of its answer is kept."""

    code = "query-memory"


class Overloaded(GraphServiceError):
    """More queries or changes than may run and wait; ask again after the time in ``Retry-After``."""

    code = "overloaded"


class OverBudget(GraphServiceError):
    """A client asked for more work in a minute than its share; ask again after the time in ``Retry-After``."""

    code = "over-budget"

    def __init__(self, share: str, wait: int) -> None:
        self.wait = wait
        super().__init__(f"{share} Ask again in {wait} seconds.")


class Unaccountable(GraphServiceError):
    """Nothing is changed: the audit log can't be written, or the keys that tokens are checked with can't be had."""

    code = "unaccountable"


class DataUnreadable(GraphServiceError):
    """Data that were sent can't be read as what they should be; ``line`` and ``column`` count from 1, 0 is unknown."""

    code = "data-unreadable"

    def __init__(self, reason: str, line: int = 0, column: int = 0) -> None:
        self.reason, self.line, self.column = reason, line, column
        super().__init__(f"Line {line}, column {column}: {reason}" if line else reason)


class WriteRefused(GraphServiceError):
    """A graph may not be changed, or not in this way, and what to do instead."""

    code = "write-refused"


class ChangedMeanwhile(GraphServiceError):
    """The data were changed since the client read them; read again and decide anew."""

    code = "changed-meanwhile"


class ConditionMissing(GraphServiceError):
    """A change that replaces or removes must say in ``If-Match`` or ``If-None-Match`` which state it is meant for."""

    code = "condition-missing"


class AnswerGone(GraphServiceError):
    """An earlier answer can't be given again: the data or the query of that time are not kept."""

    code = "answer-gone"


class ThingGone(GraphServiceError):
    """A thing was known once: ``change`` removed it, and the graphs of ``releases`` still hold it, the latest first."""

    code = "thing-gone"

    def __init__(self, iri: str, change: int | None, releases: Sequence[str] = ()) -> None:
        self.iri, self.change, self.releases = iri, change, tuple(releases)
        removed = f" Change {change} removed it." if change else ""
        kept = f" It is still described in {' and '.join(self.releases)}." if releases else ""
        super().__init__(f"{iri} is not in use any more.{removed}{kept}")


class NothingToDo(GraphServiceError):
    """What is asked for is so already, or can't be done any more."""

    code = "nothing-to-do"


class RangeUnsatisfiable(GraphServiceError):
    """A part of a file was asked for that begins behind its end; ``size`` is how many bytes it has."""

    code = "range-not-satisfiable"

    def __init__(self, size: int) -> None:
        self.size = size
        super().__init__(f"The file has {size} bytes; the part that you ask for begins behind them.")
