"""Triple patterns and property paths."""

from __future__ import annotations

from typing import Any

from graph_service.store.embedded.columns.algebra import NotTranslated, Path, Triples, Var, variables
from graph_service.store.embedded.columns.joining import union
from graph_service.store.embedded.columns.relation import Column, Relation, Translation

#: The variables between the steps of a path begin with it.
_BETWEEN = ".between"
_ENDS = {"s": Column("s", "term"), "o": Column("o", "term")}


def is_open(predicate: Any) -> bool:
    """Whether a path may have no length, so that one of its ends must be known."""
    return isinstance(predicate, Path) and predicate.op in {"*", "?"}


def matched(translation: Translation, pattern: Triples, known: Relation) -> Relation:
    """``known`` with all matches of the patterns that agree with it."""
    relation = known.copy()
    plain = [triple for triple in pattern.triples if not is_open(triple[1])]
    waiting = [triple for triple in pattern.triples if is_open(triple[1])]
    while plain or waiting:
        near = [triple for triple in plain if relation.columns.keys() & variables(Triples((triple,)))]
        led = [triple for triple in waiting if any(_sure(relation, end) for end in (triple[0], triple[2]))]
        if near or (plain and not led):  # what only a path joins to the rest comes after the path
            triple = (near or plain)[0]
            plain.remove(triple)
            _match(translation, relation, *triple)
        elif led:
            waiting.remove(led[0])
            relation = _any_length(translation, relation, *led[0])
        else:
            raise NotTranslated("a path of any length from anywhere")
    for name in [name for name in relation.columns if name.startswith(_BETWEEN)]:
        del relation.columns[name]
    return relation


def _match(translation: Translation, relation: Relation, subject: Any, predicate: Any, object_: Any) -> None:
    """Add the matches of one pattern."""
    if isinstance(predicate, Path) and predicate.op == "/":
        *firsts, last = predicate.parts
        for step in firsts:
            between = Var(f"{_BETWEEN}{translation.alias()}")
            _match(translation, relation, subject, step, between)
            subject = between
        _match(translation, relation, subject, last, object_)
        return
    if isinstance(predicate, Path) and predicate.op == "^":
        _match(translation, relation, object_, predicate.parts[0], subject)
        return
    name = translation.alias()
    if isinstance(predicate, Path):
        relation.tables.append(f"({_pairs(translation, predicate)}) {name}")
    elif isinstance(predicate, Var):
        relation.tables.append(f"triples {name}")
        _bind(translation, relation, predicate, f"{name}.p")
    else:
        table = translation.terms.table(predicate.value)
        relation.tables.append(f"{table or '(SELECT s, o FROM triples WHERE false)'} {name}")
    _bind(translation, relation, subject, f"{name}.s")
    _bind(translation, relation, object_, f"{name}.o")


def _bind(translation: Translation, relation: Relation, end: Any, sql: str) -> None:
    """Make the end of a pattern what ``sql`` has."""
    if not isinstance(end, Var):
        number = translation.terms.find(end)
        relation.where.append("false" if number is None else f"{sql} = {number}")
    elif (column := relation.columns.get(end.name)) is None:
        relation.columns[end.name] = Column(sql, "term")
    elif column.optional or column.kind not in {"term", "whole"}:
        raise NotTranslated("a pattern about what may be unbound")
    else:
        relation.where.append(f"{column.sql} = {sql}")


def _pairs(translation: Translation, predicate: Any) -> str:
    """SQL of the subjects (s) and objects (o) that a path of some length joins."""
    if isinstance(predicate, Path) and predicate.op == "|":
        return " UNION ALL ".join(f"SELECT s, o FROM ({_pairs(translation, each)})" for each in predicate.parts)
    if isinstance(predicate, Path) and predicate.op == "+":
        return f"SELECT s, o FROM {_chains(translation, predicate.parts[0])}"
    relation = Relation()
    _match(translation, relation, Var("s"), predicate, Var("o"))
    return relation.select(("s", "o"))


def _chains(translation: Translation, step: Any) -> str:
    """The name of a table with the ends of all chains of a step, each pair once."""

    def make(name: str) -> tuple[str, dict[str, Column]]:
        pairs = _pairs(translation, step)
        further = f"SELECT chain.s, step.o FROM {name} chain JOIN ({pairs}) step ON step.s = chain.o"
        return f"SELECT DISTINCT s, o FROM ({pairs}) UNION {further}", _ENDS

    return translation.shared_name(("chains", step), make)


def _sure(relation: Relation, end: Any) -> bool:
    """Whether the end of a path has a value in every row."""
    if not isinstance(end, Var):
        return True
    column = relation.columns.get(end.name)
    return column is not None and column.kind == "term" and not column.optional


def _any_length(translation: Translation, relation: Relation, subject: Any, path: Path, object_: Any) -> Relation:
    """Add the matches of a path that may have no length; one of its ends is known."""
    if path.op != "*":
        raise NotTranslated("a path of one step or none")
    rows = translation.flat(relation) if relation.tables else relation
    near, far, start, end = (subject, object_, "s", "o") if _sure(relation, subject) else (object_, subject, "o", "s")
    here = rows.columns[near.name].sql if isinstance(near, Var) else f"{translation.number_of(near)}::BIGINT"
    staying = rows.copy()
    _bind(translation, staying, far, here)
    going = rows.copy()
    name = translation.alias()
    going.tables.append(f"{_chains(translation, path.parts[0])} {name}")
    going.where += [f"{name}.{start} = {here}", f"{name}.s <> {name}.o"]
    _bind(translation, going, far, f"{name}.{end}")
    return union(translation, [staying, going])
