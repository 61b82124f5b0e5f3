"""The vocabulary: the ontology, its terms and versions, the code lists and the shapes, each as a page or RDF."""

from __future__ import annotations

from functools import partial

from fastapi import APIRouter, Request, Response

from graph_service.errors import UnknownName
from graph_service.http.context import Served
from graph_service.http.documents import Document, Page, answer, offered
from graph_service.http.things import LinksBy, Offset, description, with_suffix
from graph_service.model.terms import CODE_LISTS, PSG, SHAPES, SYSTEM_STACK, graph_iri
from graph_service.pages.ontology import code_list, code_lists, ontology, shapes
from graph_service.services.code_lists import concepts_of, is_scheme
from graph_service.services.deployment import Deployment
from graph_service.services.describe import describe
from graph_service.services.ontology_terms import read_versions

router = APIRouter(tags=["linked data"])


@router.get("/def", summary="The ontology, whole")
@router.get("/def/", include_in_schema=False)
@router.get("/def.{suffix}", include_in_schema=False)
def read_ontology(served: Served, request: Request, suffix: str | None = None) -> Response:
    """Its documentation by theme, with diagrams; or all its statements."""
    return _whole(PSG, "/def", "ontology", partial(ontology, served), suffix, served, request)


@router.get("/shapes", summary="All shapes")
@router.get("/shapes/", include_in_schema=False)
@router.get("/shapes.{suffix}", include_in_schema=False)
def read_shapes(served: Served, request: Request, suffix: str | None = None) -> Response:
    """What data must look like, by theme."""
    return _whole(SHAPES, "/shapes", "shapes", partial(shapes, served), suffix, served, request)


@router.get("/codelist", summary="All code lists")
@router.get("/codelist/", include_in_schema=False)
@router.get("/codelist.{suffix}", include_in_schema=False)
def read_code_lists(served: Served, request: Request, suffix: str | None = None) -> Response:
    """The SKOS concept schemes with their concepts."""
    return _whole(CODE_LISTS, "/codelist", "codelists", partial(code_lists, served), suffix, served, request)


@router.get("/def/{term}", summary="A class or property of the ontology, or a version of it")
def read_term(term: str, served: Served, request: Request, links: LinksBy = "", offset: Offset = 0) -> Response:
    """What the ontology says of it, how shapes let it be used, and where it is used."""
    iri, suffix = with_suffix(PSG, term, served)
    version = next((version for version in read_versions(served) if version.iri == iri), None)
    if version is not None and version == read_versions(served)[0]:
        path = f"/def/{version.number}"
        return _whole(iri, path, "ontology", partial(ontology, served), suffix, served, request)
    return description(iri, suffix, served, request, links, offset)


@router.get("/shapes/{term}", summary="A shape")
def read_shape(term: str, served: Served, request: Request, links: LinksBy = "", offset: Offset = 0) -> Response:
    """What it asks for."""
    iri, suffix = with_suffix(SHAPES, term, served)
    return description(iri, suffix, served, request, links, offset)


@router.get("/codelist/{term:path}", summary="A code list or a concept in it")
def read_concept(term: str, served: Served, request: Request, links: LinksBy = "", offset: Offset = 0) -> Response:
    """A code list comes with all its concepts, a concept with what uses it."""
    iri, suffix = with_suffix(CODE_LISTS, term, served)
    if links or not is_scheme(served.store, iri):
        return description(iri, suffix, served, request, links, offset)
    found, concepts = describe(served.store, iri), concepts_of(served.store, iri)
    path = f"/codelist/{iri.removeprefix(CODE_LISTS)}"
    return answer(
        Document(
            iri,
            path,
            lambda frame, languages: code_list(served, found, concepts, path, frame, languages),
            lambda: list(dict.fromkeys([*found.facts, *found.links, *concepts])),
        ),
        suffix,
        served,
        request,
    )


def _whole(
    iri: str,
    path: str,
    graph: str,
    page: Page,
    suffix: str | None,
    served: Deployment,
    request: Request,
) -> Response:
    """The document about one of the graphs of the vocabulary."""
    name = graph_iri(served.settings.base, SYSTEM_STACK, graph)
    if suffix is not None and suffix not in offered():
        raise UnknownName("document", request.url.path, [f"{path}.{name}" for name in offered()])
    return answer(Document(iri, path, page, lambda: served.store.triples(name)), suffix, served, request)
