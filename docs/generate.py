"""Writes the generated part of the reference: ``python docs/generate.py``. A test checks that it was run."""

from __future__ import annotations

import re
import shlex
import tempfile
from dataclasses import fields
from pathlib import Path

import click
import licences
import rdflib
from click.testing import CliRunner
from rdflib.namespace import OWL, RDFS, SH, SKOS

from graph_service import errors
from graph_service.cli import main
from graph_service.http.problems import STATUS, TITLES
from graph_service.services.architecture import read_mapping
from graph_service.services.profiles import read_profiles
from graph_service.services.publishing.architecture import exchange_formats
from graph_service.services.query_catalogue import read_query_catalogue
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent
REFERENCE = ROOT / "docs" / "reference"
PSG = "https://w3id.org/public-service-graph/def/"
NOTE = "<!-- Written by docs/generate.py; edit what it reads instead. -->\n\n"


def queries() -> str:
    """The named queries, from their headers."""
    text = "# Named queries\n\n" + NOTE
    for query in read_query_catalogue(ROOT / "queries").queries.values():
        text += f"## {query.name}\n\n**{query.summary}.** {' '.join(query.description.split())}\n\n"
        text += f"Answers {', '.join(query.answers)}. For {', '.join(query.audience)}.\n\n"
        if query.analysis:
            text += f"Its SPARQL selects the material of the analysis `{query.analysis}`, which makes the answer.\n\n"
        text += "| parameter | type | needed | help |\n|---|---|---|---|\n"
        for parameter in query.parameters.values():
            needed = "no" if parameter.optional else f"default {parameter.default}" if parameter.default else "yes"
            text += f"| `{parameter.name}` | {parameter.type} | {needed} | {parameter.help} |\n"
        text += "\n| column | meaning |\n|---|---|\n"
        for column in query.columns.values():
            text += f"| `{column.name}`{' (key)' if column.key else ''} | {column.help} |\n"
        text += "\n"
    return text.rstrip() + "\n"


def model() -> str:
    """Classes and properties of the ontology by theme, the shapes' names of reused ones, and the code lists."""
    text = "# The model\n\n" + NOTE
    text += "Own terms by theme. How they and the terms of other vocabularies are used is stated by the shapes.\n\n"
    for path in sorted((ROOT / "ontology").glob("*.ttl")):
        graph = rdflib.Graph().parse(path)
        terms = sorted(set(graph.subjects(SKOS.definition)), key=lambda term: (term[len(PSG)].islower(), term))
        if not terms:
            continue
        text += f"## {path.stem}\n\n| term | name | definition |\n|---|---|---|\n"
        for term in terms:
            kind = "class" if (term, None, OWL.Class) in graph else "property"
            text += f"| `psg:{term.removeprefix(PSG)}` | {graph.value(term, RDFS.label)} ({kind}) "
            text += f"| {graph.value(term, SKOS.definition)} |\n"
        text += "\n"
    text += reused() + "## Code lists\n\n| list | what it lists | values |\n|---|---|---|\n"
    for path in sorted((ROOT / "ontology" / "codelists").glob("*.ttl")):
        graph = rdflib.Graph().parse(path)
        scheme = next(graph.subjects(rdflib.RDF.type, SKOS.ConceptScheme))
        values = sorted(str(c).rsplit("/", 1)[1] for c in graph.subjects(SKOS.inScheme, scheme))
        text += f"| `{path.stem}` | {graph.value(scheme, SKOS.definition)} | {', '.join(f'`{v}`' for v in values)} |\n"
    return text


def reused() -> str:
    """The properties of other vocabularies that the shapes use, and on which classes."""
    shapes = rdflib.Graph()
    for path in sorted((ROOT / "shapes").glob("*.ttl")):
        shapes.parse(path)
    used: dict[str, tuple[set[str], set[str]]] = {}
    for shape, classes in shapes.subject_objects(SH.targetClass):
        for path in (p for s in shapes.objects(shape, SH.property) for p in shapes.objects(s, SH.path)):
            if isinstance(path, rdflib.URIRef) and not path.startswith(PSG):
                names, where = used.setdefault(shapes.qname(path), (set(), set()))
                names |= {str(n) for s in shapes.subjects(SH.path, path) for n in shapes.objects(s, SH.name)}
                where.add(shapes.qname(str(classes)))
    text = "## Properties of other vocabularies\n\n| property | called here | used on |\n|---|---|---|\n"
    for property_, (names, where) in sorted(used.items()):
        on = ", ".join(f"`{name}`" for name in sorted(where)) if len(where) <= 6 else f"{len(where)} classes"  # noqa: PLR2004
        text += f"| `{property_}` | {', '.join(sorted(names))} | {on} |\n"
    return text + "\n"


def command_line() -> str:
    """The help texts of all verbs."""
    text = "# Command line\n\n" + NOTE
    text += "Exit codes: 0 fine, 1 the data or answer is wrong, 2 the call is wrong, 3 the store can't be reached.\n\n"
    parent = click.Context(main, info_name="graph-service", max_content_width=100, help_option_names=["-h", "--help"])
    for name in main.list_commands(parent):
        command = main.get_command(parent, name)
        context = click.Context(command, info_name=name, parent=parent)
        text += f"## {name}\n\n```\n{command.get_help(context)}\n```\n\n"
    return text.rstrip() + "\n"


def settings() -> str:
    """All settings with their defaults."""
    text = "# Settings\n\n" + NOTE
    text += "A setting is a variable of the environment, or a line `name = value` of the file (TOML) that\n"
    text += "`GRAPH_SETTINGS` names, there without `GRAPH_` and in small letters. The environment wins. What names no\n"
    text += "setting is refused. `graph-service check config` says what is set, by what, and whether that can work.\n\n"
    text += "Traces are set by the variables of OpenTelemetry: see [deploy](../how-to/deploy.md#traces).\n\n"
    text += "| variable | default | what it sets |\n|---|---|---|\n"
    for field in fields(Settings):
        default = field.metadata.get("default", f"`{field.default}`" if field.default != "" else "none")
        choices = field.metadata.get("choices")
        listed = f" One of {', '.join(f'`{choice}`' for choice in choices)}." if choices else ""
        text += f"| `GRAPH_{field.name.upper()}` | {default} | {field.metadata['help']}{listed} |\n"
    return text


def problems() -> str:
    """All kinds of errors, with their status and what they mean."""
    text = "# Errors\n\n" + NOTE
    text += "Over HTTP an error is a problem document (RFC 9457) whose `type` is "
    text += "`https://w3id.org/public-service-graph/problems/` and the name below.\n\n"
    for error, status in STATUS.items():
        text += f"## {error.code}\n\n{TITLES[error.code]}. Status {status.value} {status.phrase}.\n\n"
        text += f"{' '.join((error.__doc__ or '').split())}\n\n"
    assert set(STATUS) == {errors.GraphServiceError, *errors.GraphServiceError.__subclasses__()}  # noqa: S101
    return text.rstrip() + "\n"


def architecture() -> str:
    """What becomes what in the files for architecture tools, and why, from the headers of the mappings."""
    text = "# Mappings to architecture tools\n\n" + NOTE
    text += "How to use the files: [open a stack in architecture tools](../how-to/open-in-architecture-tools.md).\n\n"
    for name, chosen in exchange_formats().items():
        text += f"## {name}\n\n{chosen.summary}: `{chosen.file}`.\n\n"
        for part in ("elements", "relations", "views"):
            mapped = read_mapping(ROOT / "mappings" / name, part)
            if not mapped:
                continue
            text += f"| {part} | what becomes what | why |\n|---|---|---|\n"
            for query in mapped:
                types = dict.fromkeys(re.findall(r'BIND\("([^"]+)" AS \?type\)', query.text))
                stands = ", ".join(types) or query.key
                text += f"| {stands} | {query.summary} | {query.description} |\n"
            text += "\n"
    return text.rstrip() + "\n"


def profiles() -> str:
    """The profiles, with what each of their queries says and from which properties."""
    text = "# Profiles\n\n" + NOTE
    text += "How to take data in them: [use profiles](../how-to/use-profiles.md).\n\n"
    for profile in read_profiles(ROOT / "profiles").profiles.values():
        text += f"## {profile.name}\n\n**{profile.title}.** {profile.description}\n\n"
        text += f"IRI `{profile.iri}`, specification <{profile.specification}>.\n\n"
        if profile.queries:
            text += "| query | what it says | properties |\n|---|---|---|\n"
        for query in profile.queries:
            said = [
                f"`{ours}` as `{theirs}`" for ours, theirs in re.findall(r"\(([\w-]+:\w+) ([\w-]+:\w+)\)", query.text)
            ]
            for listed in re.findall(r"\?property IN \(([^()]*)\)", query.text):
                said += [f"`{name.strip()}`" for name in listed.split(",")]
            text += f"| [`{query.name}`]({query.source}) | {query.summary} | {', '.join(said)} |\n"
        text += "\n" if profile.queries else ""
    return text.rstrip() + "\n"


PAGES = {
    "dependencies": lambda: licences.page(NOTE),
    "architecture": architecture,
    "profiles": profiles,
    "queries": queries,
    "model": model,
    "command-line": command_line,
    "settings": settings,
    "errors": problems,
}


def renew_sessions(page: Path) -> None:
    """Write below each command of ``page`` what it prints on the seed data."""

    def printed(session: re.Match[str]) -> str:
        result = CliRunner().invoke(main, shlex.split(session[1]), env=environment)
        assert result.exit_code == 0, result.output  # noqa: S101 - a page shows what works
        return f"```console\n$ graph-service {session[1]}\n{result.output}```"

    with tempfile.TemporaryDirectory() as folder:
        environment = {"GRAPH_STORE": f"oxigraph:{folder}/store", "GRAPH_HOME": str(ROOT)}
        loaded = CliRunner().invoke(main, ["load", "govstack", "demo"], env=environment)
        assert loaded.exit_code == 0, loaded.output  # noqa: S101 - the tests say so
        text = re.sub(r"```console\n\$ graph-service (.*)\n(?:.*\n)*?```", printed, page.read_text(encoding="utf-8"))
    page.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    for page, write in PAGES.items():
        (REFERENCE / f"{page}.md").write_text(write(), encoding="utf-8")
    renew_sessions(ROOT / "docs" / "tutorial.md")
