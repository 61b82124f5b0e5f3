"""``graph-service keys``: who may change the graph over HTTP."""

from __future__ import annotations

from functools import partial

import click

from graph_service.cli.verb import verb
from graph_service.model.agent import ROLES, Role
from graph_service.services.audit.recording import beside
from graph_service.services.deployment import Deployment


@click.group()
def keys() -> None:
    """Make, list and revoke the keys of those who may change the graph over HTTP."""


@keys.command()
@click.argument("name")
@click.option(
    "--role", type=click.Choice(ROLES), required=True, help="What the key allows; each includes the ones before."
)
@click.option("--days", type=click.IntRange(1, 3650), help="After how many days the key ends; never by default.")
@click.option("--stack", default="", help="Key of the one stack that may be changed; all by default.")
@partial(verb, changes=True)
def create(deployment: Deployment, name: str, role: Role, days: int | None, stack: str) -> None:
    """Make a key for NAME. It is printed once and can't be shown again."""
    with beside(deployment, "keys", f"Key made for {name}: {role}{f' of {stack}' if stack else ''}"):
        click.echo(deployment.keys.create(name, role, days=days, stack=stack))


@keys.command("list")
@verb
def list_keys(deployment: Deployment) -> None:
    """List the keys; what they are is not kept."""
    for key in deployment.keys.list():
        ends = "has ended" if key.expired else f"until {key.expires}" if key.expires else "without end"
        click.echo(f"{key.id}  {key.role}  {key.stack or 'all stacks'}  {key.name}  since {key.created}, {ends}")


@keys.command()
@click.argument("key_id", metavar="ID")
@partial(verb, changes=True)
def revoke(deployment: Deployment, key_id: str) -> None:
    """End the key with the ID that the list shows."""
    with beside(deployment, "keys", f"Key {key_id} revoked"):
        key = deployment.keys.revoke(key_id)
    click.echo(f"Revoked the key {key.id} of {key.name}.")
