"""The pages of the dashboard: the files of a folder, each checked against the named queries that it asks."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph_service.errors import DashboardFileError, UnknownName
from graph_service.model.dashboard import DashboardPage, Section, read_page_file
from graph_service.services.query_catalogue import QueryCatalogue

SUFFIX = ".yaml"


@dataclass(frozen=True)
class Dashboards:
    """Pages by name, in the order of the navigation, and the errors of files that hold none."""

    pages: Mapping[str, DashboardPage] = field(default_factory=dict)
    broken: Mapping[str, DashboardFileError] = field(default_factory=dict)

    def get(self, name: str) -> DashboardPage:
        """The page of a stack with that name.

        :raises DashboardFileError: where its file is wrong.
        :raises UnknownName: where there is none, with names that resemble it.
        """
        if name in self.broken:
            raise self.broken[name]
        if name not in self.pages or self.pages[name].about or self.pages[name].own:
            raise UnknownName("page", name, difflib.get_close_matches(name, self._of_stacks))
        return self.pages[name]

    @property
    def _of_stacks(self) -> list[str]:
        return [*(name for name, page in self.pages.items() if not page.about), *self.broken]

    def about(self, classes: set[str]) -> list[DashboardPage]:
        """The pages about things of ``classes``."""
        return [page for page in self.pages.values() if classes & set(page.about)]

    @property
    def groups(self) -> dict[str, list[DashboardPage]]:
        """The pages of a stack by the group under which the navigation lists them."""
        found: dict[str, list[DashboardPage]] = {}
        for page in self.pages.values():
            if not page.about:
                found.setdefault(page.group, []).append(page)
        return found


def read_dashboards(folder: Path, queries: QueryCatalogue, prefixes: Mapping[str, str]) -> Dashboards:
    """Read all page files of ``folder``; what they call by a CURIE is named by its IRI."""
    pages, broken = [], {}
    for path in sorted(folder.glob(f"*{SUFFIX}")):
        place = f"{folder.name}/{path.name}"
        try:
            page = read_page_file(path.stem, path.read_text(encoding="utf-8"), place, prefixes)
            for section in page.sections:
                _check(page, section, queries, place)
            for setting in page.settings:
                if (
                    setting.query not in queries.queries
                    or setting.name not in queries.queries[setting.query].parameters
                ):
                    problem = f"There is no named query {setting.query!r} with a parameter {setting.name!r}."
                    raise DashboardFileError(place, "settings", problem)
        except DashboardFileError as error:
            broken[path.stem] = error
        except (OSError, UnicodeDecodeError) as error:
            broken[path.stem] = DashboardFileError(place, "the file", f"Can't be read: {error}.")
        else:
            pages.append(page)
    return Dashboards({page.name: page for page in sorted(pages, key=lambda p: (p.order, p.name))}, broken)


def _check(page: DashboardPage, section: Section, queries: QueryCatalogue, place: str) -> None:
    """Refuse a section that asks what isn't there.

    :raises DashboardFileError: naming the section.
    """
    where = f"section {section.key}"
    query = queries.queries.get(section.query)
    if query is None or query.form != "rows":
        near = difflib.get_close_matches(section.query, queries.queries)
        advice = f" Is {' or '.join(near)} meant?" if near else ""
        raise DashboardFileError(place, where, f"There is no named query {section.query!r} that gives rows.{advice}")
    for name in section.given:
        if name not in query.parameters:
            raise DashboardFileError(place, where, f"{section.query} has no parameter {name!r}.")
    known = {setting.name for setting in page.settings} | {"stack", "lang", page.subject}
    for value in section.given.values():
        if value.startswith("$") and value[1:] not in known:
            raise DashboardFileError(place, where, f"The page has no parameter {value!r}.")
    for name in [*section.where, *section.filters, *section.columns, *section.drawn]:
        if name not in query.columns:
            raise DashboardFileError(place, where, f"{section.query} has no column {name!r}.")
