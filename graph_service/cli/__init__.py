"""``graph-service``: the product at the command line, one module for each verb, which has its name.

Exit codes: 0 fine, 1 the data or answer is wrong, 2 the call is wrong, 3 the store can't be reached.
"""

from __future__ import annotations

import importlib
import pkgutil

import click

from graph_service import __version__


class Verbs(click.Group):
    """The commands of the modules beside this one, of which only the one that is called is loaded."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Their names."""
        names = sorted(module_info.name.rstrip("_") for module_info in pkgutil.iter_modules(__path__))
        return [name for name in names if self.get_command(ctx, name)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - of click
        """The command that its module gives the name ``cmd_name``."""
        for module_info in pkgutil.iter_modules(__path__):
            if module_info.name.rstrip("_") == cmd_name:
                module = importlib.import_module(f"{__name__}.{module_info.name}")
                commands = (each for each in vars(module).values() if isinstance(each, click.Command))
                return next((command for command in commands if command.name == cmd_name), None)
        return None


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """The knowledge graph of a government's digital transformation."""
