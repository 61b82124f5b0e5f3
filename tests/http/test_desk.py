"""The desk of catalogue teams: forms of a browser, with real keys, from a broken workbook to a published release."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from html import unescape
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from graph_service.http.app import create_app
from graph_service.model.change import Change
from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

ROOT = Path(__file__).parent.parent.parent
TEMPLATE = (ROOT / "tests" / "services" / "rfi2" / "template.xlsx").read_bytes()
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: What browsers ask for.
BROWSER = {"Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
FORM = "multipart/form-data; boundary=x"


@pytest.fixture(scope="module")
def deployment(seeded: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """A deployment of its own with the seed data and a limit of a megabyte."""
    folder = tmp_path_factory.mktemp("desk")
    own: dict[str, Any] = {"keys": folder / "keys.json", "archive": folder / "archive"}
    opened = Deployment(Settings(store=f"oxigraph:{folder / 'store'}", home=ROOT, import_mb=1, **own))
    records = ("/system/changes", "/system/patches")
    graphs = {g: list(seeded.store.triples(g)) for g in seeded.store.graphs() if not g.endswith(records)}
    opened.__dict__["gate"] = seeded.gate
    opened.store.commit(Change(graphs, "A copy"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def browser_of(deployment: Deployment) -> TestClient:
    """What a browser would send."""
    app = create_app(deployment.settings)
    app.state.deployment = deployment
    return TestClient(app, headers=BROWSER, follow_redirects=False)


@pytest.fixture(scope="module")
def keys(deployment: Deployment) -> Mapping[str, str]:
    """Keys by who has them."""
    made = deployment.keys.create
    return {
        "reader": made("Rea", "reader"),
        "editor": made("Ada", "editor", stack="demo"),
        "curator": made("Cleo", "curator", stack="demo"),
        "elsewhere": made("Eli", "curator", stack="reference"),
        "unknown": "psg_aaaaaaaa_" + "a" * 32,
        "none": "",
    }


def edited(**cells: str | None) -> bytes:
    """The template with other cells."""
    workbook = openpyxl.load_workbook(io.BytesIO(TEMPLATE))
    for place, value in cells.items():
        workbook.worksheets[0][place] = value
    content = io.BytesIO()
    workbook.save(content)
    return content.getvalue()


def send(client: TestClient, key: str, what: str, content: bytes = TEMPLATE, name: str = "w.xlsx", **more: Any) -> Any:
    """The form of the desk, as a browser sends it."""
    fields = {"importer": "rfi2", "stack": "demo", "language": "en", "agency": "", "what": what, "key": key, **more}
    return client.post("/desk/import", data=fields, files={"file": (name, content, XLSX)})


def text_of(page: Response, status: int = 200) -> str:
    """What is read on a page, which has no script and no markup from outside."""
    assert page.status_code == status, page.text
    assert page.headers["content-type"].startswith("text/html"), page.text
    assert "<script" not in page.text
    main = page.text[page.text.index("<main") :]
    return unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", main)))


def test_without_any_key_the_desk_is_read_only(seeded: Deployment, client: TestClient) -> None:
    """Whoever sends something is told what the operator can do."""
    generation = seeded.store.generation()
    for address, sent in (("/desk/import", {"what": "import"}), ("/desk/release", {}), ("/desk/proposals/1", {})):
        answer = client.post(address, data={**sent, "key": ""}, headers=BROWSER)
        assert "This service is read-only; its operator can make keys" in text_of(answer, 403), address
    assert seeded.store.generation() == generation


def test_the_forms_are_there_for_everybody(browser_of: TestClient) -> None:
    """With a field for the key in each."""
    page = browser_of.get("/desk")
    assert page.headers["cache-control"] == "no-store"
    assert page.text.count('name="key"') == 2
    assert "Nothing is proposed." in text_of(page)


@pytest.mark.parametrize("what", ["check", "mark", "propose", "import"])
@pytest.mark.parametrize(
    ("who", "status", "said"),
    [
        ("none", 401, "type it under “Your key”"),
        ("unknown", 401, "not known, or its time is over"),
        ("reader", 403, "This needs the role editor; the key of Rea has the role reader."),
        ("elsewhere", 403, "The key of Eli is for the stack reference alone."),
    ],
)
def test_who_may_not_is_told_what_to_do(
    browser_of: TestClient, deployment: Deployment, keys: Mapping[str, str], what: str, who: str, status: int, said: str
) -> None:
    """On a page, and nothing is changed."""
    generation = deployment.store.generation()
    answer = send(browser_of, keys[who], what)
    assert said in text_of(answer, status)
    assert keys[who] == "" or keys[who] not in answer.text
    assert deployment.store.generation() == generation


def test_a_broken_workbook_is_told_by_cell(
    browser_of: TestClient, deployment: Deployment, keys: Mapping[str, str]
) -> None:
    """Sheet, cell, and what to do; also where it was to be imported or proposed, and nothing is changed."""
    generation, content = deployment.store.generation(), edited(J11=None)
    for what, status in (("check", 200), ("propose", 422), ("import", 422)):
        text = text_of(send(browser_of, keys["editor"], what, content, "broken.xlsx"), status)
        assert "To be mended first: 1. Nothing was changed." in text
        assert re.search(r"Service Cataloge ?!J11.{0,60}violation Describe in at least one language", text), text
    assert deployment.store.generation() == generation
    assert "Nothing is proposed." in text_of(browser_of.get("/desk"))


def test_a_broken_workbook_is_given_back_with_marks(browser_of: TestClient, keys: Mapping[str, str]) -> None:
    """As a file, whose first sheet lists the findings."""
    answer = send(browser_of, keys["editor"], "mark", edited(J11=None))
    assert (answer.status_code, answer.headers["content-type"]) == (200, XLSX)
    assert answer.headers["content-disposition"].startswith("attachment")
    marked = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert marked.sheetnames[0] == "Findings"
    assert marked.worksheets[1]["J11"].comment


def test_from_a_workbook_to_a_release(browser_of: TestClient, deployment: Deployment, keys: Mapping[str, str]) -> None:
    """Proposed by an editor, accepted by a curator, published, and listed; each step by a form."""
    content = edited(B11="Boat 1", C11="Boat permit")
    before = deployment.store.generation()
    proposed = send(browser_of, keys["editor"], "propose", content)
    assert "It is proposed." in text_of(proposed)
    place = re.findall(r'href="(/desk/proposals/\d+)"', proposed.text)[0]
    assert place in browser_of.get("/desk").text
    assert not deployment.store.query('ASK { ?s ?p "Boat permit"@en }')

    page = browser_of.get(place)
    text = text_of(page)
    assert "Boat permit" in text
    assert re.search(r"\d+ statements would be added, 0 removed", text)
    assert re.search(r"Answers that would differ .*\d+ new rows", text)

    decide = {"decision": "accept", "reason": "It was checked", "key": keys["editor"]}
    assert "This needs the role curator" in text_of(browser_of.post(place, data=decide), 403)
    assert "type it under “Your key”" in text_of(browser_of.post(place, data={**decide, "key": ""}), 401)
    elsewhere = {**decide, "key": keys["elsewhere"]}
    assert "no graph of the stack reference" in text_of(browser_of.post(place, data=elsewhere), 403)
    elsewhere["decision"] = "refuse"
    assert "not about the stack reference" in text_of(browser_of.post(place, data=elsewhere), 403)
    unclear = {**decide, "key": keys["curator"], "decision": "perhaps"}
    assert "Choose accept or refuse" in text_of(browser_of.post(place, data=unclear), 422)
    assert deployment.store.generation() == before
    assert "waiting" in text_of(browser_of.get("/desk"))

    answer = browser_of.post(place, data={**decide, "key": keys["curator"]})
    assert (answer.status_code, answer.headers["location"]) == (303, place)
    assert deployment.store.query('ASK { ?s ?p "Boat permit"@en }')
    text = text_of(browser_of.get(place))
    assert "accepted" in text
    assert "It was checked" in text
    again = browser_of.post(place, data={**decide, "key": keys["curator"]})
    assert "accepted already" in text_of(again, 409)

    release = {"catalogue": "demo/services", "version": "9.9", "notes": "With boats", "key": keys["editor"]}
    assert "This needs the role curator" in text_of(browser_of.post("/desk/release", data=release), 403)
    release["key"] = keys["curator"]
    lacking = text_of(browser_of.post("/desk/release", data={**release, "version": "", "notes": " "}), 422)
    assert "version" in lacking
    assert "notes" in lacking
    answer = browser_of.post("/desk/release", data=release)
    assert (answer.status_code, answer.headers["location"]) == (303, "/stacks/demo/releases")
    assert re.search(r"9\.9 .*With boats", text_of(browser_of.get("/stacks/demo/releases")))
    assert "nothing to publish" in text_of(browser_of.post("/desk/release", data={**release, "version": "10"}), 409)


def test_a_proposal_is_refused(browser_of: TestClient, deployment: Deployment, keys: Mapping[str, str]) -> None:
    """With a reason, and the data stay."""
    content = edited(B11="Raft 1", C11="Raft permit")
    place = re.findall(r'href="(/desk/proposals/\d+)"', send(browser_of, keys["editor"], "propose", content).text)[0]
    decided = {"decision": "refuse", "reason": "No <b>rafts</b>", "key": keys["curator"]}
    assert browser_of.post(place, data=decided).status_code == 303
    page = browser_of.get(place)
    assert "No <b>rafts</b>" in text_of(page).replace("&lt;", "<")
    assert "<b>rafts" not in page.text
    assert not deployment.store.query('ASK { ?s ?p "Raft permit"@en }')


def test_a_workbook_is_imported(browser_of: TestClient, deployment: Deployment, keys: Mapping[str, str]) -> None:
    """Once; the second time there is nothing to do, and nothing to propose."""
    content = edited(B11="Kayak 1", C11="Kayak permit")
    assert "It was imported." in text_of(send(browser_of, keys["editor"], "import", content))
    assert deployment.store.query('ASK { ?s ?p "Kayak permit"@en }')
    assert "nothing was changed" in text_of(send(browser_of, keys["editor"], "import", content))
    assert "nothing to propose" in text_of(send(browser_of, keys["editor"], "propose", content), 409)


@pytest.mark.parametrize(
    ("content", "said", "status"),
    [
        (b"", "Choose a file that is not empty", 422),
        (b"no workbook", "w.xlsx", 422),
        (bytes(1024 * 1024 + 1), "GRAPH_IMPORT_MB", 413),
    ],
)
def test_files_that_are_none_are_refused(
    browser_of: TestClient, keys: Mapping[str, str], content: bytes, said: str, status: int
) -> None:
    """Saying what to do."""
    assert said in text_of(send(browser_of, keys["editor"], "check", content), status)


@pytest.mark.parametrize(
    ("more", "said", "status"),
    [
        ({"importer": "nothing"}, "There is no importer", 404),
        ({"stack": ""}, "Choose the stack", 422),
        ({"language": "?"}, "Give a language tag", 422),
    ],
)
def test_fields_that_are_wrong_are_told(
    browser_of: TestClient, keys: Mapping[str, str], more: dict[str, Any], said: str, status: int
) -> None:
    """By name."""
    assert said in text_of(send(browser_of, keys["editor"], "check", **more), status)


def _part(headers: str, content: bytes = b"x") -> bytes:
    return b"--x\r\n" + headers.encode() + b"\r\n\r\n" + content + b"\r\n"


def _nested(depth: int) -> bytes:
    opened = "".join(f"--b{n}\r\ncontent-type: multipart/mixed; boundary=b{n + 1}\r\n\r\n" for n in range(depth))
    return opened.encode()


@pytest.mark.parametrize(
    ("content_type", "body", "status"),
    [
        (FORM, b"", 400),
        (FORM, b"garbage", 400),
        ("multipart/form-data", b"--x\r\n", 400),
        (FORM, _part("Content-Disposition: form-data; name=key"), 400),  # cut off
        ("multipart/form-data; boundary=b0", _nested(2000), 400),
        (FORM, b"".join(_part(f"Content-Disposition: form-data; name=f{n}") for n in range(15_000)), 400),
        (FORM, _part("Content-Disposition: form-data; name=key; " + "a=b; " * 50_000) + b"--x--", 400),
        (FORM, _part("") + b"--x--\r\n", 401),  # no key in it
        ("application/x-www-form-urlencoded", b"key=", 401),
        ("application/x-www-form-urlencoded", b"key=%ff&" + b"&".join(b"a=1" for _ in range(200)), 400),
        ("application/x-www-form-urlencoded", b"\xff", 400),
        ("application/json", b"{}", 415),
        ("text/plain", b"key=x", 415),
        ("", b"key=x", 415),
    ],
)
def test_what_is_no_form_is_refused(
    browser_of: TestClient, keys: Mapping[str, str], content_type: str, body: bytes, status: int
) -> None:
    """On a page, at once, and never as an error of the service."""
    assert keys["editor"]
    answer = browser_of.post("/desk/import", content=body, headers={"Content-Type": content_type})
    text_of(answer, status)


def test_a_form_without_its_file_is_refused(browser_of: TestClient, keys: Mapping[str, str]) -> None:
    """As one sends it that has forgotten how files are sent."""
    answer = browser_of.post("/desk/import", data={"key": keys["editor"], "stack": "demo", "file": "w.xlsx"})
    assert "Choose a file that is not empty" in text_of(answer, 422)


HOSTILE = ["<script>alert(1)</script>", "javascript:alert(1)", '" onmouseover=alert(1) x="']


@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_texts_are_texts(browser_of: TestClient, keys: Mapping[str, str], hostile: str) -> None:
    """In names of files and in cells, on the page of the import and on that of the proposal."""
    content = edited(B11="Hostile", C11=f"Name {hostile}", J11=hostile, K11=hostile, R11=hostile)
    page = send(browser_of, keys["editor"], "check", content, hostile.replace("/", "|"))
    text = text_of(page)
    assert hostile in text
    assert "javascript:" not in "".join(re.findall(r'(?:href|src|action)="([^"]*)"', page.text))
    assert "<script" not in page.text
    assert " onmouseover=alert(1)" not in re.sub(r">[^<]*<", "><", page.text)
    content = edited(B11="Hostile", C11=f"Name {hostile}", J11=hostile)
    place = re.findall(
        r'href="(/desk/proposals/\d+)"', send(browser_of, keys["editor"], "propose", content, f"{hostile}.xlsx").text
    )[0]
    page = browser_of.get(place)
    assert hostile in text_of(page)
    assert "javascript:" not in "".join(re.findall(r'(?:href|src|action)="([^"]*)"', page.text))


def test_a_proposal_that_is_not_there(browser_of: TestClient) -> None:
    """Has a page that says so."""
    for number in ("999", "9" * 30):
        assert "There is no proposal" in text_of(browser_of.get(f"/desk/proposals/{number}"), 404)
    text_of(browser_of.get("/desk/proposals/x"), 422)
