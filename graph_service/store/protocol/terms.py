"""Terms as engines are sent them and give them back; what comes back is as the embedded store would give it."""

from __future__ import annotations

import re
from functools import lru_cache

from pyoxigraph import BlankNode, Literal, NamedNode, Quad, Store, Triple

from graph_service.model.terms import RDF, XSD
from graph_service.store.protocol.engines import Engine

Term = NamedNode | BlankNode | Literal | Triple

#: What stands before the datatype of a literal that the engine can't keep under its own.
_KEPT = "urn:x-graph-service:kept:"
_PLAIN = {f"{XSD}string", f"{RDF}langString"}
_INTEGER = re.compile("[+-]?[0-9]+")
_LEXICAL = {
    f"{XSD}integer": _INTEGER,
    f"{XSD}decimal": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)"),
    f"{XSD}boolean": re.compile("true|false|1|0"),
    f"{XSD}double": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"),
    f"{XSD}float": re.compile(r"[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)([eE][+-]?[0-9]+)?"),
    f"{XSD}date": re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(Z|[+-][0-9]{2}:[0-9]{2})?"),
    f"{XSD}dateTime": re.compile(
        r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})?"
    ),
}


def sent(engine: Engine, term: Term) -> Term:
    """``term`` in a form that ``engine`` keeps: literals normalised, and under another datatype where it must be."""
    if not isinstance(term, Literal) or term.datatype.value in _PLAIN:
        return term
    known = normal(term)
    if engine.normalises or not _is_foreign(engine, known):
        return known
    return Literal(known.value, datatype=NamedNode(_KEPT + known.datatype.value))


def received(engine: Engine, term: Term) -> Term:
    """``term`` of an answer as the embedded store would give it."""
    if engine.normalises or not isinstance(term, Literal) or term.datatype.value in _PLAIN:
        return term
    if term.datatype.value.startswith(_KEPT):
        return Literal(term.value, datatype=NamedNode(term.datatype.value.removeprefix(_KEPT)))
    return normal(term)


@lru_cache(maxsize=10_000)
def normal(literal: Literal) -> Literal:
    """``literal`` as Oxigraph rewrites it: ``01`` becomes ``1``."""
    name, store = NamedNode("urn:x"), Store()
    store.add(Quad(name, name, literal))
    [quad] = store
    assert isinstance(quad.object, Literal)  # noqa: S101 - it was put there
    return quad.object


def _is_foreign(engine: Engine, literal: Literal) -> bool:
    """Whether ``engine`` would refuse or change ``literal``: by its datatype, or because it is wrong for that."""
    datatype = literal.datatype.value
    if datatype in engine.foreign:
        return True
    written = _LEXICAL.get(datatype)
    if written and not written.fullmatch(literal.value):
        return True
    if engine.digits and datatype == f"{XSD}decimal" and "." not in literal.value:
        return True  # it would become an integer
    digits = sum(character.isdigit() for character in literal.value)
    return bool(engine.digits) and datatype in {f"{XSD}integer", f"{XSD}decimal"} and digits > engine.digits
