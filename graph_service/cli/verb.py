"""What all verbs share: the deployment, errors as messages and exit codes, and where output goes."""

from __future__ import annotations

import getpass
import os
import sys
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, nullcontext, suppress
from functools import wraps
from pathlib import Path
from typing import IO, Any, NoReturn

import click

from graph_service import errors
from graph_service.model.agent import Agent
from graph_service.model.report import ValidationReport
from graph_service.services.audit.occasion import Occasion, occasion
from graph_service.services.audit.recording import refused
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

WRONG, CALL, UNREACHABLE = 1, 2, 3
_EXIT = {
    errors.InvalidArguments: CALL,
    errors.UnknownName: CALL,
    errors.NotAcceptable: CALL,
    errors.StoreUnavailable: UNREACHABLE,
    errors.StoreFull: UNREACHABLE,
}

#: Who makes the changes that are asked for here.
COMMAND_LINE = "Command line"

PATHS = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
OUTPUT = click.option(
    "--output", type=click.Path(dir_okay=False, path_type=Path), help="A file; standard output by default."
)


def fail(code: int, message: str) -> NoReturn:
    """End the program with ``code`` and a message that says what to do."""
    click.echo(f"graph-service: {message}", err=True)
    sys.exit(code)


def verb(function: Callable[..., None], *, create: bool = False, changes: bool = False) -> Callable[..., None]:
    """Give a verb the deployment as first argument, and turn our errors into messages and exit codes.

    ``create`` says whether a store that is absent is made, ``changes`` whether the verb is there to change something:
    the audit log then also tells where it could not.
    """

    @wraps(function)
    def run(*arguments: Any, **options: Any) -> None:
        try:
            deployment = Deployment(Settings.from_environment(), create=create)
        except ValueError as error:
            fail(CALL, str(error))
        try:
            with occasion(_occasion()) as own, _audited(deployment, own) if changes else nullcontext():
                function(deployment, *arguments, **options)
        except errors.DataInvalid as error:
            click.echo(report_text(error.report))
            fail(WRONG, str(error))
        except errors.GraphServiceError as error:
            fail(_EXIT.get(type(error), WRONG), str(error))
        finally:
            deployment.close()

    return run


def _occasion() -> Occasion:
    """The command that is being carried out, and who the operating system says gave it."""
    context = click.get_current_context(silent=True)
    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        user = str(os.getuid())
    agent = Agent(COMMAND_LINE, "administrator", id=f"user:{user}")
    return Occasion(method="command", route=context.command_path if context else "", agent=agent)


@contextmanager
def _audited(deployment: Deployment, own: Occasion) -> Iterator[None]:
    """Tell the audit log where what is done within is refused."""
    try:
        yield
    except (errors.GraphServiceError, SystemExit) as error:
        own.problem = getattr(error, "code", "") if isinstance(error, errors.GraphServiceError) else "refused"
        if not isinstance(error, errors.Unaccountable | errors.StoreFull | errors.StoreUnavailable):
            with suppress(errors.Unaccountable, errors.StoreFull):
                refused(deployment, own)
        raise


def write_out(content: bytes, output: Path | None) -> None:
    """Write to a file or to standard output, but nothing binary to a terminal."""
    if output:
        try:
            output.write_bytes(content)
        except OSError as error:
            fail(CALL, f"can't write {output}: {error.strerror}")
    elif b"\0" in content and sys.stdout.isatty():
        fail(CALL, "this format is not for a terminal; give --output FILE")
    else:
        click.echo(content, nl=False)


@contextmanager
def output_file(output: Path | None, *, binary: bool) -> Iterator[IO[bytes]]:
    """A file to write piece by piece: ``output``, which is there only once it is whole, or standard output."""
    if output is None:
        if binary and sys.stdout.isatty():
            fail(CALL, "this format is not for a terminal; give --output FILE")
        yield sys.stdout.buffer
        return
    unfinished = output.with_name(f".{output.name}.unfinished")
    try:
        with unfinished.open("wb") as file:
            yield file
        unfinished.replace(output)
    except OSError as error:
        fail(CALL, f"can't write {output}: {error.strerror}")
    finally:
        unfinished.unlink(missing_ok=True)


def progress(message: str) -> None:
    """Say what takes a while, to people but not to pipes."""
    if sys.stderr.isatty():
        click.echo(message, err=True)


def datasets(deployment: Deployment, paths: tuple[Path, ...]) -> list[Path]:
    """``paths``, where a name that is no file here may stand for a seed dataset."""
    seeds = [deployment.settings.home / "seed-data" / path for path in paths]
    return [path if path.exists() or not seed.exists() else seed for path, seed in zip(paths, seeds, strict=True)]


def known_format(chosen: str, offered: Collection[str]) -> None:
    """Refuse a format that is not offered.

    :raises NotAcceptable: listing those that are.
    """
    if chosen not in offered:
        raise errors.NotAcceptable(sorted(offered))


def report_text(report: ValidationReport) -> str:
    """A report in plain words: where, what, and what to do."""
    lines = []
    for finding in report.findings:
        lines.append(f"{finding.severity.upper()}  {finding.source or finding.focus}")
        lines.append(f"  {finding.label or finding.focus}")
        lines.append(f"  {finding.message}")
        if finding.value:
            lines.append(f"  value: {finding.value}")
        lines.append(f"  resource: {finding.focus}")
        lines.append(f"  shape: {finding.shape}")
    lines.append(f"{report.violations} violations, {report.warnings} warnings.")
    return "\n".join(lines)
