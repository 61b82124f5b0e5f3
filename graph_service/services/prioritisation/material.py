"""What the rows of the queries on priorities say: models with weights and bands, services with what is measured.

A row is one of four kinds: a criterion that a ``model`` weighs (with a ``share``), a band of a model (with a
``measure``), what people ``given`` a service on a criterion, and a ``service`` of a stack with one column for each
measure that is known. A column is called as the measure's code, in camel case: ``daysToDecision`` has the values of
``days-to-decision``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

from pyoxigraph import Literal, NamedNode

from graph_service.model.solutions import Row
from graph_service.model.terms import XSD

#: The columns that every query on priorities selects.
COLUMNS = (
    *("stack", "model", "importantFrom", "feasibleFrom", "criterion", "axis", "share"),
    *("measure", "from", "below", "points", "given", "date", "service"),
)
_CENT = Decimal("0.01")


@dataclass(frozen=True, order=True)
class Weight:
    """How much a criterion counts towards its axis."""

    axis: str
    criterion: str
    share: Decimal
    title: str = ""


@dataclass(frozen=True)
class Band:
    """From which value of a measure up to which it gives its criterion so many points."""

    criterion: str
    lowest: Decimal
    below: Decimal | None
    points: Decimal


@dataclass
class Model:
    """A prioritisation model of a stack: its thresholds, its weights, and its bands by column."""

    stack: str
    iri: str
    important: Decimal
    feasible: Decimal
    weights: list[Weight] = field(default_factory=list)
    bands: Mapping[str, Sequence[Band]] = field(default_factory=dict)


@dataclass(frozen=True)
class Material:
    """Models in the order of their stacks and IRIs, the rows of services by stack, and mean assessments by service."""

    models: Sequence[Model]
    services: Mapping[str, Sequence[Row]]
    assessed: Mapping[str, Mapping[str, Decimal]]


def read(rows: Sequence[Row]) -> Material:
    """Sort the rows by what they say."""
    models: dict[tuple[str, str], Model] = {}
    bands: dict[str, dict[str, list[Band]]] = defaultdict(lambda: defaultdict(list))
    services: dict[str, list[Row]] = defaultdict(list)
    given: dict[tuple[str, str], list[tuple[str, Decimal]]] = defaultdict(list)
    for row in rows:
        if "share" in row:
            key = text(row, "stack"), text(row, "model")
            thresholds = Decimal(text(row, "importantFrom")), Decimal(text(row, "feasibleFrom"))
            model = models.setdefault(key, Model(*key, *thresholds))
            share, title = Decimal(text(row, "share")), text(row, "criterionTitle")
            model.weights.append(Weight(text(row, "axis"), text(row, "criterion"), share, title))
        elif "measure" in row:
            below = Decimal(text(row, "below")) if "below" in row else None
            band = Band(text(row, "criterion"), Decimal(text(row, "from")), below, Decimal(text(row, "points")))
            bands[text(row, "model")][_column(text(row, "measure"))].append(band)
        elif "given" in row:
            place = text(row, "service"), text(row, "criterion")
            given[place].append((text(row, "date"), Decimal(text(row, "given"))))
        else:
            services[text(row, "stack")].append(row)
    for model in models.values():
        model.weights.sort()
        model.bands = bands[model.iri]
    return Material([models[key] for key in sorted(models)], services, _last(given))


def _last(given: Mapping[tuple[str, str], Sequence[tuple[str, Decimal]]]) -> Mapping[str, Mapping[str, Decimal]]:
    """The score that was given last, by service and criterion; the mean of those of the same date."""
    found: dict[str, dict[str, Decimal]] = defaultdict(dict)
    for (service, criterion), scores in given.items():
        last = max(date for date, _ in scores)
        found[service][criterion] = mean([score for date, score in scores if date == last])
    return found


def mean(scores: Sequence[Decimal]) -> Decimal:
    """The mean of scores, in hundredths."""
    return (sum(scores, Decimal(0)) / len(scores)).quantize(_CENT, ROUND_HALF_UP)


def text(row: Row, name: str) -> str:
    """The text or IRI in a column; empty where it is unbound."""
    term = row.get(name)
    return term.value if isinstance(term, NamedNode | Literal) else ""


@lru_cache(maxsize=2048)
def decimal(value: Decimal) -> Literal:
    """A decimal number as engines write it, without zeros at its end; scores in hundredths are few."""
    return Literal(f"{value.normalize():f}", datatype=NamedNode(f"{XSD}decimal"))


def _column(measure: str) -> str:
    """The column that has the values of a measure."""
    first, *others = measure.rpartition("/")[2].split("-")
    return first + "".join(map(str.capitalize, others))
