"""A plan as statements of the roadmap, to be proposed to those who keep it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from graph_service.errors import ArgumentProblem, InvalidArguments
from graph_service.model.procurement import Purchase
from graph_service.model.scenario import Edits
from graph_service.model.solutions import Row, rows_of
from graph_service.model.terms import CODE_LISTS, DCT, PSG, RDF_TYPE, XSD
from graph_service.services.deployment import Deployment
from graph_service.services.procurement.planning import Plan
from graph_service.store.base import GraphStore

_ROADMAP = """PREFIX psg: <https://w3id.org/public-service-graph/def/>
PREFIX dct: <http://purl.org/dc/terms/>
SELECT ?roadmap ?catalogue ?graph ?phase ?start ?end WHERE {
  ?roadmap a psg:Roadmap ; dct:isPartOf ?catalogue .
  ?catalogue psg:ofStack %s ; psg:graph ?graph .
  OPTIONAL { ?phase psg:ofRoadmap ?roadmap ; psg:startYear ?start ; psg:endYear ?end . }
} ORDER BY ?roadmap ?phase"""
_OPEN_ITEMS = """PREFIX psg: <https://w3id.org/public-service-graph/def/>
PREFIX status: <https://w3id.org/public-service-graph/codelist/roadmap-item-status/>
SELECT ?block ?item ?year ?phase WHERE {
  ?item a psg:RoadmapItem ; psg:ofRoadmap %s ; psg:delivers ?block ; psg:plannedYear ?year ; psg:itemStatus ?status .
  ?block a psg:BuildingBlock .
  FILTER(?status NOT IN (status:completed, status:cancelled))
  OPTIONAL { ?item psg:inPhase ?phase . }
} ORDER BY ?block ?item"""


@dataclass(frozen=True)
class _Roadmap:
    iri: NamedNode
    catalogue: NamedNode
    graph: NamedNode
    phases: Mapping[NamedNode, range]

    def phase(self, year: int) -> NamedNode | None:
        return next((phase for phase, years in self.phases.items() if year in years), None)


def as_edits(deployment: Deployment, plan: Plan) -> Edits:
    """What to add to the stack's roadmap and remove from it, so that it says what ``plan`` says.

    An open item that delivers the Building Block moves to the plan's year; where there is none, one is added.

    :raises InvalidArguments: where the stack has no roadmap.
    """
    [stack] = plan.bound.arguments["stack"]
    assert isinstance(stack, NamedNode)  # noqa: S101 - its type is iri
    roadmap = _roadmap(deployment.store, stack)
    open_items = _open_items(deployment.store, roadmap)
    key = stack.value.rpartition("/")[2]
    new = {
        p.block: NamedNode(f"{deployment.settings.base}id/roadmap-item/{key}-plan-{p.block.rpartition('/')[2]}")
        for p in plan.best.purchases
        if p.block not in open_items
    }
    items = {block: row["item"] for block, row in open_items.items()} | new
    added: set[Quad] = set()
    removed: set[Quad] = set()
    for purchase in plan.best.purchases:
        item = items[purchase.block]
        assert isinstance(item, NamedNode)  # noqa: S101 - items are things
        wanted: set[tuple[str, object]] = {(f"{PSG}plannedYear", Literal(purchase.end))}
        if phase := roadmap.phase(purchase.end):
            wanted.add((f"{PSG}inPhase", phase))
        if purchase.block in new:
            wanted.update(_described(plan, purchase, roadmap, item))
        else:
            row = open_items[purchase.block]
            stated: set[tuple[str, object]] = {(f"{PSG}plannedYear", row["year"])}
            stated |= {(f"{PSG}inPhase", row["phase"])} if "phase" in row and phase else set()
            removed |= {_quad(item, name, value, roadmap) for name, value in stated - wanted}
            wanted -= stated
        for other in plan.inputs.problem.prerequisites.get(purchase.block, ()):
            if purchase.block in new and other in items:
                wanted.add((f"{PSG}dependsOn", items[other]))
        added |= {_quad(item, name, value, roadmap) for name, value in wanted}
    return Edits(frozenset(added), frozenset(removed))


def _described(
    plan: Plan, purchase: Purchase, roadmap: _Roadmap, item: NamedNode
) -> Iterator[tuple[str, NamedNode | Literal]]:
    """What a new item says besides its year."""
    option = purchase.option
    yield RDF_TYPE, NamedNode(f"{PSG}RoadmapItem")
    yield f"{DCT}identifier", Literal(item.value.rpartition("/")[2])
    yield f"{DCT}title", Literal(f"Obtain the Building Block {plan.inputs.title(purchase.block)}", language="en")
    yield f"{DCT}isPartOf", roadmap.catalogue
    yield f"{PSG}ofRoadmap", roadmap.iri
    yield f"{PSG}roadmapTheme", NamedNode(f"{CODE_LISTS}roadmap-theme/infrastructure")
    yield f"{PSG}itemStatus", NamedNode(f"{CODE_LISTS}roadmap-item-status/planned")
    yield f"{PSG}progress", Literal(0)
    yield f"{PSG}estimatedCost", Literal(f"{option.cost:f}", datatype=NamedNode(f"{XSD}decimal"))
    yield f"{PSG}delivers", NamedNode(purchase.block)


def _quad(item: NamedNode, name: str, value: object, roadmap: _Roadmap) -> Quad:
    assert isinstance(value, NamedNode | Literal)  # noqa: S101 - data have no blank nodes
    return Quad(item, NamedNode(name), value, roadmap.graph)


def _roadmap(store: GraphStore, stack: NamedNode) -> _Roadmap:
    rows = _rows(store, _ROADMAP % stack)
    if not rows:
        detail = "This stack has no roadmap that the plan could become part of."
        raise InvalidArguments([ArgumentProblem("stack", stack.value, detail)])
    first = rows[0]
    roadmap, catalogue, graph = first["roadmap"], first["catalogue"], first["graph"]
    assert isinstance(roadmap, NamedNode)  # noqa: S101 - things have IRIs
    assert isinstance(catalogue, NamedNode)  # noqa: S101 - likewise
    assert isinstance(graph, NamedNode)  # noqa: S101 - likewise
    phases = {
        phase: range(int(_text(row, "start")), int(_text(row, "end")) + 1)
        for row in rows
        if isinstance(phase := row.get("phase"), NamedNode) and row["roadmap"] == roadmap
    }
    return _Roadmap(roadmap, catalogue, graph, phases)


def _open_items(store: GraphStore, roadmap: _Roadmap) -> dict[str, Row]:
    """The first open item that delivers each Building Block."""
    found: dict[str, Row] = {}
    for row in _rows(store, _OPEN_ITEMS % roadmap.iri):
        found.setdefault(_text(row, "block"), row)
    return found


def _rows(store: GraphStore, query: str) -> list[Row]:
    solutions = store.query(query)
    assert isinstance(solutions, QuerySolutions)  # noqa: S101 - a SELECT gives solutions
    return rows_of(solutions)


def _text(row: Row, name: str) -> str:
    return str(getattr(row[name], "value", row[name]))
