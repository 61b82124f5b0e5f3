"""``graph-service validate``: a report on datasets, which are not stored."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from graph_service.cli.verb import PATHS, WRONG, datasets, progress, report_text, verb
from graph_service.services.deployment import Deployment
from graph_service.services.importing.loading import validate_files


@click.command()
@PATHS
@click.option("--format", "chosen", type=click.Choice(["text", "turtle", "json"]), default="text", show_default=True)
@verb
def validate(deployment: Deployment, paths: tuple[Path, ...], chosen: str) -> None:
    """Validate the datasets at PATHS together; nothing is stored.

    Besides files and folders, PATHS may name seed datasets: govstack, demo, japan.
    """
    progress("Reading and validating …")
    report = validate_files(datasets(deployment, paths), deployment.vocabulary)
    match chosen:
        case "turtle":
            click.echo(report.turtle)
        case "json":
            findings = [asdict(finding) for finding in report.findings]
            click.echo(json.dumps({"conforms": report.conforms, "findings": findings}, ensure_ascii=False, indent=1))
        case _:
            click.echo(report_text(report))
    if not report.conforms:
        sys.exit(WRONG)
