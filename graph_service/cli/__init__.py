"""``graph-service``: the product at the command line, one module for each verb, found by the group.

Exit codes: 0 fine, 1 the data or answer is wrong, 2 the call is wrong, 3 the store can't be reached.
"""

from __future__ import annotations

import importlib
import pkgutil

import click

from graph_service import __version__


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """The knowledge graph of a government's digital transformation."""


def _find_verbs() -> None:
    """Add the commands of the modules beside this one; each has the name of its module."""
    for module_info in pkgutil.iter_modules(__path__):
        module = importlib.import_module(f"{__name__}.{module_info.name}")
        for command in vars(module).values():
            if isinstance(command, click.Command) and command.name == module_info.name:
                main.add_command(command)


_find_verbs()
