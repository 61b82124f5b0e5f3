"""What tests share: the seed data loaded once through the gate, and applications that serve it."""

from __future__ import annotations

import io
import os
import shutil
import socketserver
import threading
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from countries import open_countries
from engines import ENGINES, Server
from fastapi.testclient import TestClient
from openpyxl import Workbook
from playwright.sync_api import Browser, sync_playwright
from real_server import Place
from served import Service, serving

from graph_service.http.app import create_app
from graph_service.model.blank_nodes import without_blank_nodes
from graph_service.model.change import Change
from graph_service.model.terms import graph_iri
from graph_service.services.deployment import Deployment
from graph_service.services.importing.datasets import read_datasets
from graph_service.services.importing.importers import Wanted, importer_named
from graph_service.services.importing.loading import load
from graph_service.services.importing.outcome import Imported
from graph_service.services.importing.rdf_files import triples
from graph_service.services.publishing.architecture import export_architecture
from graph_service.services.publishing.rfi2.exporting import export_workbook
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent
SEED_DATA = (ROOT / "seed-data" / "govstack", ROOT / "seed-data" / "demo")
_BROWSER = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
#: The first row of data in the template of RFI-2.
FIRST_ROW = 11


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with slow tests go first, so that no process is left alone with one at the end."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item,  # noqa: ARG001 - the hook's signature
    call: pytest.CallInfo[None],  # noqa: ARG001
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where all tools must be there (``CI=true``), a test that is skipped has failed."""
    report = yield
    if report.skipped and not hasattr(report, "wasxfail") and os.environ.get("CI") == "true":
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome, report.longrepr = "failed", f"With CI=true nothing may be skipped. {reason}"
    return report


@pytest.fixture(scope="session")
def engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Server]]:
    """Gives SPARQL engines by name; each is started once. Whoever uses one empties it."""
    started: dict[str, Server] = {}

    def get(name: str) -> Server:
        if name not in started:
            started[name] = ENGINES[name](tmp_path_factory.mktemp(name))
        return started[name]

    yield get
    for server in started.values():
        server.stop()


@pytest.fixture(scope="session")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """Settings whose store is a folder of this test run."""
    folder = tmp_path_factory.mktemp("seeded")
    place, keys, archive = f"oxigraph:{folder / 'store'}", folder / "keys.json", folder / "archive"
    return Settings(store=place, keys=keys, archive=archive, home=ROOT)


@pytest.fixture(scope="session")
def seeded(settings: Settings) -> Iterator[Deployment]:
    """A deployment that holds the seed data; tests only read it."""
    deployment = Deployment(settings)
    load(deployment.store, SEED_DATA, deployment.vocabulary)
    yield deployment
    deployment.close()


@pytest.fixture
def writable(seeded: Deployment, tmp_path: Path) -> Iterator[Deployment]:
    """A copy of the seeded store that may be changed."""
    snapshot = seeded.store.snapshot()
    shutil.move(snapshot, tmp_path / "store")
    place, keys, archive = f"oxigraph:{tmp_path / 'store'}", tmp_path / "keys.json", tmp_path / "archive"
    opened = Deployment(replace(seeded.settings, store=place, keys=keys, archive=archive, write_seconds=0.2))
    opened.__dict__["gate"] = seeded.gate  # the same shapes, read once
    yield opened
    opened.close()


@pytest.fixture
def place(seeded: Deployment, tmp_path: Path) -> Place:
    """A folder with a copy of the seed data, in which real servers run."""
    shutil.move(seeded.store.snapshot(), tmp_path / "store")
    return Place(tmp_path)


@pytest.fixture(scope="session")
def abroad(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A deployment with the seed data and the stack ``abroad``, whose catalogues importers fill."""
    deployment = Deployment(Settings(store=f"oxigraph:{tmp_path_factory.mktemp('abroad') / 'store'}", home=ROOT))
    stack = ROOT / "tests" / "importing" / "linked_data" / "stack.ttl"
    load(deployment.store, [*SEED_DATA, stack], deployment.vocabulary)
    yield deployment
    deployment.close()


@pytest.fixture(scope="session")
def reading(abroad: Deployment) -> Callable[..., Imported]:
    """Reads content by an importer, as what would go to the stack ``abroad``."""

    def read(importer: str, content: bytes, name: str, **wanted: Any) -> Imported:
        return importer_named(ROOT, importer).read(abroad, content, name, Wanted("abroad", **wanted))

    return read


@pytest.fixture(scope="session")
def client(seeded: Deployment) -> TestClient:
    """A client of an application that serves the seeded deployment."""
    app = create_app(seeded.settings)
    app.state.deployment = seeded
    return TestClient(app, follow_redirects=False)


@pytest.fixture(scope="session")
def live(seeded: Deployment) -> Iterator[Service]:
    """A service over a socket, with a copy of the seed data; tests only read it."""
    with serving(replace(seeded.settings, store=f"oxigraph:{seeded.store.snapshot()}")) as service:
        yield service


@pytest.fixture
def changing(seeded: Deployment, tmp_path: Path) -> Iterator[Service]:
    """A service over a socket whose data and queries may be changed."""
    home = tmp_path / "home"
    home.mkdir()
    for folder in ("ontology", "shapes"):
        (home / folder).symlink_to(seeded.settings.home / folder)
    shutil.copytree(seeded.settings.home / "queries", home / "queries")
    own: dict[str, Any] = {"home": home, "keys": tmp_path / "keys.json", "archive": tmp_path / "archive"}
    place = f"oxigraph:{seeded.store.snapshot()}"
    with serving(replace(seeded.settings, store=place, reload_seconds=0.0, **own)) as service:
        service.deployment.__dict__["gate"] = seeded.gate  # the same shapes, read once
        yield service


# For one module: as long as it runs, no other loop of asyncio can run in the same thread.
@pytest.fixture(scope="module")
def launch() -> Iterator[Callable[..., Browser]]:
    """Starts Chromium, as the machine has it, with more arguments of its command line."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if not chromium:
        pytest.skip("There is no Chromium; 'apt-get install chromium' brings it.")
    with sync_playwright() as playwright:

        def start(*more: str) -> Browser:
            return playwright.chromium.launch(executable_path=chromium, args=[*_BROWSER, *more])

        yield start


@pytest.fixture(scope="module")
def browser(launch: Callable[..., Browser]) -> Iterator[Browser]:
    """A browser with its usual settings."""
    opened = launch()
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def site(seeded: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    """A service over a socket that holds the demonstration and Japan; tests only read it."""
    folder = tmp_path_factory.mktemp("site")
    store = folder / "store"
    shutil.move(seeded.store.snapshot(), store)
    settings = replace(seeded.settings, store=f"oxigraph:{store}", keys=folder / "keys.json")
    deployment = Deployment(settings)
    # Other tests validate it, which takes most of a minute.
    files = read_datasets([ROOT / "seed-data" / "japan"], settings.base)
    graphs = {file.graph: without_blank_nodes(triples([file.file])) for file in files}
    sources = [replace(file.file.source, graph=file.graph) for file in files]
    deployment.store.commit(Change(graphs, "Load of Japan", sources))
    deployment.close()
    with serving(settings) as service:
        service.deployment.__dict__["gate"] = seeded.gate  # the same shapes, read once
        yield service


@pytest.fixture(scope="session")
def canary_server() -> Iterator[tuple[str, list[str]]]:
    calls: list[str] = []

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            calls.append(str(self.client_address))

    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}/", calls
        server.shutdown()
        thread.join()


@pytest.fixture
def canary(canary_server: tuple[str, list[str]]) -> Iterator[tuple[str, list[str]]]:
    """The address of a listener, and the list of calls that it got in this test."""
    canary_server[1].clear()
    yield canary_server
    assert canary_server[1] == []


@pytest.fixture(scope="session")
def rfi2_template() -> bytes:
    """The template of RFI-2 as GovStack publishes it, with its example row."""
    return (ROOT / "tests" / "services" / "rfi2" / "template.xlsx").read_bytes()


@pytest.fixture(scope="session")
def edited_workbook(rfi2_template: bytes) -> Callable[..., bytes]:
    """A workbook, by default the template of RFI-2, after an edit."""

    def change(edit: Callable[[Workbook], None], content: bytes | None = None) -> bytes:
        workbook = openpyxl.load_workbook(io.BytesIO(content or rfi2_template))
        edit(workbook)
        saved = io.BytesIO()
        workbook.save(saved)
        return saved.getvalue()

    return change


@pytest.fixture(scope="session")
def filled_template(edited_workbook: Callable[..., bytes]) -> Callable[..., bytes]:
    """The template with these rows in place of its example: cells by the letter of their column."""

    def fill(rows: Sequence[Mapping[str, Any]]) -> bytes:
        def edit(workbook: Workbook) -> None:
            sheet = workbook.worksheets[0]
            sheet.delete_rows(FIRST_ROW, 20)
            for number, row in enumerate(rows, start=FIRST_ROW):
                for letter, value in row.items():
                    sheet[f"{letter}{number}"] = value

        return edited_workbook(edit)

    return fill


@pytest.fixture(scope="session")
def read_workbook(seeded: Deployment) -> Callable[..., Imported]:
    """What a workbook says of the fictional country; nothing is stored."""

    def read_it(content: bytes, stack: str = "demo", **wanted: object) -> Imported:
        importer = importer_named(seeded.settings.home, "rfi2")
        return importer.read(seeded, content, "sent.xlsx", Wanted(stack, **wanted))  # type: ignore[arg-type]

    return read_it


@pytest.fixture(scope="session")
def exported_workbook(seeded: Deployment) -> bytes:
    """The workbook of the fictional country."""
    return export_workbook(seeded, "demo")


@pytest.fixture
def seeded_copy(seeded: Deployment, tmp_path: Path) -> Iterator[Callable[..., Deployment]]:
    """A deployment of its own with the seed data, ``without`` some catalogues of the fictional country."""
    opened: list[Deployment] = []

    def make(without: Sequence[str] = ()) -> Deployment:
        settings = Settings(store=f"oxigraph:{tmp_path / 'store'}", home=seeded.settings.home, keys=tmp_path / "keys")
        deployment = Deployment(settings)
        left_out = {graph_iri(settings.base, "demo", catalogue) for catalogue in without}
        records = {graph_iri(settings.base, "system", name) for name in ("changes", "patches")}
        graphs = [g for g in seeded.store.graphs() if g not in left_out | records]
        deployment.__dict__["gate"] = seeded.gate  # the same shapes, read once
        deployment.store.commit(Change({graph: list(seeded.store.triples(graph)) for graph in graphs}, "A copy"))
        opened.append(deployment)
        return deployment

    yield make
    for deployment in opened:
        deployment.close()


@pytest.fixture(scope="session")
def countries(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A deployment with two countries, the reference stack, an empty stack and a hostile one; tests only read it."""
    deployment = open_countries(tmp_path_factory.mktemp("countries"))
    yield deployment
    deployment.close()


@pytest.fixture(scope="session")
def exported(countries: Deployment) -> Callable[[str, str], bytes]:
    """The file of a stack for architecture tools: by the name of the format and the key of the stack."""
    return lambda name, stack: export_architecture(countries, stack, name)
