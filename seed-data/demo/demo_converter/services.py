"""The service catalogue: its current release, and the release that it superseded."""

from rdflib import Graph, Literal, URIRef

from demo_converter.columns import DESCRIPTION, TITLES, coded, link, main_thing, place, plain, text
from demo_converter.names import CPSV, CV, DCT, FOAF, PROV, PSG, RDF, national, thing
from demo_converter.source import Source
from demo_converter.tables import Row, SourceError

CURRENT, SUPERSEDED = "2.0", "1.0"
_PAGES = "https://services.examplia.example/"

_MAIN = (
    *TITLES,
    text("title_ar", DCT.title),
    DESCRIPTION,
    link("authority", CV.hasCompetentAuthority, "organisation"),
    coded("level", PSG.digitisationLevel, "digitisation-level"),
    coded("audience", DCT.audience, "recipient-type"),
    place("languages", DCT.language, "language"),
    link("events", CV.isGroupedBy, "life-event", "business-event"),
    link("requires", DCT.requires, "service"),
)
_SINCE_CURRENT = (
    coded("target", PSG.targetDigitisationLevel, "digitisation-level"),
    link("systems", PSG.supportedBySystem, "system"),
    link("building_blocks", PSG.requiresBuildingBlock, "building-block"),
)
_FACTS = (
    plain("position", PSG.listPosition, "integer"),
    plain("transactions", PSG.transactionsPerYear, "integer"),
    plain("customers", PSG.customersPerYear, "integer"),
    plain("requests", PSG.requestsPerPeriod, "decimal"),
    coded("period", PSG.requestPeriod, "request-period"),
    plain("iterations", PSG.iterationsToComplete, "integer"),
    coded("years", PSG.yearsInOperation, "years-in-operation"),
    plain("cross_border", PSG.crossBorder, "boolean"),
    plain("ppp", PSG.publicPrivatePartnership, "boolean"),
    plain("fdi", PSG.foreignInvestmentPotential, "boolean"),
    plain("harmonisation", PSG.regionalHarmonisationPotential, "boolean"),
    coded("challenges", PSG.challenge, "challenge"),
    plain("processing_time", CV.processingTime, "duration"),
    link("inputs", CV.hasInputType, "evidence-type"),
    link("outputs", CPSV.produces, "output"),
    link("legal", CV.hasLegalResource, "regulation"),
    text("key_metrics_en", PSG.keyMetrics),
    text("satisfaction_metrics_en", PSG.satisfactionMetrics),
)


def build(source: Source) -> dict[str, Graph]:
    """Return the graphs of both releases of the service catalogue."""
    return {
        "services": _release(source, CURRENT),
        f"services/{SUPERSEDED}": _release(source, SUPERSEDED),
    }


def _release(source: Source, version: str) -> Graph:
    graph = Graph()
    rows = {row.needed("key"): row for row in source.tables["services.csv"]}
    listed = {key for key, row in rows.items() if version in row.parts("releases")}
    earlier = {row.needed("key"): row for row in source.tables["services-1.0.csv"]}
    for key in sorted(listed):
        row = rows[key] if version == CURRENT else _as_it_was(rows[key], earlier)
        columns = _MAIN + _SINCE_CURRENT if version == CURRENT else _MAIN
        main_thing(graph, thing("service", key), CPSV.PublicService, row, "services")
        source.describe(graph, row, thing("service", key), *columns)
    _add_facts(graph, source, listed, earlier if version == SUPERSEDED else {})
    _add_requirements(graph, source, listed)
    _add_participations(graph, source, listed)
    _add_level_assessments(graph, source, version)
    for file, kind, cls in (
        ("evidence-types.csv", "evidence-type", CV.EvidenceType),
        ("outputs.csv", "output", CV.Output),
    ):
        for row in source.tables[file]:
            subject = thing(kind, row.needed("key"))
            graph.add((subject, DCT.identifier, Literal(national(row.needed("key")))))
            source.add_node(graph, subject, cls, row, *TITLES)
    return graph


def _as_it_was(row: Row, earlier: dict[str, Row]) -> Row:
    """Return a row of the current release with the level and titles of the earlier one."""
    old = earlier.get(row.needed("key"))
    if old is None:
        raise SourceError(row, "releases", "the release 1.0 needs a row in services-1.0.csv")
    changed = {name: old.text(name) for name in ("title_en", "title_fr") if old.text(name)}
    return Row(old.file, old.line, {**row.values, **changed, "level": old.text("level")})


def _add_facts(graph: Graph, source: Source, listed: set[str], earlier: dict[str, Row]) -> None:
    for current in source.tables["service-facts.csv"]:
        key = current.needed("key")
        service = source.index.reference(current, "key", key, "service")
        if key not in listed:
            continue
        old = {"transactions": earlier[key].text("transactions")} if key in earlier else {}
        row = Row(current.file, current.line, {**current.values, **old})
        source.describe(graph, row, service, *_FACTS)
        for channel_type in row.parts("channels"):
            _add_channel(graph, source, row, service, channel_type)
        if row.text("cost"):
            cost = thing("cost", key)
            graph.add((service, CV.hasCost, cost))
            graph.add((cost, DCT.identifier, Literal(national(key))))
            source.add_node(graph, cost, CV.Cost, row, plain("cost", CV.hasValue, "decimal"))
            stack = source.tables["stack.csv"][0]
            source.describe(graph, stack, cost, place("currency", CV.currency, "currency"))


def _add_channel(graph: Graph, source: Source, row: Row, service: URIRef, kind: str) -> None:
    key = f"{row.needed('key')}-{kind}"
    channel = thing("channel", key)
    graph.add((service, CV.hasChannel, channel))
    graph.add((channel, RDF.type, CV.Channel))
    graph.add((channel, DCT.identifier, Literal(national(key))))
    graph.add((channel, DCT.type, source.index.code(row, "channels", "channel-type", kind)))
    if kind == "online":
        graph.add((channel, FOAF.page, URIRef(_PAGES + row.needed("key"))))
    if kind == "assisted":
        graph.add((channel, CV.ownedBy, thing("organisation", "digital-agency")))


def _add_requirements(graph: Graph, source: Source, listed: set[str]) -> None:
    number: dict[str, int] = {}
    for row in source.tables["requirements.csv"]:
        key = row.needed("service")
        service = source.index.reference(row, "service", key, "service")
        number[key] = number.get(key, 0) + 1
        if key not in listed:
            continue
        requirement = thing("requirement", f"{key}-{number[key]}")
        graph.add((service, CV.holdsRequirement, requirement))
        graph.add((requirement, DCT.identifier, Literal(national(f"{key}-{number[key]}"))))
        source.add_node(
            graph,
            requirement,
            CV.Requirement,
            row,
            *TITLES,
            coded("type", DCT.type, "requirement-type"),
        )


def _add_participations(graph: Graph, source: Source, listed: set[str]) -> None:
    for row in source.tables["participations.csv"]:
        service = source.index.reference(row, "service", row.needed("service"), "service")
        if row.needed("service") not in listed:
            continue
        key = f"{row.needed('service')}-{row.needed('organisation')}"
        participation = thing("participation", key)
        graph.add((service, CV.hasParticipation, participation))
        graph.add((participation, DCT.identifier, Literal(national(key))))
        source.add_node(
            graph,
            participation,
            CV.Participation,
            row,
            DESCRIPTION,
            link("organisation", CV.hasParticipant, "organisation"),
            coded("role", CV.role, "participation-role"),
        )


def _add_level_assessments(graph: Graph, source: Source, version: str) -> None:
    issued = {
        row.needed("version"): row.needed("issued")
        for row in source.tables["releases.csv"]
        if row.needed("catalogue") == "services"
    }
    for row in source.tables["level-assessments.csv"]:
        if row.needed("date") > issued[version]:
            continue
        key = f"{row.needed('service')}-{row.needed('date')}"
        source.add_node(
            graph,
            thing("level-assessment", key),
            PSG.DigitisationAssessment,
            row,
            link("service", PSG.assessedService, "service"),
            coded("level", PSG.digitisationLevel, "digitisation-level"),
            plain("date", DCT.date, "date"),
            link("by", PROV.wasAttributedTo, "organisation", "team"),
        )
