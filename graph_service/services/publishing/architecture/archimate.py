"""ArchiMate Model Exchange File: what Archi and other modelling tools open.

Source: The Open Group, ArchiMate Model Exchange File Format for the ArchiMate 3.1 modeling language (C19C). The same
thing has the same identifier in every file, so a tool that imports a later one updates its model.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping
from xml.etree import ElementTree as ET

from pyoxigraph import Literal, NamedNode

from graph_service.model.architecture import Architecture, Element, Properties, Relation, Texts
from graph_service.model.diagram import Box, Diagram, lay_out
from graph_service.model.terms import XSD
from graph_service.model.xml_text import faithful_xml, legal

FILE = "archimate.xml"
MEDIA_TYPE = "application/xml"
SUMMARY = "ArchiMate Model Exchange File, with views"

_NAMESPACE = "http://www.opengroup.org/xsd/archimate/3.0/"
_XSI = "http://www.w3.org/2001/XMLSchema-instance"
_SCHEMA = "http://www.opengroup.org/xsd/archimate/3.1/archimate3_Diagram.xsd"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TYPE = f"{{{_XSI}}}type"
#: Columns of relation queries that are attributes of a relationship and no properties.
_ATTRIBUTES = ("accessType", "isDirected", "modifier")
_NUMBERS = frozenset(f"{XSD}{name}" for name in ("integer", "decimal", "double", "float", "int", "long"))

_Values = tuple[Literal | NamedNode, ...]


def write(architecture: Architecture) -> bytes:
    """The model with its elements, relationships, folders, properties and views."""
    root = ET.Element(
        "model",
        {
            "xmlns": _NAMESPACE,
            f"{{{_XSI}}}schemaLocation": f"{_NAMESPACE} {_SCHEMA}",
            "identifier": _identifier("model", architecture.stack),
        },
    )
    writer = _Writer()
    _write_texts(root, "name", architecture.names or {"": architecture.stack})
    _write_texts(root, "documentation", architecture.descriptions)
    writer.properties(root, _about(architecture))
    writer.elements(root, architecture.elements.values())
    writer.relationships(root, architecture.relations)
    diagrams = [lay_out(view, architecture.relations) for view in architecture.views if view.placed]
    _write_folders(root, architecture, diagrams)
    writer.definitions(root)
    _write_views(root, architecture, diagrams)
    ET.register_namespace("xsi", _XSI)
    ET.indent(root)
    content = faithful_xml(ET.tostring(root, encoding="utf-8", xml_declaration=True))
    assert content  # noqa: S101 - what XML can't hold was replaced
    return content + b"\n"


class _Writer:
    """Writes elements and relationships, and knows of which kind the values of each property were."""

    def __init__(self) -> None:
        self.used: dict[str, set[str]] = defaultdict(set)

    def properties(self, parent: ET.Element, properties: Mapping[str, _Values]) -> None:
        """What is said of something by name; several values of one property are several properties."""
        if not any(properties.values()):
            return
        listed = ET.SubElement(parent, "properties")
        for name, values in properties.items():
            for value in values:
                self.used[name].add(_kind(value))
                entry = ET.SubElement(listed, "property", propertyDefinitionRef=_definition(name))
                _write_text(entry, "value", value.value, getattr(value, "language", None) or "")

    def elements(self, root: ET.Element, elements: Iterable[Element]) -> None:
        """One for each thing."""
        parent = ET.Element("elements")
        for element in elements:
            attributes = {"identifier": _identifier("element", element.thing), _TYPE: element.type}
            entry = ET.SubElement(parent, "element", attributes)
            _write_texts(entry, "name", element.names)
            _write_texts(entry, "documentation", element.descriptions)
            self.properties(entry, {"IRI": (NamedNode(element.thing),), **element.properties})
        if len(parent):
            root.append(parent)

    def relationships(self, root: ET.Element, relations: Iterable[Relation]) -> None:
        """One for each relation."""
        parent = ET.Element("relationships")
        for relation in relations:
            attributes = {
                "identifier": _relationship(relation),
                "source": _identifier("element", relation.source),
                "target": _identifier("element", relation.target),
                _TYPE: relation.type,
            }
            said = relation.properties
            attributes |= {name: said[name][0].value for name in _ATTRIBUTES if said.get(name)}
            entry = ET.SubElement(parent, "relationship", attributes)
            self.properties(entry, {name: said[name] for name in said if name not in _ATTRIBUTES})
        if len(parent):
            root.append(parent)

    def definitions(self, root: ET.Element) -> None:
        """Each property that was used, with its type; text where its values are of several kinds."""
        parent = ET.SubElement(root, "propertyDefinitions")
        for name, kinds in sorted(self.used.items()):
            kind = next(iter(kinds)) if len(kinds) == 1 else "string"
            entry = ET.SubElement(parent, "propertyDefinition", identifier=_definition(name), type=kind)
            _write_text(entry, "name", name, "")


def _about(architecture: Architecture) -> Properties:
    about: dict[str, _Values] = {
        "IRI": (NamedNode(architecture.stack),),
        "generation": (Literal(architecture.generation),),
    }
    return {**about, "fictional": (Literal(True),)} if architecture.fictional else about


def _write_folders(root: ET.Element, architecture: Architecture, diagrams: Iterable[Diagram]) -> None:
    """The folders of the elements, and one of the views."""
    folders: dict[str, list[str]] = defaultdict(list)
    for element in architecture.elements.values():
        folders[element.folder].append(_identifier("element", element.thing))
    for diagram in diagrams:
        folders["Views"].append(_view(architecture, diagram))
    if not folders:
        return
    parent = ET.SubElement(root, "organizations")
    for name, members in sorted(folders.items()):
        folder = ET.SubElement(parent, "item")
        _write_text(folder, "label", name, "en")
        for member in members:
            ET.SubElement(folder, "item", identifierRef=member)


def _write_views(root: ET.Element, architecture: Architecture, diagrams: Iterable[Diagram]) -> None:
    parent = ET.Element("diagrams")
    for diagram in diagrams:
        key = _view(architecture, diagram)
        attributes = {"identifier": key, _TYPE: "Diagram"}
        if diagram.view.viewpoint:
            attributes["viewpoint"] = diagram.view.viewpoint
        view = ET.SubElement(parent, "view", attributes)
        _write_text(view, "name", diagram.view.name, "en")
        cut = f" {diagram.left_out} more have no room here." if diagram.left_out else ""
        if diagram.view.description or cut:
            _write_text(view, "documentation", f"{diagram.view.description}{cut}".strip(), "en")
        for box in diagram.boxes:
            _write_box(view, box, key)
        for line in diagram.lines:
            attributes = {
                "identifier": _identifier("connection", key, _relationship(line)),
                _TYPE: "Relationship",
                "relationshipRef": _relationship(line),
                "source": _identifier("node", key, line.source),
                "target": _identifier("node", key, line.target),
            }
            ET.SubElement(view, "connection", attributes)
    if len(parent):
        ET.SubElement(root, "views").append(parent)


def _write_box(parent: ET.Element, box: Box, view: str) -> None:
    attributes = {
        "identifier": _identifier("node", view, box.thing),
        _TYPE: "Element",
        "elementRef": _identifier("element", box.thing),
        **{name: str(value) for name, value in zip("xywh", (box.x, box.y, box.width, box.height), strict=True)},
    }
    node = ET.SubElement(parent, "node", attributes)
    for inner in box.inside:
        _write_box(node, inner, view)


def _write_texts(parent: ET.Element, tag: str, texts: Texts) -> None:
    """The text in each language; English first, because some tools read the first alone."""
    for language in sorted(texts, key=lambda language: (language != "en", language)):
        _write_text(parent, tag, texts[language], language)


def _write_text(parent: ET.Element, tag: str, text: str, language: str) -> None:
    entry = ET.SubElement(parent, tag, {_LANGUAGE: language} if language else {})
    entry.text = legal(text)


def _kind(value: Literal | NamedNode) -> str:
    """The type of a value in the list of the exchange format."""
    datatype = value.datatype.value if isinstance(value, Literal) else ""
    if datatype in _NUMBERS:
        return "number"
    return {f"{XSD}boolean": "boolean", f"{XSD}date": "date"}.get(datatype, "string")


def _relationship(relation: Relation) -> str:
    return _identifier("relationship", relation.type, relation.source, relation.target)


def _view(architecture: Architecture, diagram: Diagram) -> str:
    return _identifier("view", architecture.stack, diagram.view.key)


def _definition(name: str) -> str:
    return f"property-{name}"


def _identifier(*parts: str) -> str:
    """An ``xs:ID`` that the parts determine."""
    return f"id-{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:32]}"
