"""The named graphs, by the SPARQL 1.1 Graph Store Protocol (indirect identification), and descriptions of them."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import JSONResponse
from pyoxigraph import QueryTriples

from graph_service.errors import ArgumentProblem, InvalidArguments, UnknownName
from graph_service.http.budget import charged
from graph_service.http.catalog import address
from graph_service.http.context import Served
from graph_service.http.profile_negotiation import InProfile, announced, statements
from graph_service.services.change_log import last_change_of
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.profiled import in_profile, readers_graphs
from graph_service.services.publishing.sparql_examples import describe_queries
from graph_service.services.publishing.void import describe_datasets

router = APIRouter(tags=["linked data"])


@router.get("/graphs", summary="The statements of a named graph, or of the default graph")
def read_graph(served: Served, request: Request, profile: InProfile) -> Response:
    """``?graph=<IRI>`` or ``?default``; without either, the list of the graphs.

    In the terms of another profile, with all that the graph names.
    Source: https://www.w3.org/TR/sparql11-http-rdf-update/, sections 4.2 and 5.2.
    """
    named, default = request.query_params.getlist("graph"), "default" in request.query_params
    if not named and not default:
        return JSONResponse({"graphs": sorted(served.store.graphs())})
    if len(named) + default != 1:
        detail = "Give either one ?graph=<IRI> or ?default."
        raise InvalidArguments([ArgumentProblem("graph", ", ".join(named), detail)])
    if named and named[0] not in served.store.graphs():
        raise UnknownName("graph", named[0])
    if not profile.own:
        with charged(request):
            found = in_profile(served, profile, named or readers_graphs(served))
            return announced(statements(found, served, request), profile, (), request)
    if default:
        result = served.store.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }")
        assert isinstance(result, QueryTriples)  # noqa: S101 - a CONSTRUCT gives statements
        return statements(result, served, request)
    generation = served.store.generation()  # read before: what is sent is of this generation or a later one
    etag = entity_tag(served, named[0])  # read before: of a later state it would let a change be overwritten
    answer = statements(served.store.triples(named[0]), served, request)
    answer.headers["ETag"] = etag
    answer.headers["Graph-Service-Generation"] = str(generation)
    return answer


def entity_tag(served: Deployment, graph: str) -> str:
    """The state of ``graph``, by the number of the last change that touched it."""
    return f'"change-{last_change_of(served, graph)}"'


@router.get("/.well-known/void", summary="What is held here and how much, in VoID")
def void(served: Served, request: Request) -> Response:
    """Statistics of each current graph, and where it can be taken from."""
    return statements(describe_datasets(served, address(request)), served, request)


@router.get("/.well-known/sparql-examples", summary="The named queries as data")
def sparql_examples(served: Served, request: Request) -> Response:
    """Each named query as a SHACL executable."""
    return statements(describe_queries(served), served, request)


@router.get("/context.jsonld", summary="The JSON-LD context: our terms for classes and properties")
def context(served: Served) -> Response:
    """For those who write JSON-LD; documents from here hold what they need of it."""
    words = {"@version": 1.1, **served.vocabulary.context.prefixes, **served.vocabulary.context.terms}
    return JSONResponse({"@context": words}, media_type="application/ld+json")
