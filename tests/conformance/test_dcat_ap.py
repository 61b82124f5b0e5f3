"""What is held here is described as DCAT-AP asks, by the shapes that SEMIC publishes."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph
import pyshacl
import pytest
import rdflib
from pyoxigraph import RdfFormat
from rdflib.namespace import DCTERMS, RDF, SH

from graph_service.model.blank_nodes import without_blank_nodes
from graph_service.model.change import Change
from graph_service.services.deployment import Deployment
from graph_service.services.importing.datasets import read_datasets
from graph_service.services.importing.rdf_files import triples
from graph_service.services.publishing.dcat import describe_catalogues
from graph_service.services.publishing.dumps.dumping import dump
from graph_service.services.publishing.dumps.parts import Part
from graph_service.settings import Settings

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
ADDRESS = "https://graph.example"
DCAT = rdflib.Namespace("http://www.w3.org/ns/dcat#")  # with the terms of version 3
SPDX = rdflib.Namespace("http://spdx.org/rdf/terms#")
SERVICES = rdflib.URIRef("https://w3id.org/public-service-graph/id/catalogue/demo-services")
#: The file names two property shapes of data services that it doesn't hold; pySHACL would stop at them.
NOT_THERE = 2


@pytest.fixture(scope="module")
def three_stacks(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    deployment = Deployment(Settings(store=f"oxigraph:{tmp_path_factory.mktemp('dcat') / 'store'}", home=ROOT))
    folders = [ROOT / "seed-data" / name for name in ("govstack", "demo", "japan")]
    files = read_datasets(folders, deployment.settings.base)
    deployment.store.commit(Change({f.graph: without_blank_nodes(triples([f.file])) for f in files}, "All of them"))
    yield deployment
    deployment.close()


@pytest.fixture(scope="module")
def shapes() -> rdflib.Graph:
    graph = rdflib.Graph().parse(HERE / "dcat-ap-3.0.1" / "dcat-ap-SHACL.ttl")
    missing = [
        (shape, found) for shape, found in graph.subject_objects(SH.property) if (found, SH.path, None) not in graph
    ]
    assert len(missing) == NOT_THERE
    for shape, found in missing:
        graph.remove((shape, SH.property, found))
    return graph


def described(deployment: Deployment) -> rdflib.Graph:
    written = pyoxigraph.serialize(describe_catalogues(deployment, ADDRESS), format=RdfFormat.N_TRIPLES)
    return rdflib.Graph().parse(data=written, format="nt")


def test_the_catalogue_has_no_violation(three_stacks: Deployment, shapes: rdflib.Graph) -> None:
    """Of the fictional country, Japan and what all share, with some files made and others not."""
    for part, suffix in ((Part("demo", "services"), "ttl.gz"), (Part("demo", "services", "2.0"), "zip")):
        dump(three_stacks, part, suffix)
    catalogue = described(three_stacks)
    conforms, _, text = pyshacl.validate(catalogue, shacl_graph=shapes)
    assert conforms, text
    stacks = {str(stack).rsplit("/", 1)[-1] for stack in catalogue.objects(None, DCAT.catalog)}
    assert stacks == {"demo", "japan", "reference"}
    assert len(set(catalogue.objects(None, SPDX.checksum))) == 2


@pytest.mark.parametrize(
    "spoil",
    [
        (SERVICES, DCTERMS.title, None),
        (None, DCTERMS.publisher, None),
        (None, DCAT.accessURL, None),
        (None, RDF.type, DCTERMS.LicenseDocument),
        (None, RDF.type, SPDX.ChecksumAlgorithm),
    ],
    ids=["title", "publisher", "accessURL", "licence", "checksum"],
)
def test_the_shapes_would_notice(
    three_stacks: Deployment, shapes: rdflib.Graph, spoil: tuple[rdflib.URIRef | None, rdflib.URIRef, None]
) -> None:
    """Without a statement that DCAT-AP asks for, the catalogue is refused."""
    dump(three_stacks, Part("demo", "services"), "ttl.gz")
    catalogue = described(three_stacks)
    before = len(catalogue)
    catalogue.remove(spoil)
    assert len(catalogue) < before
    conforms, _, _ = pyshacl.validate(catalogue, shacl_graph=shapes)
    assert not conforms


def test_files_are_described_as_they_are(three_stacks: Deployment) -> None:
    """Where, in which format, under the licence of the catalogue; once it was made, with its size and digest."""
    catalogue = described(three_stacks)
    file = rdflib.URIRef(f"{ADDRESS}/stacks/demo/catalogues/services/dump.nt.gz")
    assert (SERVICES, DCAT.distribution, file) in catalogue
    assert str(catalogue.value(file, DCTERMS.license)) == "https://creativecommons.org/licenses/by/4.0/"
    assert str(catalogue.value(file, DCAT.compressFormat)).endswith("/application/gzip")
    assert str(catalogue.value(file, DCAT.mediaType)).endswith("/application/n-triples")
    assert catalogue.value(file, DCAT.byteSize) is None
    content = dump(three_stacks, Part("demo", "services"), "nt.gz").path.read_bytes()
    catalogue = described(three_stacks)
    assert str(catalogue.value(file, DCAT.byteSize)) == str(len(content))
    checksum = catalogue.value(file, SPDX.checksum)
    assert str(catalogue.value(checksum, SPDX.checksumValue)) == hashlib.sha256(content).hexdigest()


def test_releases_are_versions_of_their_catalogue(three_stacks: Deployment) -> None:
    """The superseded and the current one, each with its files; the licence is that of the data."""
    catalogue = described(three_stacks)
    versions = {
        str(catalogue.value(release, DCAT.version)): release for release in catalogue.objects(SERVICES, DCAT.hasVersion)
    }
    assert set(versions) == {"1.0", "2.0"}
    assert catalogue.value(SERVICES, DCAT.hasCurrentVersion) == versions["2.0"]
    for version, release in versions.items():
        files = {str(file) for file in catalogue.objects(release, DCAT.distribution)}
        assert f"{ADDRESS}/stacks/demo/catalogues/services/releases/{version}/dump.zip" in files
    japan = rdflib.URIRef("https://w3id.org/public-service-graph/id/catalogue/japan-services")
    for file in catalogue.objects(japan, DCAT.distribution):
        assert "digital.go.jp" in str(catalogue.value(file, DCTERMS.license))
