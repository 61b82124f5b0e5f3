"""What tests of workbooks share: the template, a workbook of the fictional country, and stores to import into."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

import openpyxl
import pytest
from openpyxl import Workbook
from pyoxigraph import Triple

from graph_service.model.change import Change
from graph_service.model.terms import graph_iri
from graph_service.services.deployment import Deployment
from graph_service.services.importing.importers import Wanted, importer_named
from graph_service.services.importing.outcome import Imported
from graph_service.services.publishing.rfi2.exporting import export_workbook
from graph_service.settings import Settings

HERE = Path(__file__).parent
#: The first row of data in the template.
FIRST = 11

Edit = Callable[[Workbook], None]
Read = Callable[..., Imported]


def saved(workbook: Workbook) -> bytes:
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


@pytest.fixture(scope="session")
def template() -> bytes:
    """The template of RFI-2 as GovStack publishes it, with its example row."""
    return (HERE / "template.xlsx").read_bytes()


@pytest.fixture(scope="session")
def edited(template: bytes) -> Callable[[Edit, bytes | None], bytes]:
    """A workbook, by default the template, after an edit."""

    def change(edit: Edit, content: bytes | None = None) -> bytes:
        workbook = openpyxl.load_workbook(io.BytesIO(content or template))
        edit(workbook)
        return saved(workbook)

    return change


@pytest.fixture(scope="session")
def filled(edited: Callable[[Edit], bytes]) -> Callable[[Sequence[Mapping[str, object]]], bytes]:
    """The template with these rows in place of its example: cells by the letter of their column."""

    def fill(rows: Sequence[Mapping[str, object]]) -> bytes:
        def edit(workbook: Workbook) -> None:
            sheet = workbook.worksheets[0]
            sheet.delete_rows(FIRST, 20)
            for number, row in enumerate(rows, start=FIRST):
                for letter, value in row.items():
                    sheet[f"{letter}{number}"] = value

        return edited(edit)

    return fill


@pytest.fixture(scope="session")
def read(seeded: Deployment) -> Read:
    """What a workbook says of the fictional country; nothing is stored."""

    def read_it(content: bytes, stack: str = "demo", **wanted: object) -> Imported:
        importer = importer_named(seeded.settings.home, "rfi2")
        return importer.read(seeded, content, "sent.xlsx", Wanted(stack, **wanted))  # type: ignore[arg-type]

    return read_it


@pytest.fixture(scope="session")
def exported(seeded: Deployment) -> bytes:
    """The workbook of the fictional country."""
    return export_workbook(seeded, "demo")


def held(deployment: Deployment, catalogue: str) -> set[Triple]:
    return set(deployment.store.triples(graph_iri(deployment.settings.base, "demo", catalogue)))


@pytest.fixture
def copy_of(seeded: Deployment, tmp_path: Path) -> Iterator[Callable[..., Deployment]]:
    """A deployment of its own with the seed data, ``without`` some catalogues of the fictional country."""
    opened: list[Deployment] = []

    def make(without: Sequence[str] = ()) -> Deployment:
        settings = Settings(store=f"oxigraph:{tmp_path / 'store'}", home=seeded.settings.home, keys=tmp_path / "keys")
        deployment = Deployment(settings)
        left_out = {graph_iri(settings.base, "demo", catalogue) for catalogue in without}
        system = graph_iri(settings.base, "system", "")
        graphs = [g for g in seeded.store.graphs() if g not in left_out and not g.startswith(system)]
        deployment.store.commit(Change({graph: list(seeded.store.triples(graph)) for graph in graphs}, "A copy"))
        opened.append(deployment)
        return deployment

    yield make
    for deployment in opened:
        deployment.close()
