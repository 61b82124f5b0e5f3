"""``graph-service mcp``: the named queries as tools of language models."""

from __future__ import annotations

import re
from collections.abc import Collection

import click

from graph_service.cli.verb import CALL, UNREACHABLE, fail


@click.command()
@click.option("--url", default="http://localhost:8000", show_default=True, help="Where the service is reached.")
@click.option("--timeout", default=60.0, show_default=True, help="Seconds that an answer may take.")
@click.option("--tag", "tags", multiple=True, help="Offer only queries with this tag; may be repeated.")
def mcp(url: str, timeout: float, tags: tuple[str, ...]) -> None:
    """Offer a running service to language models, by the Model Context Protocol over standard input and output.

    Each named query is a tool, each thing a resource. Nothing can be changed.
    """
    try:
        from graph_service.client import Client, ClientError  # noqa: PLC0415 - the protocol is loaded by this verb alone
        from graph_service.mcp.server import serve  # noqa: PLC0415
    except ModuleNotFoundError as error:
        fail(CALL, f"{error.name} is not installed; pip install 'graph-service[mcp]' installs what this verb needs")
    if not re.match("https?://[^/]", url):
        fail(CALL, f"{url!r} is no address of a service; give one such as http://localhost:8000")
    try:
        with Client(url, timeout=timeout) as client:
            _check(tags, {tag for query in client.queries() for tag in query.tags})
            serve(client, tags)
    except ClientError as error:
        fail(UNREACHABLE, f"{error} Start it with graph-service serve, or give its address with --url.")


def _check(tags: Collection[str], known: Collection[str]) -> None:
    if unknown := sorted(set(tags) - set(known)):
        fail(CALL, f"no query has the tag {', '.join(unknown)}; there are {', '.join(sorted(known))}")
