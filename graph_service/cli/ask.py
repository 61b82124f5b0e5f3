"""``graph-service ask``: the answer to a named query."""

from __future__ import annotations

import json
from pathlib import Path

import click

from graph_service.cli.verb import CALL, OUTPUT, fail, known_format, verb, write_out
from graph_service.formats import formats, formats_of, write, written
from graph_service.model.page import LARGEST, WHOLE, Page
from graph_service.services.ask import ask as ask_query
from graph_service.services.deployment import Deployment
from graph_service.services.explaining import explain as explain_answer
from graph_service.services.publishing.explanations import (
    explanation_csv,
    explanation_document,
    explanation_lines,
)

#: What options start with that name a row by the values of its columns.
_ROW = "row."


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name")
@click.option("--format", "chosen", default="txt", show_default=True, help="txt, json, csv, xlsx, ttl, …")
@click.option("--limit", type=click.IntRange(1, LARGEST), help="How many rows are wanted; all by default.")
@click.option("--explain", is_flag=True, help="Say which facts the answer rests on, and where they come from.")
@OUTPUT
@click.pass_context
def ask(context: click.Context, name: str, chosen: str, limit: int | None, explain: bool, output: Path | None) -> None:
    """Answer the named query NAME; its parameters follow as --parameter value.

    With --explain, --row.COLUMN VALUE chooses rows by their values.
    """
    if explain:
        _explain(name, chosen, output, context.args)
    else:
        _ask(name, chosen, Page(limit), output, context.args)


@verb
def _ask(deployment: Deployment, name: str, chosen: str, page: Page, output: Path | None, words: list[str]) -> None:
    query = deployment.queries.get(name)
    given = parameters_of(name, words)
    if query.form == "graph" and chosen == "txt":
        chosen = "ttl"
    known_format(chosen, formats_of(query.form))
    answer = ask_query(deployment, query, given, page if query.form == "rows" else WHOLE)
    context = deployment.vocabulary.context
    write_out(written(lambda file: write(formats()[chosen], answer, context, file)), output)
    if answer.total is not None and page.limit and answer.total > page.limit:
        click.echo(f"The first {page.limit} of {answer.total} rows.", err=True)
    for stack in answer.receipt.fictional:
        click.echo(f"Fictional data among this: {stack}", err=True)


@verb
def _explain(deployment: Deployment, name: str, chosen: str, output: Path | None, words: list[str]) -> None:
    known_format(chosen, ("txt", "json", "csv"))
    given = parameters_of(name, words)
    rows = {key.removeprefix(_ROW): values[-1] for key, values in given.items() if key.startswith(_ROW)}
    arguments = {key: values for key, values in given.items() if not key.startswith(_ROW)}
    found = explain_answer(deployment, deployment.queries.get(name), arguments, rows)
    texts = {
        "txt": lambda: "".join(f"{line}\n" for line in explanation_lines(deployment, found)),
        "json": lambda: json.dumps(explanation_document(found), ensure_ascii=False, indent=1) + "\n",
        "csv": lambda: explanation_csv(found),
    }
    write_out(texts[chosen]().encode(), output)


def parameters_of(name: str, words: list[str]) -> dict[str, list[str]]:
    """The parameters of the query ``name`` that ``words`` give as ``--parameter value``."""
    given: dict[str, list[str]] = {}
    if len(words) % 2 or any(not word.startswith("--") for word in words[::2]):
        fail(CALL, f"give parameters of {name} as --parameter value")
    for option, value in zip(words[::2], words[1::2], strict=True):
        given.setdefault(option.removeprefix("--").replace("-", "_"), []).append(value)
    return given
