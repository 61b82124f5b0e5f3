"""A dashboard page: a file that says which named queries are shown, in which order, and how each is drawn.

The file is YAML. Its texts are English; catalogues for translation hold them in other languages. A section asks one
named query; parameters of the page, the stack and the reader's language are passed to it under their own names.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

import yaml

from graph_service.errors import DashboardFileError

#: What charts are told that names no columns.
_NO_COLUMNS = {"kind", "unit", "most", "labels", "bounds", "names", "order"}
#: What values of fields are in a file, by the type that they have here.
_FORMS: dict[str, tuple[type, str]] = {
    "str": (str, "a text"),
    "int": (int, "a whole number"),
    "bool": (bool, "true or false"),
    "tuple": (list, "a list"),
    "Mapping": (dict, "'key: value' pairs"),
}
_KEY = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@dataclass(frozen=True)
class Setting:
    """A parameter of a page: that of a named ``query`` called ``name``, with a value where none is given."""

    name: str
    query: str
    default: str = ""


@dataclass(frozen=True)
class Section:
    """One question of a page and how its answer is shown.

    ``given`` are arguments beside those of the page, of which ``$name`` stands for the page's own. Of the rows those
    are shown whose columns read as ``where`` says; ``filters`` are columns by which a reader may choose among them.
    ``chart`` names the ``kind`` of drawing and its columns; ``columns`` are those of the table, all where it is
    empty; ``rows`` is how many it has at most. ``empty`` says what to do where there are none. A section that is
    ``wide`` takes the whole width of a wide page.
    """

    key: str
    title: str
    query: str
    text: str = ""
    given: Mapping[str, str] = field(default_factory=dict)
    where: Mapping[str, str] = field(default_factory=dict)
    filters: tuple[str, ...] = ()
    chart: Mapping[str, Any] = field(default_factory=dict)
    columns: tuple[str, ...] = ()
    rows: int = 10
    wide: bool = False
    empty: str = ""

    @property
    def drawn(self) -> list[str]:
        """The columns that the chart draws; what it is told besides are numbers and the name of its kind."""
        named = [name for key, names in self.chart.items() if key not in _NO_COLUMNS for name in _several(names)]
        return [name for name in named if isinstance(name, str)]


@dataclass(frozen=True)
class DashboardPage:
    """A page: where it stands in the navigation, what can be set on it, and its sections.

    ``about`` is the class of things on whose own pages it stands, ``subject`` the parameter that is the thing; a page
    of a stack has neither. A page of its ``own`` has no sections: a module makes it, the file says where it stands.
    """

    name: str
    title: str
    lead: str = ""
    group: str = ""
    order: int = 0
    about: tuple[str, ...] = ()
    subject: str = ""
    own: bool = False
    settings: tuple[Setting, ...] = ()
    sections: tuple[Section, ...] = ()

    @property
    def texts(self) -> list[str]:
        """What can be translated."""
        own = [self.title, self.lead, self.group]
        return [text for text in own if text] + [
            text for section in self.sections for text in (section.title, section.text, section.empty) if text
        ]


def read_page_file(name: str, text: str, path: str, prefixes: Mapping[str, str]) -> DashboardPage:
    """The page that the ``text`` of the file at ``path`` describes; ``prefixes`` are those of its CURIEs.

    :raises DashboardFileError: saying where in the file what is wrong.
    """
    try:
        content = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DashboardFileError(path, f"line {line}", f"Not YAML: {error.problem}.") from error
    except yaml.YAMLError as error:
        raise DashboardFileError(path, "the file", f"Not YAML: {error}.") from error
    _refuse_unknown(content, DashboardPage, path, "the page", missing=("title",), unwanted=("name",))
    settings = _listed(content, "settings", Setting, path)
    sections = _listed(content, "sections", Section, path)
    if bool(content.get("own")) == bool(sections):
        raise DashboardFileError(path, "sections", "Give sections, or 'own: true' where a module makes the page.")
    keys = [section.key for section in sections]
    for key in keys:
        if not _KEY.fullmatch(key) or keys.count(key) > 1:
            raise DashboardFileError(path, f"section {key}", "Give each section a key of its own, in kebab-case.")
    for section in sections:
        _check_chart(section, path)
    about = tuple(_expanded(name, prefixes) for name in content.get("about", ()))
    return DashboardPage(**{**content, "name": name, "about": about, "settings": settings, "sections": sections})


def _check_chart(section: Section, path: str) -> None:
    """Refuse a chart that says too little, or what no chart can use.

    :raises DashboardFileError: naming the section.
    """
    if section.chart and "kind" not in section.chart:
        raise DashboardFileError(path, f"section {section.key}", "Say which kind of chart is meant.")
    for key, told in section.chart.items():
        if any(isinstance(each, list | tuple) for each in _several(told)):
            raise DashboardFileError(path, f"section {section.key}", f"Give the chart's {key!r} as a list of texts.")


def _listed(content: Mapping[str, Any], name: str, kind: type, path: str) -> tuple[Any, ...]:
    """The entries of the list ``name``, each as a ``kind``."""
    entries = content.get(name) or []
    if not isinstance(entries, list):
        raise DashboardFileError(path, name, "Give a list.")
    required = ("key", "title", "query") if kind is Section else ("name", "query")
    for number, entry in enumerate(entries, start=1):
        _refuse_unknown(entry, kind, path, f"{name}, entry {number}", required)
    texts = ("given", "where")
    return tuple(
        kind(**{key: _plain(value, as_texts=key in texts) for key, value in entry.items()}) for entry in entries
    )


def _plain(value: Any, *, as_texts: bool) -> Any:
    """Lists as tuples; arguments as the texts that addresses have."""
    if isinstance(value, list):
        return tuple(value)
    return {key: str(item) for key, item in value.items()} if as_texts else value


def _refuse_unknown(
    content: Any, kind: type, path: str, where: str, missing: Sequence[str], unwanted: Sequence[str] = ()
) -> None:
    """Refuse what is no description of a ``kind``.

    :raises DashboardFileError: naming the keys that mean nothing, lack, or have values of another type.
    """
    if not isinstance(content, dict):
        raise DashboardFileError(path, where, "Give 'key: value' pairs.")
    known = {entry.name for entry in fields(kind)} - set(unwanted)
    for key in sorted(set(content) - known, key=str):
        raise DashboardFileError(path, where, f"Unknown key {key!r}; known are {', '.join(sorted(known))}.")
    for key in missing:
        if not content.get(key):
            raise DashboardFileError(path, where, f"The key {key!r} is needed.")
    for entry in fields(kind):
        form, name = _FORMS[str(entry.type).partition("[")[0]]
        value = content.get(entry.name, entry.default)
        texts = value if str(entry.type).startswith("tuple[str") else ()
        if entry.name in content and not (isinstance(value, form) and all(isinstance(text, str) for text in texts)):
            raise DashboardFileError(path, where, f"Give {name} as {entry.name!r}.")


def _several(names: Any) -> Sequence[Any]:
    return names if isinstance(names, list | tuple) else [names]


def _expanded(name: str, prefixes: Mapping[str, str]) -> str:
    """The IRI that a CURIE stands for."""
    prefix, colon, local = name.partition(":")
    return f"{prefixes[prefix]}{local}" if colon and prefix in prefixes else name
