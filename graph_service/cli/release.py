"""``graph-service release``: numbered states of catalogues that don't change."""

from __future__ import annotations

import json
from functools import partial

import click

from graph_service.cli.verb import COMMAND_LINE, known_format, progress, verb
from graph_service.model.patch import write_patch
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.release_documents import difference_document
from graph_service.services.release_difference import NOW, difference, statements_between
from graph_service.services.releases import catalogue_of, list_catalogues, list_releases
from graph_service.services.releasing import publish, withdraw

_STACK = click.argument("stack")
_CATALOGUE = click.argument("catalogue")
_VERSION = click.argument("version")


@click.group()
def release() -> None:
    """Releases of catalogues: list, compare, publish and withdraw them."""


@release.command("list")
@click.argument("stack", default="")
@verb
def list_all(deployment: Deployment, stack: str) -> None:
    """List the releases of the catalogues of STACK, or of all; the latest of each catalogue first."""
    for catalogue in list_catalogues(deployment, stack):
        for found in list_releases(deployment, catalogue):
            click.echo(f"{catalogue.key}  {found.version}  {found.status}  {found.issued}  {found.notes}")


@release.command("publish")
@_STACK
@_CATALOGUE
@_VERSION
@click.option("--notes", required=True, help="What it changed since the release before.")
@partial(verb, changes=True)
def publish_one(deployment: Deployment, stack: str, catalogue: str, version: str, notes: str) -> None:
    """Publish what CATALOGUE of STACK holds now as VERSION, which doesn't change any more.

    Everything that readers see is validated before. The release that was current is superseded.
    """
    progress("Validating …")
    done = publish(deployment, stack, catalogue, version, notes, COMMAND_LINE)
    click.echo(
        f"Published {done.release.key} as generation {done.outcome.generation}; {done.report.warnings} warnings. "
        f"Ask of it with release={done.release.key}."
    )


@release.command("withdraw")
@_STACK
@_CATALOGUE
@_VERSION
@click.option("--reason", required=True, help="Why it is not to be used; it is kept.")
@partial(verb, changes=True)
def withdraw_one(deployment: Deployment, stack: str, catalogue: str, version: str, reason: str) -> None:
    """Say that the release VERSION of CATALOGUE is not to be used. It can still be read."""
    outcome = withdraw(deployment, stack, catalogue, version, reason, COMMAND_LINE)
    click.echo(f"Withdrew {version} as generation {outcome.generation}.")


@release.command()
@_STACK
@_CATALOGUE
@click.argument("before")
@click.argument("after", default=NOW)
@click.option("--format", "chosen", default="text", show_default=True, help="text, json or patch.")
@verb
def diff(deployment: Deployment, stack: str, catalogue: str, before: str, after: str, chosen: str) -> None:
    """Show what is different in release AFTER of CATALOGUE, by default what it holds now, from release BEFORE.

    Things that are new, gone or changed, in words, and the named queries whose answers differ.
    """
    known_format(chosen, ("text", "json", "patch"))
    if chosen == "patch":
        found = catalogue_of(deployment, stack, catalogue)
        click.echo(write_patch(statements_between(deployment, found, before, after)), nl=False)
        return
    compared = difference(deployment, stack, catalogue, before, after)
    if chosen == "json":
        click.echo(json.dumps(difference_document(compared), ensure_ascii=False, indent=1))
    else:
        click.echo("\n".join(compared.words()))
