"""Documents as RDF, faithfully: JSON, YAML and tables in the Facade-X model of SPARQL Anything.

An object is a node with one property a key, ``xyz:<key>``; a list is a node with the properties ``rdf:_1``,
``rdf:_2`` and so on; the node of a whole document is of the class ``fx:root``. Nothing is renamed, split or guessed:
that is what mappings are for. Nodes are named by where they stand, ``<document>#<JSON pointer>``.

Source: https://sparql-anything.readthedocs.io/en/latest/Facade-X/ and RFC 6901.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import yaml
from pyoxigraph import Literal, NamedNode, Triple

from graph_service.errors import SourceError
from graph_service.model.terms import RDF, RDF_TYPE, XSD

XYZ = "http://sparql.xyz/facade-x/data/"
ROOT_CLASS = "http://sparql.xyz/facade-x/ns/root"

#: Deeper than any catalogue nests, and far from what a parser's stack bears.
_DEPTH = 64
#: PyYAML takes a second and more for a megabyte.
_YAML_BYTES = 1_000_000


def lift(value: Any, document: str) -> Iterator[Triple]:
    """The statements of ``value``, as JSON or YAML gave it; ``document`` is the IRI of what it was read from.

    :raises SourceError: where it nests too deeply.
    """
    root = NamedNode(f"{document}#")
    yield Triple(root, NamedNode(RDF_TYPE), NamedNode(ROOT_CLASS))
    if isinstance(value, dict | list):
        yield from _container(value, root, 1)


def _container(value: dict[Any, Any] | list[Any], node: NamedNode, depth: int) -> Iterator[Triple]:
    if depth > _DEPTH:
        raise SourceError(node.value, f"Nests more than {_DEPTH} levels deep.")
    if isinstance(value, dict):
        entries = [(f"{XYZ}{quote(str(key), safe='')}", str(key), part) for key, part in value.items()]
    else:
        entries = [(f"{RDF}_{number}", str(number - 1), part) for number, part in enumerate(value, start=1)]
    for predicate, step, part in entries:
        if isinstance(part, dict | list):
            child = NamedNode(f"{node.value}/{quote(step.replace('~', '~0').replace('/', '~1'), safe='~')}")
            yield Triple(node, NamedNode(predicate), child)
            yield from _container(part, child, depth + 1)
        elif part is not None:
            yield Triple(node, NamedNode(predicate), _literal(part))


def _literal(value: Any) -> Literal:
    if isinstance(value, bool | int | float):
        return Literal(value)
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return Literal(value.isoformat(), datatype=NamedNode(f"{XSD}date"))
    text = value if isinstance(value, str) else str(value)
    return Literal(text.encode("utf-8", "replace").decode())  # half a surrogate pair is no text


def read_json(content: bytes, name: str) -> Any:
    """What a JSON document says.

    :raises SourceError: naming the line, where it is no JSON, or nests too deeply.
    """
    try:
        return json.loads(content.decode("utf-8-sig"), parse_constant=_no_number)
    except UnicodeDecodeError as error:
        raise SourceError(name, "Not UTF-8; save the file in that encoding.") from error
    except json.JSONDecodeError as error:
        raise SourceError(name, f"Not JSON: {error.msg}.", error.lineno) from error
    except (RecursionError, ValueError) as error:
        raise SourceError(name, f"Not JSON that is taken: {error}.") from error


def _no_number(text: str) -> float:
    raise ValueError(f"{text} is no number")


class _NoAliasLoader(yaml.SafeLoader):
    """Plain values alone: no tags that make objects, and no aliases, by which a page becomes gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]
            raise yaml.MarkedYAMLError(problem="aliases (*name) are not taken; write the value out", problem_mark=mark)
        return super().compose_node(parent, index)


def read_yaml(content: bytes, name: str) -> Any:
    """What a YAML document says.

    :raises SourceError: naming the line, where it is no YAML, uses aliases or tags, or is too large.
    """
    if len(content) > _YAML_BYTES:
        raise SourceError(name, f"Longer than the {_YAML_BYTES:,} bytes that are read of a YAML file.")
    try:
        return yaml.load(content.decode("utf-8-sig"), _NoAliasLoader)  # noqa: S506 - a SafeLoader # nosec B506
    except UnicodeDecodeError as error:
        raise SourceError(name, "Not UTF-8; save the file in that encoding.") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise SourceError(name, f"Not YAML that is taken: {error.problem}.", line) from error
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise SourceError(name, f"Not YAML that is taken: {error}.") from error
