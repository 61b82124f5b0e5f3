"""Tables of terms and statements, made from N-Triples.

The file is read twice, so that no more than the terms is held beside what comes of it.
"""

from __future__ import annotations

from pyoxigraph import Literal, RdfFormat, parse

from graph_service.model.terms import XSD
from graph_service.store.embedded.columns.connection import Connection
from graph_service.store.embedded.columns.numbers import scaled
from graph_service.store.embedded.columns.relation import (
    DATE,
    DECIMAL,
    IRI,
    OFFSET,
    OTHER,
    SHIFT,
    TAGGED,
    TEXT,
    quoted,
)

_WHOLE = f'"^^<{XSD}integer>'
_IS_WHOLE = f"(ends_with(o, '{_WHOLE}') AND len(o) < {len(_WHOLE) + 18})"
_TRUE, _FALSE = (f"'\"{word}\"^^<{XSD}boolean>'" for word in ("true", "false"))
#: How the kind of a term is known by its text ``lex`` and its ``tag``.
_KIND = f"""
    CASE WHEN iri THEN {IRI} WHEN tag IS NULL THEN {TEXT}
         WHEN tag[1] = '@' THEN CASE WHEN contains(tag, '--') THEN {OTHER} ELSE {TAGGED} END
         WHEN tag = '^^<{XSD}decimal>' AND len(lex) < 20 THEN {DECIMAL}
         WHEN tag = '^^<{XSD}date>' AND regexp_full_match(lex, '[0-9]{{4}}.{{6}}') THEN {DATE}
         ELSE {OTHER} END::BIGINT
"""


def fill(database: Connection, path: str) -> dict[str, str]:
    """Make the tables from the file at ``path``; returns the table of each predicate.

    :raises ValueError: where the statements have blank nodes or statements in them.
    """
    lines = (
        f"read_csv({quoted(path)}, columns = {{'line': 'VARCHAR'}}, delim = '\x01', quote = '', escape = '',"
        " header = false, auto_detect = false, max_line_size = 16000000)"
    )
    statements = f"""
        SELECT line[: strpos(line, ' ') - 1] AS s, line[strpos(line, ' ') + 1 :] AS rest,
               rest[: strpos(rest, ' ') - 1] AS p, rest[strpos(rest, ' ') + 1 : -3] AS o FROM {lines}
    """
    database.execute(f"""
        CREATE TABLE written AS
        SELECT DISTINCT unnest([s, p, CASE WHEN NOT {_IS_WHOLE} AND o NOT IN ({_TRUE}, {_FALSE}) THEN o END]) AS term
        FROM ({statements})
    """)
    [strange] = database.execute(
        "SELECT count(*) FROM written WHERE term[1] NOT IN ('<', '\"') OR term[:2] = '<<'"
    ).fetchone()
    if strange:
        raise ValueError(f"{strange} terms of the data are neither IRIs nor literals.")
    database.execute(f"""
        CREATE TABLE numbered AS
        SELECT ({_KIND} << {SHIFT}) + row_number() OVER (ORDER BY term) AS id, lex, tag, term
        FROM (
            SELECT term, term[1] = '<' AS iri,
                   CASE WHEN iri OR term[-1] = '"' THEN NULL
                        WHEN term[-1] = '>' THEN '^^' || regexp_extract(term, '"\\^\\^(<[^<>"]*>)$', 1)
                        ELSE regexp_extract(term, '"(@[A-Za-z0-9-]+)$', 1) END AS tag,
                   term[2 : len(term) - 1 - coalesce(len(tag), 0)] AS lex
            FROM written WHERE term IS NOT NULL
        )
    """)
    database.execute("DROP TABLE written")
    database.execute(f"""
        CREATE TABLE triples AS
        SELECT subject.id AS s, predicate.id AS p,
               CASE WHEN {_IS_WHOLE} THEN CAST(o[2 : len(o) - {len(_WHOLE)}] AS BIGINT) - {OFFSET}
                    WHEN o = {_TRUE} THEN 1 WHEN o = {_FALSE} THEN 0 ELSE object.id END AS o
        FROM ({statements}) JOIN numbered subject ON subject.term = s JOIN numbered predicate ON predicate.term = p
        LEFT JOIN numbered object ON object.term = o ORDER BY 2, 1
    """)
    database.execute("CREATE TABLE terms AS SELECT id, lex, tag FROM numbered ORDER BY id")
    database.execute("DROP TABLE numbered")
    _unescape(database)
    database.execute("CREATE TABLE decimals(id BIGINT, value HUGEINT)")
    decimals = database.execute(f"SELECT id, lex FROM terms WHERE (id >> {SHIFT}) = {DECIMAL}").fetchall()
    add_decimals(database, decimals)
    found = database.execute("SELECT id, lex FROM terms WHERE id IN (SELECT DISTINCT p FROM triples)").fetchall()
    for number, _ in found:
        database.execute(f"CREATE TABLE p{number} AS SELECT s, o FROM triples WHERE p = {number}")
    return {predicate: f"p{number}" for number, predicate in found}


def add_decimals(database: Connection, decimals: list[tuple[int, str]]) -> None:
    """Note the values of decimal numbers."""
    for start in range(0, len(decimals), 1000):
        rows = ", ".join(f"({number}, {scaled(text)})" for number, text in decimals[start : start + 1000])
        database.execute(f"INSERT INTO decimals VALUES {rows}")


def _unescape(database: Connection) -> None:
    """Make the texts of literals what they are, where N-Triples writes them otherwise."""
    escaped = database.execute("SELECT id, lex FROM terms WHERE contains(lex, '\\')").fetchall()
    for start in range(0, len(escaped), 1000):
        part = escaped[start : start + 1000]
        lines = "".join(f'<urn:x> <urn:x> "{text}" .\n' for _, text in part)
        values = [quad.object for quad in parse(lines, format=RdfFormat.N_TRIPLES)]
        texts = [value.value for value in values if isinstance(value, Literal)]
        rows = ", ".join(f"({number}, {quoted(text)})" for (number, _), text in zip(part, texts, strict=True))
        database.execute(f"UPDATE terms SET lex = new.lex FROM (VALUES {rows}) new(id, lex) WHERE terms.id = new.id")
