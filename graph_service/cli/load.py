"""``graph-service load``: datasets into the store."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from graph_service.cli.verb import COMMAND_LINE, PATHS, datasets, progress, verb
from graph_service.services.audit.recording import commit
from graph_service.services.deployment import Deployment
from graph_service.services.importing.loading import load as load_datasets
from graph_service.services.importing.unchecked import load_unchecked


@click.command()
@PATHS
@click.option(
    "--unchecked", is_flag=True, help="Make a new store from N-Quads that were validated before, as exported."
)
@partial(verb, create=True, changes=True)
def load(deployment: Deployment, paths: tuple[Path, ...], *, unchecked: bool) -> None:
    """Validate the datasets at PATHS and put them into the store.

    Besides files and folders, PATHS may name seed datasets: govstack, demo, japan.
    """
    if unchecked:
        click.echo(f"Loaded {load_unchecked(deployment, paths, COMMAND_LINE, progress)} statements, not validated.")
        return
    progress("Reading and validating …")
    done = load_datasets(
        deployment.store,
        datasets(deployment, paths),
        deployment.vocabulary,
        deployment.gate,
        agent=COMMAND_LINE,
        strict=deployment.settings.gate == "warnings",
        commit=partial(commit, deployment),
    )
    if done.generation is None:
        click.echo(f"Nothing new: the store holds these {done.graphs} graphs ({done.statements} statements).")
    else:
        assert done.report  # noqa: S101 - what changed was validated
        click.echo(
            f"Loaded {done.graphs} graphs ({done.statements} statements) as generation {done.generation}; "
            f"{done.report.warnings} warnings."
        )
