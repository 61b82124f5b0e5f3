"""What was given for the fields of a dataclass of settings: by a file, and by the environment, which wins.

The file is TOML, with a line ``name = value`` for each setting; ``GRAPH_SETTINGS`` says where it is.
"""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import inf
from pathlib import Path
from typing import Any

PREFIX = "GRAPH_"
FILE = f"{PREFIX}SETTINGS"


@dataclass(frozen=True)
class Given:
    """A value that a setting was given, and by what: the name of a variable, or the path of a file."""

    value: Any
    source: str


@dataclass(frozen=True)
class Kind:
    """What the values of a setting are; ``choices`` may list all of them."""

    type: type
    choices: Collection[str] = ()


def read(kinds: Mapping[str, Kind], environment: Mapping[str, str]) -> dict[str, Given]:
    """What is given for the settings that ``kinds`` names.

    :raises ValueError: where something names no setting, so that a typing error is noticed, where its value is none
        that the setting can have, or where the file can't be read.
    """
    given = _from_file(kinds, environment[FILE]) if environment.get(FILE) else {}
    names = {f"{PREFIX}{name.upper()}": name for name in kinds}
    for variable in sorted(key for key in environment if key.startswith(PREFIX) and key != FILE):
        if variable not in names:
            raise ValueError(f"{variable} is no setting.{_nearest(variable, [*names, FILE])}")
        name = names[variable]
        given[name] = Given(_value(variable, environment[variable], kinds[name]), variable)
    return given


def _from_file(kinds: Mapping[str, Kind], path: str) -> dict[str, Given]:
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise ValueError(f"{FILE} names {path}, which can't be read: {error.strerror}.") from error
    except ValueError as error:  # no TOML, or no UTF-8
        raise ValueError(f"{path} can't be read: {error}.") from error
    given = {}
    for name, value in content.items():
        if name not in kinds:
            raise ValueError(f"{path}: {name} is no setting.{_nearest(name, kinds)}")
        if not isinstance(value, str | int | float) or isinstance(value, bool):
            raise ValueError(f"{path}: {name} is neither a text nor a number.")  # noqa: TRY004 - as all that is wrong here
        given[name] = Given(_value(f"{path}: {name}", str(value), kinds[name]), path)
    return given


def _value(where: str, text: str, kind: Kind) -> Any:
    try:
        value = kind.type(text)
    except ValueError as error:
        raise ValueError(f"{where} is {text!r}, which is no {kind.type.__name__}.") from error
    if kind.type in {int, float} and not 0 <= value < inf:
        raise ValueError(f"{where} is {text!r}, which is no limit.")
    if kind.choices and value not in kind.choices:
        raise ValueError(f"{where} is {text!r}; it can be {' or '.join(kind.choices)}.")
    return value


def _nearest(name: str, names: Collection[str]) -> str:
    found = difflib.get_close_matches(name, names, n=1)
    return f" Did you mean {found[0]}?" if found else " docs/reference/settings.md lists what there is."
