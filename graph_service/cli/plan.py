"""``graph-service plan``: what to procure first."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import click

from graph_service.cli.verb import OUTPUT, known_format, verb, write_out
from graph_service.formats import formats, formats_of, write, written
from graph_service.model.procurement import Schedule
from graph_service.services.deployment import Deployment
from graph_service.services.procurement.planning import Plan, as_document, in_words
from graph_service.services.procurement.planning import plan as make_plan
from graph_service.services.procurement.reasons import Reasons

#: So many sets that only pay together are shown in a terminal.
SETS_SHOWN = 5


@click.command()
@click.option("--stack", required=True, help="Key of the stack.")
@click.option("--budget", required=True, help="What may be spent in each year, in the currency of the stack.")
@click.option("--years", default="3", show_default=True, help="How many years the plan has.")
@click.option("--first-year", help="The first year of the plan; next year by default.")
@click.option("--teams", help="How many teams can be busy at once; any number by default.")
@click.option(
    "--objective",
    type=click.Choice(["transactions", "services", "people", "life-events"]),
    default="transactions",
    show_default=True,
    help="What is to be unlocked.",
)
@click.option("--discount", help="By how much a year later counts less; 0.035 by default.")
@click.option("--default-cost", help="What a Building Block costs for which nothing was estimated.")
@click.option("--lang", help="The language of titles; English by default.")
@click.option("--format", "chosen", default="txt", show_default=True, help="txt, json, csv, xlsx, …")
@OUTPUT
@verb
def plan(deployment: Deployment, chosen: str, output: Path | None, **options: str | None) -> None:
    """Say which missing Building Blocks to procure first, by which approach, and why."""
    known_format(chosen, formats_of("rows"))
    options["first_year"] = options["first_year"] or str(datetime.datetime.now(datetime.UTC).year + 1)
    found = make_plan(deployment, {name: [value] for name, value in options.items() if value})
    write_out(_content(deployment, found, chosen), output)
    for stack in found.bound.receipt.fictional:
        click.echo(f"Fictional data among this: {stack}", err=True)


def _content(deployment: Deployment, found: Plan, chosen: str) -> bytes:
    match chosen:
        case "txt":
            return "".join(f"{line}\n" for line in _text(found)).encode()
        case "json":
            return f"{json.dumps(as_document(found), ensure_ascii=False, indent=1)}\n".encode()
        case _:
            context, answer = deployment.vocabulary.context, found.answer
            return written(lambda file: write(formats()[chosen], answer, context, file))


def _text(found: Plan) -> Iterator[str]:
    """The plan for a terminal: sentences and tables."""
    yield from in_words(found)
    title, reasons = found.inputs.title, Reasons(found.inputs, found.best)
    if found.best.purchases:
        yield ""
        rows = [["", "Building Block", "approach", "begin", "in operation", "cost"]]
        for place, p in enumerate(found.best.purchases, start=1):
            name, approach = title(p.block), title(p.option.approach)
            rows.append([str(place), name, approach, str(p.start), f"end of {p.end}", f"{p.option.cost:,.0f}"])
        yield from _table(rows)
        yield ""
        for place, purchase in enumerate(found.best.purchases, start=1):
            yield f"{place}. {title(purchase.block)}: {reasons.for_purchase(purchase)}"
    for block in found.inputs.missing:
        if block not in found.best.ends:
            yield f"Not planned: {title(block)}: {reasons.for_absence(block)}"
    yield from _front(found)
    yield from _sets(found)


def _front(found: Plan) -> Iterator[str]:
    points: Sequence[Schedule] = found.front.points
    if len(points) < 2:  # noqa: PLR2004 - one point is no front
        return
    yield ""
    yield "For less money" + (":" if found.front.complete else ", at some of the possible sums:")
    best = found.best.value or 1.0
    rows = [["cost", "worth", "Building Blocks"]]
    for point in points:
        names = ", ".join(found.inputs.title(p.block) for p in point.purchases)
        rows.append([f"{point.cost:,.0f}", f"{point.value / best:.0%}", names])
    yield from _table(rows)


def _sets(found: Plan) -> Iterator[str]:
    if not found.together:
        return
    yield ""
    yield "Waiting for several at once:"
    rows = [["Building Blocks", "waiting", "count", "the best part of them unlocks"]]
    for one in found.together[:SETS_SHOWN]:
        names = " + ".join(map(found.inputs.title, one.blocks))
        rows.append([names, str(one.things), f"{one.weight:,.0f}", f"{one.best_part:,.0f}"])
    yield from _table(rows)
    if left := len(found.together) - len(rows) + 1:
        yield f"And {left} more: graph-service ask building-block-sets"


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(len(row[n]) for row in rows) for n in range(len(rows[0]))]
    for row in (rows[0], ["-" * width for width in widths], *rows[1:]):
        yield "  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip()
