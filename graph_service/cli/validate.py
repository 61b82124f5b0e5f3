"""``graph-service validate``: a report on datasets, which are not stored."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from graph_service.cli.verb import OUTPUT, PATHS, WRONG, datasets, progress, report_text, verb, write_out
from graph_service.pages.report import report_page
from graph_service.services.deployment import Deployment
from graph_service.services.importing.loading import validate_files
from graph_service.services.publishing.reports import FORMATS


@click.command()
@PATHS
@click.option("--format", "chosen", type=click.Choice(["text", *FORMATS, "html"]), default="text", show_default=True)
@OUTPUT
@verb
def validate(deployment: Deployment, paths: tuple[Path, ...], chosen: str, output: Path | None) -> None:
    """Validate the datasets at PATHS together; nothing is stored.

    Besides files and folders, PATHS may name seed datasets: govstack, demo, japan. The format junit is for continuous
    integration: a test case for each resource that something was found about.
    """
    progress("Reading and validating …")
    report = validate_files(datasets(deployment, paths), deployment.vocabulary)
    if chosen == "text":
        content = report_text(report)
    elif chosen == "html":
        content = report_page(report, deployment.settings.base)
    else:
        content = FORMATS[chosen][1](report)
    write_out(f"{content.rstrip()}\n".encode(), output)
    if not report.conforms:
        sys.exit(WRONG)
