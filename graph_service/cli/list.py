"""``graph-service list``: the named queries."""

from __future__ import annotations

import sys

import click

from graph_service.cli.verb import WRONG, verb
from graph_service.services.deployment import Deployment


@click.command("list")
@verb
def list_queries(deployment: Deployment) -> None:
    """List the named queries, and the files that hold no valid one."""
    width = max((len(name) for name in deployment.queries.queries), default=0)
    for query in deployment.queries.queries.values():
        click.echo(f"{query.name:{width}}  {query.summary}")
    for error in deployment.queries.broken.values():
        click.echo(f"broken: {error}", err=True)
    if deployment.queries.broken:
        sys.exit(WRONG)
