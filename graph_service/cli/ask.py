"""``graph-service ask``: the answer to a named query."""

from __future__ import annotations

from pathlib import Path

import click

from graph_service.cli.verb import CALL, OUTPUT, fail, known_format, verb, write_out
from graph_service.formats import formats, formats_of, write, written
from graph_service.model.page import LARGEST, WHOLE, Page
from graph_service.services.ask import ask as ask_query
from graph_service.services.deployment import Deployment


@click.command(context_settings={"ignore_unknown_options": True, "allow_extra_args": True})
@click.argument("name")
@click.option("--format", "chosen", default="txt", show_default=True, help="txt, json, csv, xlsx, ttl, …")
@click.option("--limit", type=click.IntRange(1, LARGEST), help="How many rows are wanted; all by default.")
@OUTPUT
@click.pass_context
def ask(context: click.Context, name: str, chosen: str, limit: int | None, output: Path | None) -> None:
    """Answer the named query NAME; its parameters follow as --parameter value."""
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


def parameters_of(name: str, words: list[str]) -> dict[str, list[str]]:
    """The parameters of the query ``name`` that ``words`` give as ``--parameter value``."""
    given: dict[str, list[str]] = {}
    if len(words) % 2 or any(not word.startswith("--") for word in words[::2]):
        fail(CALL, f"give parameters of {name} as --parameter value")
    for option, value in zip(words[::2], words[1::2], strict=True):
        given.setdefault(option.removeprefix("--").replace("-", "_"), []).append(value)
    return given
