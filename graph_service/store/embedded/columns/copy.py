"""A copy of the default graph in columns, from which named queries over much data are answered.

One thread fills the copy and applies what each commit does, in their order. The copy stands for one generation. Each
query sees the statements of one moment, and is left to the engine where it isn't sure that the answer is the same.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Any

import duckdb
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, QuerySolutions, Triple, parse_query_results

from graph_service.model.change import Effect
from graph_service.store.embedded.columns.algebra import Constant, NotTranslated, constants, triple_patterns
from graph_service.store.embedded.columns.connection import Connection
from graph_service.store.embedded.columns.dictionary import Moment, Numbers
from graph_service.store.embedded.columns.estimate import begun
from graph_service.store.embedded.columns.filling import add_decimals, fill
from graph_service.store.embedded.columns.parsing import parse
from graph_service.store.embedded.columns.relation import DECIMAL, SHIFT, inline, kind_of, quoted, tag_of
from graph_service.store.embedded.columns.writing import MACROS, question

#: What answers, as receipts tell it.
ENGINE = f"DuckDB {duckdb.__version__}"
_LOG = logging.getLogger(__name__)
#: After how many seconds a query is left to the engine.
_SECONDS = 20.0
#: With how many statements for each of its triple patterns a query begins that is answered from columns: planning SQL
#: takes some 3 ms for each pattern, and the engine 2 to 3 µs for each statement.
LEAST = 1_250
#: It fetches no extensions, writes no files, and leaves memory to others: where that is not enough, the engine answers.
_CONFINED = {
    "memory_limit": "40%",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "allow_community_extensions": "false",
    "temp_directory": "",
}
#: Of how many texts it is kept that the engine answers them.
_KEPT = 1000
#: How many rows are written into one statement of SQL.
_ROWS = 1000


class Columns:
    """A default graph in columns, and the generation that it stands for (none until it is filled)."""

    def __init__(self, threads: int = 1, least: int = LEAST) -> None:
        """Answer with so many threads what begins with at least so many statements for each of its patterns."""
        self._least = least
        config: dict[str, Any] = {"threads": str(threads), "preserve_insertion_order": "false", **_CONFINED}
        self._database: Connection = duckdb.connect(config=config)
        self._numbers = Numbers()
        self._tables: dict[str, str] = {}
        self._terms = 0
        #: Texts that were left to the engine since the last change.
        self._left: set[str] = set()
        self._generation: int | None = None
        self._failed = False
        self._turn = ThreadPoolExecutor(max_workers=1, thread_name_prefix="columns")

    def fill(self, dump: Callable[[IO[bytes]], None], beside: Path, generation: int) -> None:
        """Fill it in the background from the N-Triples that ``dump`` writes to a file on the disk of ``beside``.

        What commits do meanwhile is applied after it; it does no harm where the dump has it already.
        """

        def filled() -> None:
            with NamedTemporaryFile(dir=beside, suffix=".nt") as file:
                dump(file)
                file.flush()
                self._tables = fill(self._database, file.name)
            self._database.execute("SET enable_external_access = false")
            self._database.execute("SET lock_configuration = true")
            for macro in MACROS:
                self._database.execute(macro)
            [self._terms] = self._database.execute(f"SELECT max(id & {(1 << SHIFT) - 1}) FROM terms").fetchone()
            self._database.execute(f"CREATE TABLE standing AS SELECT {generation} AS generation")

        self._turn.submit(self._do, filled, generation)

    def apply(self, effect: Effect, generation: int) -> None:
        """Do in the background what the commit that made ``generation`` did to the default graph."""

        def applied() -> None:
            tables = dict(self._tables)
            self._database.execute("BEGIN")
            added, removed = self._numbered(effect.added), self._numbered(effect.removed)
            self._change(added, removed, tables)
            self._database.execute(f"UPDATE standing SET generation = {generation}")
            self._database.execute("COMMIT")
            self._tables, self._numbers.counts = tables, {}

        self._turn.submit(self._do, applied, generation)

    def _do(self, step: Callable[[], None], generation: int) -> None:
        """Carry out ``step``; a copy that missed one stands for nothing any more and is given up."""
        if self._failed:
            return
        try:
            step()
        except Exception:  # noqa: BLE001 - whatever it was, the engine still answers
            _LOG.exception("The copy in columns is given up; the engine answers until the next start.")
            self._failed, self._generation = True, None
            self._database.close()
        else:
            self._left = set()
            self._generation = generation

    def answer(self, text: str, generation: int) -> QuerySolutions | None:
        """The answer to the query ``text`` as of that generation, where it is sure that it is the engine's."""
        left = self._left
        if self._generation != generation or text in left:
            return None
        try:
            found = self._answer(text, generation)
        except (NotTranslated, duckdb.Error) as reason:
            _LOG.debug("The engine answers, since columns can't: %s", reason)
            found = None
        except Exception:  # noqa: BLE001 - whatever it was, the engine still answers
            _LOG.exception("The engine answers, since columns failed.")
            found = None
        if found is None and len(left) < _KEPT:
            left.add(text)
        return found

    def _answer(self, text: str, generation: int) -> QuerySolutions | None:
        query = parse(text)
        database = self._database.cursor()
        limit = threading.Timer(_SECONDS, database.interrupt)
        limit.start()
        try:
            database.execute("BEGIN")
            if database.execute("SELECT generation FROM standing").fetchone() != (generation,):
                return None
            moment = Moment(database, self._numbers, self._tables)
            moment.prepare(constants(query))
            if begun(moment, query) < self._least * max(triple_patterns(query), 1):
                return None
            asked = question(moment, query)
            if asked.add:
                database.execute(asked.add)
            database.execute(f"CREATE TEMP TABLE result AS {asked.make}")
            rows = database.execute(asked.write(database.execute(asked.kinds).fetchone())).fetchall()
        finally:
            limit.cancel()
            database.close()  # which ends the transaction, so that terms that were added are so for nobody else
        lines = ["\t".join(f"?{name}" for name in asked.names), *(row[0] for row in rows), ""]
        found = parse_query_results("\n".join(lines).encode(), format=QueryResultsFormat.TSV)
        assert isinstance(found, QuerySolutions)  # noqa: S101 - rows were written
        return found

    def _numbered(self, triples: Iterable[Triple]) -> list[tuple[int, NamedNode, int, int]]:
        """Subject, predicate and its number, and object; terms that are new get a number."""
        triples = list(triples)
        terms: set[Any] = {term for t in triples for term in (t.subject, t.predicate, t.object)}
        if any(not isinstance(term, NamedNode | Literal) for term in terms):
            raise ValueError("There are statements about other than IRIs and literals.")
        there = self._numbers.look_up(self._database, terms)
        known: dict[Any, int] = {}
        new: list[Constant] = []
        for term in terms:
            number = inline(term)
            number = there.get(term) if number is None else number
            if number is None:
                self._terms += 1
                number = (kind_of(term) << SHIFT) + self._terms
                new.append(term)
            known[term] = number
        rows = [f"({known[t]}, {quoted(t.value)}, {quoted(tag) if (tag := tag_of(t)) else 'NULL'})" for t in new]
        _insert(self._database, "terms", rows)
        add_decimals(self._database, [(known[t], t.value) for t in new if kind_of(t) == DECIMAL])
        return [(known[t.subject], t.predicate, known[t.predicate], known[t.object]) for t in triples]

    def _change(self, added: list[Any], removed: list[Any], tables: dict[str, str]) -> None:
        execute = self._database.execute
        execute("CREATE OR REPLACE TEMP TABLE change(s BIGINT, p BIGINT, o BIGINT, added BOOLEAN)")
        rows = [f"({s}, {p}, {o}, true)" for s, _, p, o in added] + [
            f"({s}, {p}, {o}, false)" for s, _, p, o in removed
        ]
        _insert(self._database, "change", rows)
        predicates = {predicate.value: number for _, predicate, number, _ in (*added, *removed)}
        for predicate, number in predicates.items():
            if predicate not in tables:
                tables[predicate] = f"p{number}"
                execute(f"CREATE TABLE p{number}(s BIGINT, o BIGINT)")
            table = tables[predicate]
            execute(f"DELETE FROM {table} USING change c WHERE c.p = {number} AND c.s = {table}.s AND c.o = {table}.o")
            execute(f"INSERT INTO {table} SELECT DISTINCT s, o FROM change WHERE p = {number} AND added")
        execute("DELETE FROM triples USING change c WHERE c.s = triples.s AND c.p = triples.p AND c.o = triples.o")
        execute("INSERT INTO triples SELECT DISTINCT s, p, o FROM change WHERE added")
        execute("DROP TABLE change")

    def size(self) -> int:
        """How many bytes of memory it has."""
        [size] = self._database.cursor().execute("SELECT sum(memory_usage_bytes) FROM duckdb_memory()").fetchone()
        return int(size)

    def settle(self) -> None:
        """Wait until it stands for the last commit."""
        self._turn.submit(lambda: None).result()

    def close(self) -> None:
        """Wait for what is being done and do nothing more."""
        self._turn.shutdown(cancel_futures=True)
        self._generation = None
        self._database.close()


def _insert(database: Connection, table: str, rows: list[str]) -> None:
    for start in range(0, len(rows), _ROWS):
        database.execute(f"INSERT INTO {table} VALUES {', '.join(rows[start : start + _ROWS])}")
