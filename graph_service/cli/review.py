"""``graph-service review``: what a change of a catalogue repository does."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import click

from graph_service.cli.verb import OUTPUT, WRONG, datasets, progress, verb, write_out
from graph_service.services.deployment import Deployment
from graph_service.services.importing.revisions import write_revision
from graph_service.services.publishing.review_markdown import review_markdown
from graph_service.services.reviewing import review as review_states


@click.command()
@click.argument("base")
@click.argument("head")
@click.option(
    "--repository",
    default=".",
    type=click.Path(path_type=Path),
    help="The git repository that revisions are of; this folder by default.",
)
@click.option("--folder", default="", help="The folder of the repository that holds the datasets; all by default.")
@click.option(
    "--with",
    "beside",
    multiple=True,
    type=click.Path(path_type=Path),
    help="A dataset that both refer to, such as govstack; may be repeated.",
)
@OUTPUT
@verb
def review(
    deployment: Deployment,
    base: str,
    head: str,
    repository: Path,
    folder: str,
    beside: tuple[Path, ...],
    output: Path | None,
) -> None:
    """Compare the datasets of HEAD with those of BASE: folders, or revisions of a git repository.

    Prints Markdown: statements added and removed, findings that are new or mended, and the named queries whose answers
    differ. Nothing is stored, and nothing that the repository holds is run. Ends with 1 where something newly forbids
    the data.
    """
    progress("Reading and comparing …")
    with tempfile.TemporaryDirectory(prefix="graph-service-revisions-") as place:
        old, new = (
            Path(given)
            if given and Path(given).is_dir()
            else write_revision(repository, given, folder.strip("/"), Path(place) / name)
            for name, given in (("base", base), ("head", head))
        )
        found = review_states(deployment.settings, [old], [new], datasets(deployment, beside))
        written = review_markdown(found, base, head)
    write_out(written.encode(), output)
    if found.violations:
        sys.exit(WRONG)
