"""``graph-service scenario``: what if."""

from __future__ import annotations

import json
from functools import partial
from pathlib import Path

import click

from graph_service.cli.ask import parameters_of
from graph_service.cli.verb import OUTPUT, known_format, verb, write_out
from graph_service.formats import formats, formats_of, write, written
from graph_service.model.scenario import Scenario, read_steps
from graph_service.services.deployment import Deployment
from graph_service.services.proposals import propose as propose_change
from graph_service.services.scenarios import saved
from graph_service.services.scenarios.asking import AS_IT_IS, WhatIf, ask_under, in_words
from graph_service.services.scenarios.document import as_document
from graph_service.services.scenarios.overlay import as_change, edits_of, statements

_FORMAT = click.option("--format", "chosen", default="txt", show_default=True, help="txt, json, csv, xlsx, …")
_WORDS = {"ignore_unknown_options": True, "allow_extra_args": True}


@click.group()
def scenario() -> None:
    """Ask what would be if: retire a system, have a Building Block, move a roadmap item, change a weight.

    Where a SCENARIO is asked for, give the name of a saved one, or actions such as
    retire-system:system=demo-identity-provider, several joined by plus signs.
    """


@scenario.command("list")
@verb
def list_scenarios(deployment: Deployment) -> None:
    """List the saved scenarios, and the actions that scenarios are made of."""
    for found in saved.list_saved(deployment):
        click.echo(f"{found.name}  {found.title or '; '.join(in_words(deployment, found))}")
    click.echo("Actions:")
    for action in deployment.actions.queries.values():
        given = ",".join(f"{name}=…" for name in action.parameters)
        click.echo(f"  {action.name}:{given}  {action.summary}")
    for error in deployment.actions.broken.values():
        click.echo(f"broken: {error}", err=True)


@scenario.command()
@click.argument("name", metavar="SCENARIO")
@verb
def show(deployment: Deployment, name: str) -> None:
    """Show what a SCENARIO does, in words and as statements."""
    found = _scenario(deployment, name)
    for line in filter(None, (found.title, found.description, *in_words(deployment, found))):
        click.echo(line)
    for kind, lines in statements(edits_of(deployment, found.steps)).items():
        for line in lines:
            click.echo(f"{'+' if kind == 'added' else '-'} {line}")


@scenario.command()
@click.argument("name")
@click.argument("actions", nargs=-1, required=True)
@click.option("--title", default="", help="What it is called.")
@click.option("--description", default="", help="What it is about.")
@partial(verb, changes=True)
def create(deployment: Deployment, name: str, actions: tuple[str, ...], title: str, description: str) -> None:
    """Save the ACTIONS as a scenario under NAME."""
    new = Scenario(read_steps(actions), name, title, description)
    saved.save(deployment, new)
    click.echo(f"Saved {name}: {'; '.join(in_words(deployment, new))}.")


@scenario.command(context_settings=_WORDS)
@click.argument("name", metavar="SCENARIO")
@click.argument("query")
@_FORMAT
@OUTPUT
@click.pass_context
def ask(context: click.Context, name: str, query: str, chosen: str, output: Path | None) -> None:
    """What changes in the answer to the named QUERY; its parameters follow as --parameter value."""
    _ask(name, "", query, chosen, output, context.args)


@scenario.command(context_settings=_WORDS)
@click.argument("first", metavar="SCENARIO")
@click.argument("second", metavar="OTHER")
@click.argument("query")
@_FORMAT
@OUTPUT
@click.pass_context
def compare(context: click.Context, first: str, second: str, query: str, chosen: str, output: Path | None) -> None:
    """What is different under the OTHER scenario in the answer to the named QUERY."""
    _ask(second, first, query, chosen, output, context.args)


@scenario.command()
@click.argument("name", metavar="SCENARIO")
@partial(verb, changes=True)
def propose(deployment: Deployment, name: str) -> None:
    """Propose to make a SCENARIO true; a curator decides."""
    found = _scenario(deployment, name)
    proposal, judged = propose_change(deployment, as_change(found, edits_of(deployment, found.steps)))
    click.echo(f"Proposal {proposal.number}: {proposal.title} ({judged.delta.size} statements).")


@scenario.command()
@click.argument("name")
@partial(verb, changes=True)
def delete(deployment: Deployment, name: str) -> None:
    """Delete the saved scenario NAME."""
    saved.delete(deployment, name)
    click.echo(f"Deleted {name}.")


@verb
def _ask(
    deployment: Deployment, name: str, against: str, query: str, chosen: str, output: Path | None, words: list[str]
) -> None:
    known_format(chosen, formats_of("rows"))
    asked, given = deployment.queries.get(query), parameters_of(query, words)
    base = _scenario(deployment, against) if against else AS_IT_IS
    found = ask_under(deployment, _scenario(deployment, name), asked, given, base)
    write_out(_content(deployment, found, chosen), output)
    for stack in found.receipt.fictional:
        click.echo(f"Fictional data among this: {stack}", err=True)


def _content(deployment: Deployment, found: WhatIf, chosen: str) -> bytes:
    match chosen:
        case "txt":
            against = [f"Compared with: {line}." for line in found.against]
            return "".join(f"{line}\n" for line in (*(f"{a}." for a in found.actions), *against, *found.words)).encode()
        case "json":
            return f"{json.dumps(as_document(found), ensure_ascii=False, indent=1)}\n".encode()
        case _:
            context = deployment.vocabulary.context
            return written(lambda file: write(formats()[chosen], found.as_answer(), context, file))


def _scenario(deployment: Deployment, text: str) -> Scenario:
    """The scenario that is kept under that name, or that consists of these actions."""
    if ":" not in text:
        return saved.read_saved(deployment, text)
    found = Scenario(read_steps([text]))
    saved.refuse_idle(deployment, found)
    return found
