"""Where SPARQL engines differ, as data: one row for each that was tested, and one for all others."""

from __future__ import annotations

from dataclasses import dataclass

from graph_service.model.terms import RDF, XSD


@dataclass(frozen=True)
class Engine:
    """What is to be known of an engine.

    ``server`` is how its Server header begins, ``update`` where updates go as seen from the address of queries, and
    ``prologue`` what they begin with, so that one request is one transaction; ``takes_updates`` tells that it takes
    them without a form around them. ``graphs`` is what is put after "sparql" in the address for that of whole graphs,
    where this is faster than a query. ``quads`` is how many one update may name; more go by graphs that are filled
    before. ``terms`` is how many one query may list. ``joins_values`` tells that a join with VALUES is a look-up for
    each row; else a list of subjects is.

    ``own_default`` tells that its default graph is a graph like others, so that the union of the current graphs is kept
    there; else it is kept in a named graph, and requests say which graphs they read.

    ``normalises`` tells that it gives literals back as the embedded store does. Literals of the datatypes in
    ``foreign``, and numbers of more than ``digits`` digits, it can't keep; they are kept under another datatype.

    ``answers`` tells that its answers to all named queries are known to be right; else a local copy gives them. A query
    that it ``refuses`` (how the text of such an error begins) though it is right is asked of the copy, too.
    ``limit`` and ``partial`` are headers of answers that are cut.
    """

    name: str
    server: str = ""
    update: str = ""
    takes_updates: bool = True
    prologue: str = ""
    graphs: str = ""
    quads: int = 20_000
    terms: int = 500
    own_default: bool = True
    normalises: bool = False
    foreign: frozenset[str] = frozenset()
    digits: int = 0
    refuses: str = ""
    limit: str = ""
    partial: str = ""
    joins_values: bool = True
    answers: bool = False


OTHER = Engine("sparql")
ENGINES = (
    Engine("oxigraph", server="Oxigraph/", update="update", quads=100_000, normalises=True, answers=True),
    Engine(
        "virtuoso",
        server="Virtuoso/",
        # Without it, updates are not logged as one transaction.
        prologue="define sql:log-enable 1\n",
        graphs="-graph-crud",
        takes_updates=False,
        quads=200,
        terms=100,
        own_default=False,
        foreign=frozenset(
            {
                f"{XSD}duration",
                f"{XSD}yearMonthDuration",
                f"{XSD}dayTimeDuration",
                f"{XSD}time",
                f"{RDF}XMLLiteral",
            }
        ),
        digits=18,
        refuses="Virtuoso ",
        limit="X-SPARQL-MaxRows",
        partial="X-SQL-State",
        joins_values=False,
    ),
)


def engine_of(server: str) -> Engine:
    """The engine whose Server header is ``server``."""
    return next((engine for engine in ENGINES if server.startswith(engine.server)), OTHER)


def engine_named(name: str) -> Engine:
    """The engine that is called ``name``."""
    return next((engine for engine in ENGINES if engine.name == name), OTHER)
