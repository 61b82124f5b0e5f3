"""All that is held here as a catalogue by DCAT-AP 3: stacks, their catalogues, releases, files of them, and services.

Source: https://semiceu.github.io/DCAT-AP/releases/3.0.1/
"""

from __future__ import annotations

from collections.abc import Iterator

from pyoxigraph import Literal, NamedNode, Triple

from graph_service.errors import AnswerGone
from graph_service.model.terms import DCT, FOAF, LABEL_PROPERTIES, PSG, RDF_TYPE
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.distributions import describe_files
from graph_service.services.publishing.dumps.parts import Part, state_of
from graph_service.services.releases import ADMS, DCAT, Catalogue, Release, list_catalogues, list_releases

_TITLE, _DESCRIPTION = NamedNode(f"{DCT}title"), NamedNode(f"{DCT}description")
_REGISTER = "catalogue-kind/stack-register"
_PROTOCOL = "https://www.w3.org/TR/sparql11-protocol/"


def describe_catalogues(deployment: Deployment, address: str) -> list[Triple]:
    """The catalogue of a service that is reached at ``address``, without a stroke at its end.

    Sizes and checksums are those of the files that were made so far.
    """
    return sorted(set(_Description(deployment, address).statements()), key=str)


def may_describe(deployment: Deployment, thing: NamedNode) -> bool:
    """Whether the description can say something of ``thing``, told without making the description."""
    named_by = (NamedNode(f"{DCT}{name}") for name in ("publisher", "spatial", "license"))
    if any(True for name in named_by for _ in deployment.store.match(None, name, thing)):
        return True
    catalogues, releases = list_catalogues(deployment), list_releases(deployment)
    return thing.value in {
        *(catalogue.iri for catalogue in catalogues),
        *(catalogue.stack for catalogue in catalogues),
        *(release.iri for release in releases),
    }


class _Description:
    """Gathers the statements; whoever publishes, licences and places are described where they are named."""

    def __init__(self, deployment: Deployment, address: str) -> None:
        self._deployment = deployment
        self._address = address
        self._root = f"{deployment.settings.base}catalog"
        self._operator = f"{self._root}#publisher"

    def statements(self) -> Iterator[Triple]:
        """All of them."""
        yield _link(self._root, RDF_TYPE, f"{DCAT}Catalog")
        yield _text(self._root, _TITLE.value, "Catalogues of public services and what they rest on")
        about = "Stacks of catalogues of public services, life events, systems, Building Blocks and roadmaps."
        yield _text(self._root, _DESCRIPTION.value, about)
        yield _link(self._root, f"{DCT}publisher", self._operator)
        yield _link(self._root, f"{FOAF}homepage", f"{self._address}/")
        yield _link(f"{self._address}/", RDF_TYPE, f"{FOAF}Document")
        yield _link(self._operator, RDF_TYPE, f"{FOAF}Agent")
        yield _text(self._operator, f"{FOAF}name", self._deployment.settings.publisher)
        yield from self._services()
        catalogues: dict[str, list[Catalogue]] = {}
        for catalogue in list_catalogues(self._deployment):
            catalogues.setdefault(catalogue.stack, []).append(catalogue)
        for stack, listed in catalogues.items():
            yield _link(self._root, f"{DCAT}catalog", stack)
            yield from self._stack(stack, listed)
            for catalogue in listed:
                yield _link(self._root, f"{DCAT}dataset", catalogue.iri)
                yield from self._catalogue(catalogue)

    def _services(self) -> Iterator[Triple]:
        sparql, api = f"{self._address}/sparql", f"{self._address}/docs"
        for service, title, endpoint, description in (
            (sparql, "SPARQL endpoint", sparql, sparql),
            (api, "Web API with named queries", f"{self._address}/", f"{self._address}/openapi.json"),
        ):
            yield _link(self._root, f"{DCAT}service", service)
            yield _link(service, RDF_TYPE, f"{DCAT}DataService")
            yield _text(service, _TITLE.value, title)
            yield _link(service, f"{DCT}publisher", self._operator)
            yield _link(service, f"{DCAT}endpointURL", endpoint)
            yield _link(service, f"{DCAT}endpointDescription", description)
            for catalogue in list_catalogues(self._deployment):
                yield _link(service, f"{DCAT}servesDataset", catalogue.iri)
        yield _link(sparql, f"{DCT}conformsTo", _PROTOCOL)
        yield _link(_PROTOCOL, RDF_TYPE, f"{DCT}Standard")

    def _stack(self, stack: str, catalogues: list[Catalogue]) -> Iterator[Triple]:
        """A stack; who publishes the register of its catalogues publishes it."""
        yield _link(stack, RDF_TYPE, f"{DCAT}Catalog")
        yield from self._named(stack, "")
        registers = [
            c.iri for c in catalogues if any(v.endswith(_REGISTER) for v in self._linked(c.iri, f"{PSG}catalogueKind"))
        ]
        publishers = [found for iri in registers for found in self._linked(iri, f"{DCT}publisher")]
        yield from self._published(stack, publishers)
        for place in self._linked(stack, f"{DCT}spatial"):
            yield _link(stack, f"{DCT}spatial", place)
            yield _link(place, RDF_TYPE, f"{DCT}Location")
        for catalogue in catalogues:
            yield _link(stack, f"{DCAT}dataset", catalogue.iri)

    def _catalogue(self, catalogue: Catalogue) -> Iterator[Triple]:
        """A catalogue as it is now, and its releases."""
        iri, publishers = catalogue.iri, self._linked(catalogue.iri, f"{DCT}publisher")
        yield _link(iri, RDF_TYPE, f"{DCAT}Dataset")
        yield from self._named(iri, "")
        yield from self._published(iri, publishers)
        yield Triple(NamedNode(iri), NamedNode(f"{DCT}identifier"), Literal(iri))
        yield from self._files(catalogue, iri, "")
        for release in list_releases(self._deployment, catalogue):
            yield _link(iri, f"{DCAT}hasVersion", release.iri)
            yield _link(self._root, f"{DCAT}dataset", release.iri)
            yield from self._release(catalogue, release, publishers)
        if catalogue.current:
            yield _link(iri, f"{DCAT}hasCurrentVersion", catalogue.current)

    def _release(self, catalogue: Catalogue, release: Release, publishers: list[str]) -> Iterator[Triple]:
        iri = release.iri
        yield _link(iri, RDF_TYPE, f"{DCAT}Dataset")
        yield from self._named(iri, release.notes or release.key)
        yield from self._published(iri, publishers)
        yield _link(iri, f"{DCAT}isVersionOf", catalogue.iri)
        yield Triple(NamedNode(iri), NamedNode(f"{DCAT}version"), Literal(release.version))
        if release.previous:
            yield _link(iri, f"{DCAT}previousVersion", release.previous)
        for name in (f"{DCT}issued", f"{ADMS}versionNotes"):
            yield from self._deployment.store.match(NamedNode(iri), NamedNode(name), None)
        yield from self._files(catalogue, iri, release.version)

    def _files(self, catalogue: Catalogue, dataset: str, version: str) -> Iterator[Triple]:
        """The files of a catalogue or a release; none where it is not known any more what it held."""
        part = Part(catalogue.stack.rsplit("/", 1)[-1], catalogue.graph.rsplit("/", 1)[-1], version)
        try:
            state_of(self._deployment, part)
        except AnswerGone:
            return
        licences = self._linked(catalogue.iri, f"{DCT}license")
        for licence in licences[:1]:
            yield _link(licence, RDF_TYPE, f"{DCT}LicenseDocument")
        for file, said in describe_files(self._deployment, part, self._address):
            yield _link(dataset, f"{DCAT}distribution", file)
            yield from said
            for licence in licences[:1]:
                yield _link(file, f"{DCT}license", licence)

    def _published(self, iri: str, publishers: list[str]) -> Iterator[Triple]:
        """By the first of ``publishers``, or by who runs the service."""
        publisher = next(iter(publishers), self._operator)
        yield _link(iri, f"{DCT}publisher", publisher)
        if publisher != self._operator:
            yield _link(publisher, RDF_TYPE, f"{FOAF}Agent")
            names = [value for label in LABEL_PROPERTIES for value in self._literals(publisher, label)]
            for name in names or [Literal(publisher.rsplit("/", 1)[-1])]:
                yield Triple(NamedNode(publisher), NamedNode(f"{FOAF}name"), name)

    def _named(self, iri: str, otherwise: str) -> Iterator[Triple]:
        """Title and description; where there is none, the key or ``otherwise``."""
        titles = self._literals(iri, _TITLE.value) or [Literal(iri.rsplit("/", 1)[-1])]
        descriptions = self._literals(iri, _DESCRIPTION.value) or ([Literal(otherwise)] if otherwise else titles)
        yield from (Triple(NamedNode(iri), _TITLE, title) for title in titles)
        yield from (Triple(NamedNode(iri), _DESCRIPTION, text) for text in descriptions)

    def _literals(self, iri: str, predicate: str) -> list[Literal]:
        found = self._deployment.store.match(NamedNode(iri), NamedNode(predicate), None)
        return [triple.object for triple in found if isinstance(triple.object, Literal)]

    def _linked(self, iri: str, predicate: str) -> list[str]:
        found = self._deployment.store.match(NamedNode(iri), NamedNode(predicate), None)
        return sorted(triple.object.value for triple in found if isinstance(triple.object, NamedNode))


def _link(subject: str, predicate: str, value: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), NamedNode(value))


def _text(subject: str, predicate: str, value: str) -> Triple:
    return Triple(NamedNode(subject), NamedNode(predicate), Literal(value, language="en"))
