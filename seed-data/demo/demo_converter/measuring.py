"""Priorities of services, and the indicators by which their performance is measured."""

from rdflib import Graph

from demo_converter.columns import DESCRIPTION, TITLES, coded, link, plain, text
from demo_converter.names import DCT, PROV, PSG, thing
from demo_converter.source import Source
from demo_converter.tables import Row

_BY = link("by", PROV.wasAttributedTo, "organisation", "team")
_OBSERVED_FOR = link("observed_for", PSG.observedFor, "service", "organisation", "life-event", "stack")
_INDICATOR = link("indicator", PSG.indicator, "indicator")
_NOT_SCORES = {"service", "date", "by"}


def build(source: Source) -> dict[str, Graph]:
    """Return the graphs of priorities and indicators."""
    return {"priorities": _priorities(source), "indicators": _indicators(source)}


def _priorities(source: Source) -> Graph:
    graph = Graph()
    source.add_main_things(
        graph,
        "prioritisation-model",
        PSG.PrioritisationModel,
        source.tables["prioritisation-models.csv"],
        "priorities",
        *TITLES,
        DESCRIPTION,
        plain("importance_threshold", PSG.importanceThreshold, "decimal"),
        plain("feasibility_threshold", PSG.feasibilityThreshold, "decimal"),
    )
    for row in source.tables["prioritisation-weights.csv"]:
        weight = thing("weight", f"{row.needed('model')}-{row.needed('criterion')}")
        graph.add((thing("prioritisation-model", row.needed("model")), PSG.hasWeight, weight))
        source.add_node(
            graph,
            weight,
            PSG.CriterionWeight,
            row,
            coded("criterion", PSG.criterion, "prioritisation-criterion"),
            plain("weight", PSG.weight, "decimal"),
        )
    for row in source.tables["prioritisation-bands.csv"]:
        band = thing("band", f"{row.needed('model')}-{row.needed('measure')}-{row.needed('score').replace('.', '-')}")
        graph.add((thing("prioritisation-model", row.needed("model")), PSG.hasBand, band))
        source.add_node(
            graph,
            band,
            PSG.ScoreBand,
            row,
            coded("measure", PSG.measure, "prioritisation-measure"),
            plain("at_least", PSG.atLeast, "decimal"),
            plain("below", PSG.below, "decimal"),
            plain("score", PSG.score, "decimal"),
        )
    for row in source.tables["priority-scores.csv"]:
        for criterion in row.values:
            if criterion not in _NOT_SCORES and row.text(criterion):
                _add_assessment(graph, source, row, criterion)
    return graph


def _add_assessment(graph: Graph, source: Source, row: Row, criterion: str) -> None:
    assessment = thing("assessment", f"{row.needed('service')}-{criterion}")
    graph.add(
        (
            assessment,
            PSG.criterion,
            source.index.code(row, criterion, "prioritisation-criterion", criterion),
        )
    )
    source.add_node(
        graph,
        assessment,
        PSG.PriorityAssessment,
        row,
        link("service", PSG.assessedService, "service"),
        plain(criterion, PSG.score, "decimal"),
        plain("date", DCT.date, "date"),
        _BY,
    )


def _indicators(source: Source) -> Graph:
    graph = Graph()
    source.add_main_things(
        graph,
        "indicator",
        PSG.PerformanceIndicator,
        source.tables["indicators.csv"],
        "indicators",
        *TITLES,
        DESCRIPTION,
        coded("unit", PSG.unit, "unit"),
        plain("higher_is_better", PSG.higherIsBetter, "boolean"),
        text("formula_en", PSG.formula),
        text("numerator_en", PSG.numeratorDefinition),
        text("denominator_en", PSG.denominatorDefinition),
        plain("source", DCT.source, "iri"),
    )
    for row in source.tables["observations.csv"]:
        source.add_node(
            graph,
            thing("observation", _key(row)),
            PSG.IndicatorObservation,
            row,
            _INDICATOR,
            _OBSERVED_FOR,
            plain("year", PSG.year, "integer"),
            plain("numerator", PSG.numerator, "decimal"),
            plain("denominator", PSG.denominator, "decimal"),
            _BY,
        )
    source.add_main_things(
        graph,
        "cost-assumption",
        PSG.CostAssumption,
        source.tables["cost-assumptions.csv"],
        "indicators",
        DESCRIPTION,
        coded("level", PSG.digitisationLevel, "digitisation-level"),
        plain("cost", PSG.costPerTransaction, "decimal"),
    )
    for row in source.tables["targets.csv"]:
        source.add_node(
            graph,
            thing("target", _key(row)),
            PSG.IndicatorTarget,
            row,
            _INDICATOR,
            _OBSERVED_FOR,
            plain("year", PSG.year, "integer"),
            plain("target", PSG.targetValue, "decimal"),
        )
    return graph


def _key(row: Row) -> str:
    """Return the key of a statement on an indicator of a thing in a year."""
    kind, _, observed = row.needed("observed_for").rpartition("/")
    name = kind if kind == "stack" else observed
    return f"{name}-{row.needed('indicator')}-{row.needed('year')}"
