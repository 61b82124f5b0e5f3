"""``graph-service undo``: take back a change, by a new one."""

from __future__ import annotations

from functools import partial

import click

from graph_service.cli.verb import COMMAND_LINE, verb
from graph_service.services.deployment import Deployment
from graph_service.services.undoing import undo as undo_change


@click.command()
@click.argument("number", type=click.IntRange(min=1))
@partial(verb, changes=True)
def undo(deployment: Deployment, number: int) -> None:
    """Take back change NUMBER: what it added goes, what it removed comes back.

    The result must break no shape, as with every change; and the undo can itself be undone.
    """
    outcome = undo_change(deployment, number, COMMAND_LINE)
    delta = outcome.delta
    click.echo(
        f"Took back change {number} as generation {outcome.generation}: "
        f"{len(delta.added)} statements added, {len(delta.removed)} removed."
    )
