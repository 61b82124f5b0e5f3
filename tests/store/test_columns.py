"""The copy in columns answers each named query as the engine does, or leaves it to the engine."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import IO

import pytest
from filled import P, columns_of
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Triple

from graph_service.model.change import Change, Effect
from graph_service.model.terms import XSD
from graph_service.services.ask import prepare
from graph_service.services.deployment import Deployment
from graph_service.store.embedded.columns.copy import Columns
from graph_service.store.oxigraph import OxigraphStore, open_at

BASE = "https://w3id.org/public-service-graph/"
DCT = "http://purl.org/dc/terms/"
#: Named queries that are not translated.
LEFT = {"service-sheet"}
#: Columns that hold texts joined in no order that the query asks for.
UNORDERED = {"services": {"events", "recipients", "buildingBlocks"}}


def engine_of(triples: Iterable[Triple]) -> Store:
    store = Store()
    store.extend(Quad(t.subject, t.predicate, t.object) for t in triples)
    return store


def texts(deployment: Deployment) -> dict[str, str]:
    """Each named query, bound to its examples and to nothing but what it needs."""
    found = {}
    for name, query in deployment.queries.queries.items():
        examples = {p.name: [p.example.strip('<>"')] for p in query.parameters.values() if p.example != "UNDEF"}
        found[name] = prepare(deployment, query, examples).text
        needed = {n: v for n, v in examples.items() if not query.parameters[n].optional}
        found[f"{name}, of all"] = prepare(deployment, query, needed).text
    return found


def written(name: str, solutions: QuerySolutions) -> list[tuple[str, ...]]:
    """The rows in N-Triples; texts that may be in any order are taken apart."""
    names = [variable.value for variable in solutions.variables]
    loose = UNORDERED.get(name.partition(",")[0], set())
    return [
        tuple("".join(sorted(str(t))) if n in loose else str(t) for n, t in zip(names, row, strict=True))
        for row in solutions
    ]


def assert_alike(columns: Columns, store: Store, questions: dict[str, str], generation: int = 1) -> set[str]:
    """Each answer has the same rows, in the same order where the query sorts; returns what was left to the engine."""
    left = set()
    for name, text in questions.items():
        found = columns.answer(text, generation)
        if found is None:
            left.add(name)
            continue
        expected = store.query(text, base_iri=BASE)
        assert isinstance(expected, QuerySolutions)
        assert found.variables == expected.variables, name
        rows, wanted = written(name, found), written(name, expected)
        if "ORDER BY" in text.rpartition("}")[2]:
            assert Counter(rows) == Counter(wanted), name
            keys = set(re.findall(r"\?(\w+)", text.rpartition("ORDER BY")[2]))
            places = [place for place, variable in enumerate(expected.variables) if variable.value in keys]
            assert [[row[p] for p in places] for row in rows] == [[row[p] for p in places] for row in wanted], name
        else:
            assert Counter(rows) == Counter(wanted), name
    return left


@pytest.fixture(scope="module")
def statements(seeded: Deployment) -> list[Triple]:
    return list(seeded.store.match(None, None, None))


@pytest.fixture(scope="module")
def questions(seeded: Deployment) -> dict[str, str]:
    return texts(seeded)


@pytest.fixture(scope="module")
def abroad_statements(countries: Deployment) -> list[Triple]:
    return list(countries.store.match(None, None, None))


@pytest.mark.slow
def test_named_queries_are_answered_as_by_the_engine(
    statements: list[Triple], questions: dict[str, str], tmp_path: Path
) -> None:
    """On the seed data, with examples and with optional parameters left out."""
    left = assert_alike(columns_of(statements, tmp_path), engine_of(statements), questions)
    assert left == {each for each in questions if each.partition(",")[0] in LEFT}


@pytest.mark.slow
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_they_are_so_on_data_with_holes(
    seed: int, statements: list[Triple], questions: dict[str, str], tmp_path: Path
) -> None:
    """Statements that are missing, values of other kinds, several languages and several values for one property."""
    data = holed(statements, random.Random(seed))  # noqa: S311
    left = assert_alike(columns_of(data, tmp_path), engine_of(data), questions)
    assert len(left) < len(questions) * 2 // 3


def holed(statements: list[Triple], chance: random.Random) -> list[Triple]:
    found = []
    for triple in sorted(statements, key=str):
        where = chance.random()
        value = triple.object
        if where < 0.06:
            continue
        found.append(triple)
        if not isinstance(value, Literal):
            continue
        if where > 0.997:
            other = chance.choice(
                [Literal("12.5", datatype=NamedNode(f"{XSD}decimal")), Literal("x\\\n\"y'\t"), Literal(7)]
            )
            found.append(Triple(triple.subject, triple.predicate, other))
        elif where > 0.95 and value.language:
            found.append(Triple(triple.subject, triple.predicate, Literal(value.value[::-1], language="fr")))
        elif where > 0.90 and value.language:
            found[-1] = Triple(triple.subject, triple.predicate, Literal(value.value, language="de-CH"))
    return found


CASES = [
    *("?x + 1", "?x * 2.5", "?x / 3", "ROUND(?x / 3)", "?x * ?x", "?x - 0.5", "?x / 2.5"),
    *("?x = 2", "?x != 2", "?x < 2", "?x IN (1, 2.5)", '?x = "a"', f"?x = <{P}a/thing>", "?x > 0.5", "?x = ?x"),
    *("STR(?x)", "LANG(?x)", 'LANGMATCHES(LANG(?x), "en")', 'CONCAT("<", STR(?x))', "SUBSTR(STR(?x), 2)"),
    *('REPLACE(STR(?x), "^.*/", "")', 'STRENDS(STR(?x), "e")', f"<{XSD}integer>(STR(?x))", "YEAR(?x)"),
    *("IF(?x, 1, 0)", "!?x", "COALESCE(?x + 1, ?x)", "BOUND(?x) && ?x", "?x || true", 'IF(?x > 1, "much", "little")'),
]
THINGS: list[NamedNode | Literal] = [
    *(Literal(n) for n in (-3, 0, 1, 2, 1234567)),
    *(Literal(n, datatype=NamedNode(f"{XSD}decimal")) for n in ("2.5", "-0.125", "2", "0.1")),
    *(Literal(t) for t in ("", "a", "é😀/x", 'q"\\\n\t')),
    *(Literal("word", language=tag) for tag in ("en", "en-GB", "fr")),
    Literal("2024-02-29", datatype=NamedNode(f"{XSD}date")),
    Literal("true", datatype=NamedNode(f"{XSD}boolean")),
    Literal("false", datatype=NamedNode(f"{XSD}boolean")),
    Literal("1.5", datatype=NamedNode(f"{XSD}double")),
    NamedNode(f"{P}a/thing"),
]


@pytest.mark.parametrize("expression", CASES)
def test_expressions_of_any_term_are_the_same_or_left(expression: str, tmp_path: Path) -> None:
    """Each term by itself, so that those of which it isn't sure are left alone; most are not."""
    subjects = [NamedNode(f"{P}{number}") for number in range(len(THINGS))]
    data = [Triple(subject, NamedNode(f"{P}p"), thing) for subject, thing in zip(subjects, THINGS, strict=True)]
    asked = {
        f"{n} of {thing}": f"SELECT ({expression} AS ?r) {{ <{P}{n}> <{P}p> ?x }}" for n, thing in enumerate(THINGS)
    }
    left = assert_alike(columns_of(data, tmp_path), engine_of(data), asked)
    assert len(left) < len(THINGS)


AGGREGATES = ["COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE"]


@pytest.mark.parametrize("aggregate", AGGREGATES)
def test_aggregates_are_the_same(aggregate: str, tmp_path: Path) -> None:
    """Of numbers, of none, and of what is unbound in some rows."""
    predicate, other = NamedNode(f"{P}p"), NamedNode(f"{P}q")
    data = [Triple(NamedNode(f"{P}{n % 3}"), predicate, Literal(n)) for n in range(7)]
    data += [Triple(NamedNode(f"{P}0"), other, Literal(5)), Triple(NamedNode(f"{P}9"), predicate, Literal(4))]
    asked = {
        "by subject": f"SELECT ?s ({aggregate}(?y) AS ?r) {{ ?s <{P}p> ?x . BIND(?x - ?x + 3 AS ?y) }} GROUP BY ?s",
        "unbound": f"SELECT ?s ({aggregate}(?y) AS ?r) {{ ?s <{P}p> ?x OPTIONAL {{ ?s <{P}q> ?y }} }} GROUP BY ?s",
        "of none": f"SELECT ({aggregate}(?x) AS ?r) {{ ?s <{P}none> ?x }}",
        "of all": f"SELECT ({aggregate}(?one) AS ?r) {{ ?s <{P}p> ?x BIND(1 AS ?one) }}",
    }
    assert assert_alike(columns_of(data, tmp_path), engine_of(data), asked) <= {"by subject", "unbound"}


PATTERNS = {
    "optional": "?a <{p}p> ?b OPTIONAL {{ ?b <{p}p> ?c OPTIONAL {{ ?c <{p}q> ?d }} }} OPTIONAL {{ ?d <{p}p> ?e }}",
    "optional with a condition": "?a <{p}p> ?b OPTIONAL {{ ?b <{p}p> ?c FILTER(?c != ?a) }}",
    "minus": "?a <{p}p> ?b MINUS {{ ?b <{p}q> ?c }} MINUS {{ ?x <{p}q> ?y }}",
    "minus of what may be unbound": "?a <{p}p> ?b OPTIONAL {{ ?a <{p}q> ?c }} MINUS {{ ?z <{p}q> ?c }}",
    "exists": "?a <{p}p> ?b FILTER(EXISTS {{ ?b <{p}p> ?c }} || NOT EXISTS {{ ?a <{p}q> ?c }})",
    "exists with a filter about the row": "?a <{p}p> ?b FILTER EXISTS {{ ?a <{p}q> ?c FILTER(?c = ?b) }}",
    "union": "{{ ?a <{p}p> ?b }} UNION {{ ?b <{p}q> ?a }} UNION {{ ?a <{p}q> ?c }}",
    "path": "?a <{p}p>/<{p}q> ?b . ?b ^<{p}p> ?c",
    "path of any length": "?a <{p}q> ?b . ?b <{p}p>* ?c",
    "path between patterns": "?a <{p}q> ?b . ?b <{p}p>* ?c . ?c <{p}q> ?d",
    "filter on what is there before what may be": "?a <{p}p> ?b OPTIONAL {{ ?b <{p}p> ?c }} FILTER(?a != ?b)",
    "filter on what may be there": (
        "?a <{p}p> ?b OPTIONAL {{ ?b <{p}q> ?c }} OPTIONAL {{ ?a <{p}q> ?c }} BIND(STR(?c) AS ?d) FILTER(BOUND(?d))"
    ),
    "path of some length": "?a <{p}p>+ ?b",
    "alternatives": "?a <{p}p>|<{p}q> ?b",
    "any predicate": "?a <{p}q> ?b OPTIONAL {{ ?b ?c ?d }} FILTER(BOUND(?d))",
    "values": "VALUES (?a ?c) {{ (<{p}1> 1) (<{p}2> UNDEF) }} ?a <{p}p> ?b",
    "the same twice": "?a <{p}p> ?a",
    "a sub-select with names of its own": "?a <{p}p> ?b {{ SELECT ?b (COUNT(?a) AS ?c) {{ ?a <{p}q> ?b }} GROUP BY ?b }}",  # noqa: E501
}


@pytest.mark.parametrize("pattern", PATTERNS.values(), ids=PATTERNS)
def test_patterns_have_the_same_solutions(pattern: str, tmp_path: Path) -> None:
    """On random graphs with circles."""
    chance = random.Random(pattern)  # noqa: S311
    nodes = [NamedNode(f"{P}{n}") for n in range(9)]
    for number in range(6):
        data = {
            Triple(chance.choice(nodes), NamedNode(f"{P}{chance.choice('pq')}"), chance.choice(nodes))
            for _ in range(14)
        }
        folder = tmp_path / str(number)
        folder.mkdir()
        text = f"SELECT * {{ {pattern.format(p=P)} }}"
        left = assert_alike(columns_of(data, folder), engine_of(data), {pattern: text})
        assert not left or "FILTER(?c != ?a)" in pattern


def test_terms_of_a_question_stay_its_own(tmp_path: Path) -> None:
    """Texts and IRIs that no statement has are looked up as those that are there, and the copy doesn't keep them."""
    columns = columns_of([Triple(NamedNode(f"{P}s"), NamedNode(f"{P}p"), Literal(1))], tmp_path)
    asked = f'SELECT ?s ?x (STR(?x) AS ?y) {{ VALUES ?x {{ <{P}nowhere> "nothing"@en }} ?s <{P}p> ?o }}'
    found = columns.answer(asked, 1)
    assert found is not None
    expected = [f"<{P}s>", f"<{P}nowhere>", f'"{P}nowhere"'], [f"<{P}s>", '"nothing"@en', '"nothing"']
    assert Counter(tuple(map(str, row)) for row in found) == Counter(map(tuple, expected))
    kept = columns._database.execute("SELECT lex FROM terms").fetchall()  # noqa: SLF001 - nothing else tells
    assert {text for (text,) in kept} == {f"{P}s", f"{P}p"}


def test_questions_with_terms_of_their_own_disturb_no_commit(tmp_path: Path) -> None:
    """Neither is the copy given up, nor does a question see what another one added."""
    predicate = NamedNode(f"{P}p")
    held = {Triple(NamedNode(f"{P}s"), predicate, Literal("0"))}
    columns = columns_of(held, tmp_path)
    asked = f'SELECT ?o ?x {{ VALUES ?x {{ "nothing"@en }} ?s <{P}p> ?o }}'
    found: list[int] = []

    def ask(_: int) -> None:
        for generation in range(1, 20):
            answer = columns.answer(asked, generation)
            if answer is not None:
                found.append(len(list(answer)) - generation)

    with ThreadPoolExecutor(4) as threads:
        waiting = threads.map(ask, range(4))
        for generation in range(2, 20):
            triple = Triple(NamedNode(f"{P}s"), predicate, Literal(str(generation)))
            columns.apply(Effect(frozenset([triple]), frozenset()), generation)
            held.add(triple)
        columns.settle()
        ask(0)
        list(waiting)
    assert set(found) == {0}
    assert not assert_alike(columns, engine_of(held), {"all": "SELECT * { ?s ?p ?o }"}, 19)


def test_commits_leave_columns_as_a_fresh_fill_would(tmp_path: Path) -> None:
    """Statements, terms and predicates that come and go."""
    chance = random.Random(4)  # noqa: S311
    values = [*THINGS, NamedNode(f"{P}new")]
    held: set[Triple] = {Triple(NamedNode(f"{P}s"), NamedNode(f"{P}p0"), Literal(1))}
    columns = columns_of(held, tmp_path)
    asked = {"all": "SELECT * { ?s ?p ?o }", "one": f"SELECT ?s ?o {{ ?s <{P}p1> ?o }}"}
    for generation in range(2, 30):
        added = {
            Triple(
                NamedNode(f"{P}{chance.randrange(6)}"), NamedNode(f"{P}p{chance.randrange(4)}"), chance.choice(values)
            )
            for _ in range(chance.randrange(5))
        }
        removed = set(chance.sample(sorted(held, key=str), min(len(held), chance.randrange(4)))) - added
        columns.apply(Effect(frozenset(added), frozenset(removed)), generation)
        held = (held | added) - removed
        columns.settle()
        assert not assert_alike(columns, engine_of(held), asked, generation)
    assert columns.answer(asked["all"], generation - 1) is None
    columns.close()


@pytest.mark.parametrize(
    "text",
    [
        "ASK { ?s ?p ?o }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        "SELECT (RAND() AS ?x) {}",
        "SELECT * { ?a <http://example.org/p>* ?b }",
        'SELECT * { ?a ?b ?c FILTER REGEX(?c, "x") }',
    ],
)
def test_what_is_not_known_to_be_the_same_is_left(text: str, tmp_path: Path) -> None:
    columns = columns_of([Triple(NamedNode(f"{P}s"), NamedNode(f"{P}p"), Literal(1))], tmp_path)
    assert columns.answer(text, 1) is None


def test_a_copy_that_misses_a_step_is_given_up(tmp_path: Path) -> None:
    columns = columns_of([Triple(NamedNode(f"{P}s"), NamedNode(f"{P}p"), Literal(1))], tmp_path)

    def broken(file: IO[bytes]) -> None:
        raise OSError(file)

    columns.fill(broken, tmp_path, 2)
    columns.settle()
    assert columns.answer("SELECT * { ?s ?p ?o }", 1) is None
    assert columns.answer("SELECT * { ?s ?p ?o }", 2) is None


@pytest.fixture
def store(tmp_path: Path) -> Iterator[OxigraphStore]:
    opened = open_at(str(tmp_path / "store"), BASE)
    yield opened
    opened.close()


def test_the_store_keeps_its_columns_up(store: OxigraphStore) -> None:
    """What a commit changed is there, once it was applied."""
    graph = f"{BASE}graph/demo/services"
    things = [Triple(NamedNode(f"{P}{n}"), NamedNode(f"{P}p"), Literal(n)) for n in range(6000)]
    store.commit(Change({graph: things}, "first"))
    store.keep_columns()
    text = f"SELECT (COUNT(?s) AS ?n) {{ ?s <{P}p> ?o }}"
    for expected in (6000, 5999):
        assert store.columns
        store.columns.settle()
        found = store.from_columns(text)
        assert found is not None
        [[number]] = [list(row) for row in found]
        assert number == Literal(expected)
        store.commit(
            Change(
                {}, "less", removed=[Quad(things[0].subject, things[0].predicate, things[0].object, NamedNode(graph))]
            )
        )
    assert store.from_columns(f"SELECT ?o {{ <{P}1> <{P}p> ?o }}") is None, "what begins with few is left"
