"""The ontology as it is documented: terms by theme, how the shapes let them be used, and how often they are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, QuerySolutions, Triple

from graph_service.model.terms import DCT, OWL, PSG, RDF, RDF_TYPE, RDFS, SH, SKOS
from graph_service.services.deployment import Deployment

#: How many things are shown as examples of a class.
EXAMPLES = 5
_KINDS = {f"{OWL}Class": "class", f"{OWL}ObjectProperty": "property", f"{OWL}DatatypeProperty": "property"}
_Said = Mapping[str, list[str]]


@dataclass(frozen=True)
class Use:
    """What a shape asks of a property: on which classes, how often (``most`` is none for any number), and of what kind.

    ``values`` are classes, datatypes or kinds of node; ``advised`` tells that it is a recommendation.
    """

    shape: str
    property: str
    classes: tuple[str, ...]
    least: int
    most: int | None
    values: tuple[str, ...]
    advised: bool


@dataclass(frozen=True)
class OntologyTerm:
    """A class or property; what is not stated is empty."""

    iri: str
    kind: str
    label: str
    definition: str
    sources: tuple[str, ...]
    parents: tuple[str, ...]
    replaced_by: str
    deprecated: bool


@dataclass(frozen=True)
class Theme:
    """The terms of one file of the ontology, classes first."""

    name: str
    terms: tuple[OntologyTerm, ...]

    @property
    def title(self) -> str:
        """The name in words."""
        return self.name.replace("-", " ").capitalize()

    def of(self, kind: str) -> list[OntologyTerm]:
        """The classes or the properties."""
        return [term for term in self.terms if term.kind == kind]


@dataclass(frozen=True)
class Version:
    """A version of the ontology: its IRI, its number, when it was issued, and what changed in it."""

    iri: str
    number: str
    issued: str
    notes: tuple[str, ...]


def read_themes(deployment: Deployment) -> list[Theme]:
    """All themes that define terms, in the order of their names."""
    return deployment.remembered("themes of the ontology", lambda: _themes(deployment))


def read_versions(deployment: Deployment) -> list[Version]:
    """The versions of the ontology, the latest first."""
    return deployment.remembered("versions of the ontology", lambda: _versions(deployment))


def read_uses(deployment: Deployment) -> list[Use]:
    """What the shapes ask of each property, by class."""
    return deployment.remembered("uses of the ontology", lambda: _uses(deployment))


def _themes(deployment: Deployment) -> list[Theme]:
    themes = []
    for file in deployment.vocabulary.ontology:
        said = _by_subject(quad.triple for quad in file.quads)
        terms = [_term(iri, of) for iri, of in said.items() if set(of.get(RDF_TYPE, ())) & set(_KINDS)]
        if terms:
            themes.append(Theme(file.path.stem, tuple(sorted(terms, key=lambda t: (t.kind, t.label.lower())))))
    return themes


def _versions(deployment: Deployment) -> list[Version]:
    said = _by_subject(quad.triple for file in deployment.vocabulary.ontology for quad in file.quads)
    versions = [
        Version(
            iri, _first(of, f"{OWL}versionInfo"), _first(of, f"{DCT}issued"), tuple(of.get(f"{SKOS}changeNote", ()))
        )
        for iri, of in said.items()
        if PSG in of.get(f"{DCT}isVersionOf", ())
    ]
    return sorted(versions, key=lambda version: (version.issued, version.number), reverse=True)


def _uses(deployment: Deployment) -> list[Use]:
    said = _by_subject(quad.triple for file in deployment.vocabulary.shapes for quad in file.quads)
    uses: dict[tuple[str, str], Use] = {}
    for shape, of in said.items():
        classes = tuple(sorted(of.get(f"{SH}targetClass", ())))
        for part in (said.get(name, {}) for name in of.get(f"{SH}property", ())):
            path = _first(part, f"{SH}path")
            if path.startswith("http") and classes:
                use = _use(shape, path, classes, part, said)
                uses[shape, path] = _together(uses[shape, path], use) if (shape, path) in uses else use
    return sorted(uses.values(), key=lambda use: (use.property, use.shape))


def instances(deployment: Deployment) -> Mapping[str, int]:
    """How many things there are of each class and how many statements by each property, by IRI."""
    return deployment.remembered(
        "uses of terms", lambda: {**_count(deployment, "?x a ?t"), **_count(deployment, "?x ?t ?y")}
    )


def examples_of(deployment: Deployment, iri: str) -> list[str]:
    """Some things of the class ``iri``, or some that have the property."""
    node = NamedNode(iri)
    found = deployment.store.query(
        f"SELECT DISTINCT ?x {{ {{ ?x a {node} }} UNION {{ ?x {node} ?y }} FILTER(ISIRI(?x)) }} LIMIT {EXAMPLES}"
    )
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    return sorted(term.value for row in found if isinstance(term := row["x"], NamedNode))


def _term(iri: str, of: _Said) -> OntologyTerm:
    kind = next(_KINDS[name] for name in of[RDF_TYPE] if name in _KINDS)
    parents = [*of.get(f"{RDFS}subClassOf", ()), *of.get(f"{RDFS}subPropertyOf", ())]
    return OntologyTerm(
        iri,
        kind,
        _first(of, f"{RDFS}label"),
        _first(of, f"{SKOS}definition"),
        tuple(of.get(f"{DCT}source", ())),
        tuple(parents),
        _first(of, f"{DCT}isReplacedBy"),
        _first(of, f"{OWL}deprecated") == "true",
    )


def _use(shape: str, path: str, classes: tuple[str, ...], part: _Said, said: Mapping[str, _Said]) -> Use:
    values = [value for name in ("class", "datatype") for value in part.get(f"{SH}{name}", ())]
    for alternatives in part.get(f"{SH}or", ()):
        for item in _listed(alternatives, said):
            values += [value for name in ("class", "datatype") for value in said.get(item, {}).get(f"{SH}{name}", ())]
    least, most = _first(part, f"{SH}minCount"), _first(part, f"{SH}maxCount")
    advised = _first(part, f"{SH}severity") not in {"", f"{SH}Violation"}
    kinds = part.get(f"{SH}nodeKind", ()) if not values else ()
    return Use(
        shape,
        path,
        classes,
        int(least or 0),
        int(most) if most else None,
        tuple(dict.fromkeys([*values, *kinds])),
        advised,
    )


def _together(one: Use, other: Use) -> Use:
    """Two constraints of one shape on one property; what is demanded stands before what is advised."""
    first, second = (other, one) if one.advised and not other.advised else (one, other)
    mosts = [use.most for use in (one, other) if use.most is not None]
    least = first.least if first.advised != second.advised and first.least else max(one.least, other.least)
    values = tuple(dict.fromkeys((*first.values, *second.values)))
    advised = first.advised or (second.advised and not first.least and second.least > 0)
    return Use(one.shape, one.property, one.classes, least, min(mosts, default=None), values, advised)


def _listed(node: str, said: Mapping[str, _Said]) -> Iterable[str]:
    while node in said and (first := said[node].get(f"{RDF}first")):
        yield first[0]
        node = _first(said[node], f"{RDF}rest")


def _count(deployment: Deployment, pattern: str) -> dict[str, int]:
    found = deployment.store.query(f"SELECT ?t (COUNT(*) AS ?n) {{ {pattern} }} GROUP BY ?t")
    assert isinstance(found, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    return {t.value: int(n.value) for t, n in found if isinstance(t, NamedNode) and isinstance(n, Literal)}


def _by_subject(triples: Iterable[Triple]) -> dict[str, dict[str, list[str]]]:
    said: dict[str, dict[str, list[str]]] = {}
    for triple in triples:
        value = triple.object.value if isinstance(triple.object, NamedNode | Literal) else str(triple.object)
        subject = triple.subject.value if isinstance(triple.subject, NamedNode) else str(triple.subject)
        said.setdefault(subject, {}).setdefault(triple.predicate.value, []).append(value)
    return said


def _first(of: Mapping[str, Sequence[str]], name: str) -> str:
    return next(iter(of.get(name, ())), "")
