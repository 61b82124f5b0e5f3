"""Bring the catalogues for translation up to date: with the texts that pages use, without those that none uses.

Texts are those marked in templates, those of the files of pages, the questions and headings of the named queries that
pages ask, and the names of what services are chosen by. Translations that are there stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po, write_po

from graph_service.http.problems import TITLES
from graph_service.pages.layout import in_words
from graph_service.pages.services import KINDS
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent
DEPLOYMENT = Deployment(Settings(home=ROOT))
LOCALES = ROOT / "graph_service" / "pages" / "locales"
_HEADER = """\
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""
_MARKED = re.compile(r"""(?<![\w.])(?:_|words)\(\s*"((?:[^"\\]|\\.)*)"\s*\)""")
#: Words that queries answer with, such as the name of a gap.
_ANSWERED = re.compile(r'(?<!= )"([a-z][a-z ,-]{2,})"(?!@|\^\^)')


#: What the service says of things by a word of its own: states of proposals and releases, and how severe a finding is.
_SAID = (
    *("waiting", "accepted", "refused", "current", "superseded", "withdrawn", "draft"),
    *("violation", "warning", "info"),
)


def texts() -> dict[str, str]:
    """Each text that pages show, and where it is from."""
    return {text: place for text, place in reversed([*_marked(), *_of_pages(), *_of_queries()]) if text}


def _marked() -> Iterator[tuple[str, str]]:
    pages = ROOT / "graph_service" / "pages"
    for path in sorted([*pages.rglob("*.html"), *pages.rglob("*.py")]):
        for text in _MARKED.findall(path.read_text(encoding="utf-8")):
            yield text, str(path.relative_to(ROOT))
    for text in [*KINDS.values(), *_SAID, *TITLES.values()]:
        yield text, "graph_service"


def _of_pages() -> Iterator[tuple[str, str]]:
    queries = DEPLOYMENT.queries.queries
    for page in DEPLOYMENT.dashboards.pages.values():
        for text in page.texts:
            yield text, f"dashboard/{page.name}.yaml"
        for setting in page.settings:
            yield in_words(setting.name), f"queries/{setting.query}.rq"
            yield queries[setting.query].parameters[setting.name].help, f"queries/{setting.query}.rq"
        for section in page.sections:
            for name in section.columns or queries[section.query].columns:
                yield in_words(name), f"queries/{section.query}.rq"


def _of_queries() -> Iterator[tuple[str, str]]:
    for query in [*DEPLOYMENT.queries.queries.values(), *DEPLOYMENT.actions.queries.values()]:
        yield query.summary, f"queries/{query.name}.rq"
    for action in DEPLOYMENT.actions.queries.values():
        yield action.description, f"scenarios/{action.name}.ru"
    for query in [*DEPLOYMENT.queries.queries.values(), *DEPLOYMENT.actions.queries.values()]:
        for topic in query.tags[:1]:
            yield topic.replace("-", " ").capitalize(), f"queries/{query.name}.rq"
        for text in _ANSWERED.findall("\n".join(line for line in query.text.splitlines() if not line.startswith("#"))):
            yield text, f"queries/{query.name}.rq"


def main() -> None:
    """Write each catalogue anew."""
    for path in sorted(LOCALES.glob("*.po")):
        with path.open("rb") as file:
            old = read_po(file, locale=path.stem)
        new = Catalog(locale=path.stem, fuzzy=False)
        for text, place in sorted(texts().items(), key=lambda item: (item[1], item[0])):
            known = old.get(text)
            new.add(text, known.string if known else "", locations=[(place, 0)])
        with path.open("wb") as file:
            file.write(_HEADER.format(language=path.stem).encode())
            write_po(file, new, width=120, omit_header=True, include_lineno=False)


if __name__ == "__main__":
    main()
