"""Two countries, the reference stack, an empty stack and a hostile one, for all exports to architecture tools."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, Triple, parse

from graph_service.model.blank_nodes import without_blank_nodes
from graph_service.model.change import Change
from graph_service.model.terms import graph_iri
from graph_service.services.deployment import Deployment
from graph_service.services.importing.datasets import read_datasets
from graph_service.services.importing.rdf_files import triples
from graph_service.settings import Settings

ROOT = Path(__file__).parents[1]
#: What breaks careless writers: markup, quotes, formulas, controls, line ends, an ampersand, and a long text.
HOSTILE = "]]></name><script>alert('x')</script>\" & <b> \\N --> %% \u202e \u0007 \r\n;}\n=1+1|pipe`tick" + "x" * 40_000


def written(text: str) -> str:
    """``text`` as a literal of Turtle."""
    return '"' + "".join(f"\\u{ord(character):04x}" for character in text) + '"'


def country(key: str, content: str = "") -> list[Triple]:
    """A stack with one catalogue and what ``content`` says."""
    head = f"""
    @prefix psg: <https://w3id.org/public-service-graph/def/> .
    @prefix psgid: <https://w3id.org/public-service-graph/id/> .
    @prefix dct: <http://purl.org/dc/terms/> .
    @prefix cpsv: <http://purl.org/vocab/cpsv#> .
    @prefix cv: <http://data.europa.eu/m8g/> .
    psgid:stack\\/{key} a psg:Stack ; dct:title "{key}"@en .
    psgid:catalogue\\/{key} a psg:Catalogue ; psg:ofStack psgid:stack\\/{key} ; dct:title "Catalogue of {key}"@en .
    """
    return [quad.triple for quad in parse((head + content).encode(), format=RdfFormat.TURTLE)]


def hostile() -> list[Triple]:
    """Things with hostile names, two of which differ in the case of their key alone."""
    title, key = written(HOSTILE), "x" * 80
    return country(
        "hostile",
        f"""
        psgid:service\\/a a cpsv:PublicService ; dct:title {title}@en , {written("=" + HOSTILE)}@fr ;
          dct:isPartOf psgid:catalogue\\/hostile ; psg:supportedBySystem psgid:system\\/Same , psgid:system\\/same ;
          psg:requiresBuildingBlock psgid:building-block\\/{key} ; cv:hasCompetentAuthority psgid:organisation\\/o .
        psgid:system\\/Same a psg:System ; dct:title {title}@en ; dct:isPartOf psgid:catalogue\\/hostile .
        psgid:system\\/same a psg:System ; dct:title {title}@en ; dct:isPartOf psgid:catalogue\\/hostile ;
          psg:dependsOn psgid:system\\/Same ; psg:realisesBuildingBlock psgid:building-block\\/{key} .
        psgid:building-block\\/{key} a psg:BuildingBlock ; dct:title {title} ; dct:isPartOf psgid:catalogue\\/hostile .
        psgid:organisation\\/o a cv:PublicOrganisation ; dct:title {title} ; dct:isPartOf psgid:catalogue\\/hostile .
        """,
    )


def open_countries(folder: Path) -> Deployment:
    """A deployment whose store in ``folder`` holds all of them."""
    deployment = Deployment(Settings(store=f"oxigraph:{folder / 'store'}", home=ROOT))
    base = deployment.settings.base
    seeds = [ROOT / "seed-data" / name for name in ("govstack", "demo", "japan")]
    graphs = {file.graph: without_blank_nodes(triples([file.file])) for file in read_datasets(seeds, base)}
    graphs |= {name: without_blank_nodes(triples(files)) for name, files in deployment.vocabulary.graphs().items()}
    graphs |= {graph_iri(base, "void", "all"): country("void"), graph_iri(base, "hostile", "all"): hostile()}
    deployment.store.commit(Change(graphs, "Countries"))
    return deployment
