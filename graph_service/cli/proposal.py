"""``graph-service proposal``: changes that wait for a decision."""

from __future__ import annotations

from functools import partial

import click

from graph_service.cli.verb import COMMAND_LINE, report_text, verb
from graph_service.services.answer_difference import effect_of_change
from graph_service.services.deployment import Deployment
from graph_service.services.proposals import accept, change_of, list_proposals, proposal_of, refuse, review
from graph_service.services.wording import in_words

_NUMBER = click.argument("number", type=click.IntRange(min=1))


@click.group()
def proposal() -> None:
    """Changes that editors wish: list them, look at one, accept or refuse it."""


@proposal.command("list")
@verb
def list_all(deployment: Deployment) -> None:
    """List all proposals, the latest first."""
    for found in list_proposals(deployment):
        click.echo(f"{found.number}  {found.state}  {found.made}  {found.title}")


@proposal.command()
@_NUMBER
@verb
def show(deployment: Deployment, number: int) -> None:
    """Show what proposal NUMBER would do to the data as they are now."""
    found, judged = proposal_of(deployment, number), review(deployment, number)
    click.echo(f"{found.title}\n{found.state}; made {found.made} by {found.agent or 'somebody'}")
    if found.reason:
        click.echo(f"Reason: {found.reason}")
    for line in in_words(deployment, judged.delta):
        click.echo(line)
    click.echo("Effect on answers")
    for line in effect_of_change(deployment, f"proposal {number}", change_of(deployment, number)).words():
        click.echo(line)
    click.echo(report_text(judged.report))


@proposal.command("accept")
@_NUMBER
@click.option("--reason", default="", help="Why; it is kept.")
@partial(verb, changes=True)
def accept_one(deployment: Deployment, number: int, reason: str) -> None:
    """Carry out proposal NUMBER, if the result breaks no shape."""
    outcome = accept(deployment, number, reason, COMMAND_LINE)
    click.echo(f"Accepted proposal {number} as generation {outcome.generation}.")


@proposal.command("refuse")
@_NUMBER
@click.option("--reason", required=True, help="Why; it is kept.")
@partial(verb, changes=True)
def refuse_one(deployment: Deployment, number: int, reason: str) -> None:
    """Decide that proposal NUMBER is not carried out."""
    refuse(deployment, number, reason, COMMAND_LINE)
    click.echo(f"Refused proposal {number}.")
