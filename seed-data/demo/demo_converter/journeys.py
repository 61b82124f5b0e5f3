"""Life events and business events, the services met in them, and user journeys."""

from rdflib import Graph, Literal

from demo_converter.columns import DESCRIPTION, TITLES, check_names, coded, link, main_thing, place, plain, text
from demo_converter.demands import add_demands
from demo_converter.names import ADMS, CV, DCAT, DCT, PPLAN, PSG, XSD, thing
from demo_converter.source import Source
from demo_converter.tables import Row, SourceError

_EVENTS = (
    ("life-event", CV.LifeEvent, "life-stage"),
    ("business-event", CV.BusinessEvent, "business-stage"),
)

_JOURNEY = (
    *TITLES,
    DESCRIPTION,
    coded("kind", PSG.journeyKind, "journey-kind"),
    link("service", PSG.journeyOf, "service"),
    plain("version", DCAT.version, "string"),
    plain("status", ADMS.status, "iri"),
    place("goals", DCT.subject, "sustainable-development-goal"),
)
_STEP = (
    *TITLES,
    coded("phase", PSG.phase, "journey-phase"),
    coded("touchpoints", PSG.touchpoint, "channel-type"),
    plain("in_person", PSG.inPerson, "boolean"),
    text("pain_en", PSG.painPoint),
    text("opportunity_en", PSG.opportunity),
    text("input_en", PSG.dataInput),
    text("output_en", PSG.dataOutput),
    link("legal", PSG.legalJustification, "regulation"),
    link("evidence", PSG.asksForEvidence, "evidence-type"),
    link("workflows", PSG.followsWorkflow, "workflow"),
    link("patterns", PSG.appliesPattern, "pattern"),
    link("blocks", PSG.requiresBuildingBlock, "building-block"),
    link("systems", PSG.supportedBySystem, "system"),
)


def build(source: Source) -> dict[str, Graph]:
    """Return the graphs of life events and of journeys."""
    return {"life-events": _events(source), "journeys": _journeys(source)}


def _events(source: Source) -> Graph:
    graph = Graph()
    for kind, cls, stages in _EVENTS:
        source.add_main_things(
            graph,
            kind,
            cls,
            source.tables[f"{kind}s.csv"],
            "life-events",
            *TITLES,
            text("title_ar", DCT.title),
            DESCRIPTION,
            coded("stage", PSG.stage, stages),
            place("eu_type", DCT.type, kind),
            link("part_of", PSG.subEventOf, kind),
            link("journeys", PSG.triggersJourney, "journey"),
        )
    events_of = {row.needed("key"): row.parts("events") for row in source.tables["services.csv"]}
    for row in source.tables["encounters.csv"]:
        event, service = row.needed("event"), row.needed("service")
        if event not in events_of.get(service, ()):
            raise SourceError(row, "event", f'services.csv does not group "{service}" by it')
        source.add_node(
            graph,
            thing("encounter", f"{event.rpartition('/')[2]}-{row.needed('position')}"),
            PSG.ServiceEncounter,
            row,
            link("event", PSG.encounterOf, "life-event", "business-event"),
            link("service", PSG.encounteredService, "service"),
            plain("position", PSG.position, "integer"),
        )
    return graph


def _journeys(source: Source) -> Graph:
    graph = Graph()
    for row in source.tables["journeys.yaml"]:
        journey = thing("journey", row.needed("key"))
        main_thing(graph, journey, PSG.UserJourney, row, "journeys")
        check_names(row, _JOURNEY, "key", "keywords")
        source.describe(graph, row, journey, *_JOURNEY)
        for keyword in row.parts("keywords"):
            graph.add((journey, DCAT.keyword, Literal(keyword, lang="en")))
        for number, step in enumerate(row.children, start=1):
            _add_step(graph, source, row, step, number)
    add_demands(graph, source, "step")
    return graph


def _add_step(graph: Graph, source: Source, journey: Row, row: Row, number: int) -> None:
    key = journey.needed("key")
    step = thing("step", f"{key}-{number}")
    graph.add((step, PPLAN.isStepOfPlan, thing("journey", key)))
    graph.add((step, PSG.stepOrder, Literal(str(number), datatype=XSD.integer)))
    if number > 1:
        graph.add((step, PPLAN.isPrecededBy, thing("step", f"{key}-{number - 1}")))
    row.needed("title_en")
    check_names(row, _STEP)
    source.add_node(graph, step, PSG.JourneyStep, row, *_STEP)
