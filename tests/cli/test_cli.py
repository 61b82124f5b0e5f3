"""The command line: each verb does what it says, and ends with the right exit code."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import pty
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pyoxigraph
import pytest
import rdflib
from click.testing import CliRunner, Result

from graph_service.cli import main
from graph_service.services.deployment import Deployment

ROOT = Path(__file__).parent.parent.parent
DEMO, GOVSTACK = ROOT / "seed-data" / "demo", ROOT / "seed-data" / "govstack"
SH = rdflib.Namespace("http://www.w3.org/ns/shacl#")
SHAPES = "https://w3id.org/public-service-graph/shapes/"


def run(*words: str, store: Path | str = "unused", gate: str = "violations") -> Result:
    settings = {"GRAPH_STORE": f"oxigraph:{store}", "GRAPH_HOME": str(ROOT), "GRAPH_GATE": gate}
    return CliRunner().invoke(main, words, env=settings)


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store that the command line loaded."""
    store = tmp_path_factory.mktemp("cli") / "store"
    result = run("load", str(GOVSTACK), str(DEMO), store=store)
    assert result.exit_code == 0, result.output
    assert re.search(r"Loaded \d+ graphs \(\d+ statements\) as generation 1; \d+ warnings", result.output)
    return store


@pytest.fixture
def demo_copy(tmp_path: Path) -> Path:
    """A copy of the fictional country, to be spoilt."""
    shutil.copytree(DEMO, tmp_path / "demo", ignore=shutil.ignore_patterns("source", "*.py", "__pycache__"))
    return tmp_path / "demo"


def test_loading_again_changes_nothing(loaded: Path) -> None:
    """The same data is no change, and is not validated again."""
    result = run("load", str(GOVSTACK), str(DEMO), store=loaded)
    assert result.exit_code == 0
    assert "Nothing new" in result.output


def test_seed_data_is_valid() -> None:
    """Both datasets together break no shape."""
    result = run("validate", str(GOVSTACK), str(DEMO))
    assert result.exit_code == 0, result.output
    assert re.search(r"^0 violations, \d+ warnings\.$", result.output.splitlines()[-1])


def edit(path: Path, pattern: str, replacement: str) -> str:
    """Replace the first match of ``pattern`` in the file; returns what was there."""
    text = path.read_text(encoding="utf-8")
    match = re.search(pattern, text, re.MULTILINE)
    assert match, pattern
    path.write_text(text[: match.start()] + match.expand(replacement) + text[match.end() :], encoding="utf-8")
    return match[0]


def spoil_level(folder: Path) -> str:
    edit(folder / "services.ttl", r"(psg:digitisationLevel <[^>]*/)4>", r"\g<1>9>")
    return "PublicService-digitisationLevel"


def spoil_title(folder: Path) -> str:
    edit(folder / "systems.ttl", r"^ +dct:title [^;]*;\n", "")
    return "System"


def spoil_dependencies(folder: Path) -> str:
    systems = rdflib.Graph().parse(folder / "systems.ttl")
    depends = rdflib.URIRef("https://w3id.org/public-service-graph/def/dependsOn")
    one, other = min(systems.subject_objects(depends))
    with (folder / "systems.ttl").open("a", encoding="utf-8") as file:
        file.write(f"\n<{other}> psg:dependsOn <{one}> .\n")
    return "DependencyCycle"


@pytest.mark.parametrize("spoil", [spoil_level, spoil_title, spoil_dependencies])
def test_spoilt_data_is_refused_in_plain_words_and_as_a_report(demo_copy: Path, spoil: object) -> None:
    """The resource, its place in the file, the shape and what to do are named; the exit code is 1."""
    assert callable(spoil)
    shape = spoil(demo_copy)
    result = run("validate", str(GOVSTACK), str(demo_copy))
    assert result.exit_code == 1
    violation = result.output.split("VIOLATION")[1]
    assert re.search(r"/demo/\w+\.ttl:\d+\n", violation)
    assert f"shape: {SHAPES}" in violation
    assert shape in result.output
    turtle = run("validate", "--format", "turtle", str(GOVSTACK), str(demo_copy))
    assert turtle.exit_code == 1
    report = rdflib.Graph().parse(data=turtle.stdout, format="turtle")
    [conforms] = report.objects(None, SH.conforms)
    assert conforms == rdflib.Literal(False)
    assert any(shape in str(found) for found in report.objects(None, SH.sourceShape))
    assert all(report.value(found, SH.resultMessage) for found in report.objects(None, SH.result))


def test_refused_data_changes_nothing(loaded: Path, demo_copy: Path) -> None:
    """A load that breaks a shape leaves the store as it was."""
    before = run("export", "--format", "nq", store=loaded).stdout_bytes
    spoil_level(demo_copy)
    result = run("load", str(demo_copy), store=loaded)
    assert result.exit_code == 1
    assert "nothing was changed" in result.output
    assert run("export", "--format", "nq", store=loaded).stdout_bytes == before


def test_a_load_into_a_filled_store_is_judged_by_what_changes(loaded: Path, demo_copy: Path, tmp_path: Path) -> None:
    """What the change breaks is found elsewhere too; where warnings stop changes, new ones stop it."""
    shutil.copytree(loaded, tmp_path / "store", ignore=shutil.ignore_patterns("LOCK"))
    services = demo_copy / "services.ttl"
    text = services.read_text(encoding="utf-8")
    services.write_text(re.sub(r"\n    dct:language <[^>]*ENG> ;", "", text, count=1), encoding="utf-8")
    warned = run("load", str(demo_copy), store=tmp_path / "store", gate="warnings")
    changed = run("load", str(demo_copy), store=tmp_path / "store")
    assert changed.exit_code == 0, changed.output
    assert "generation 2" in changed.output
    assert (warned.exit_code == 1) == ("; 0 warnings" not in changed.output)
    events = demo_copy / "life-events.ttl"
    events.write_text(events.read_text(encoding="utf-8").replace("a cv:LifeEvent", "a cv:Event"), encoding="utf-8")
    broken = run("load", str(demo_copy), store=tmp_path / "store")
    assert broken.exit_code == 1
    assert "/id/service/" in broken.output


def test_two_files_of_the_same_graph_are_refused(demo_copy: Path) -> None:
    """Neither wins in silence."""
    result = run("validate", str(GOVSTACK), str(DEMO), str(demo_copy))
    assert (result.exit_code, "Is the same graph as" in result.output) == (1, True)


def test_findings_as_json() -> None:
    """For programs: one object for each finding."""
    result = run("validate", "--format", "json", str(GOVSTACK))
    document = json.loads(result.stdout)
    assert document["conforms"] is True


def test_ask_answers_as_table_and_in_other_formats(loaded: Path) -> None:
    """Parameters follow the name of the query."""
    table = run("ask", "building-block-reuse", "--stack", "reference", store=loaded)
    assert table.exit_code == 0
    assert re.search(r"building-block/identity +Identity +84 ", table.output)
    rows = run("ask", "building-block-reuse", "--stack", "reference", "--format", "csv", store=loaded)
    assert next(csv.DictReader(io.StringIO(rows.output)))["steps"] == "84"


def test_answers_and_descriptions_are_written_to_files(loaded: Path, tmp_path: Path) -> None:
    """The bytes that standard output would get."""
    for words in (("ask", "stacks", "--format", "xlsx"), ("describe", "building-block/payments", "--format", "rdf")):
        result = run(*words, "--output", str(tmp_path / "file"), store=loaded)
        assert (result.exit_code, result.stdout) == (0, "")
        assert (tmp_path / "file").read_bytes() == run(*words, store=loaded).stdout_bytes


def test_a_workbook_is_not_written_to_a_terminal(loaded: Path) -> None:
    """A person who forgets the file is told of it; a table is still shown."""
    terminal, other_end = pty.openpty()
    command = [sys.executable, "-m", "graph_service", "ask", "stacks", "--format"]
    environment = {**os.environ, "GRAPH_STORE": f"oxigraph:{loaded}", "GRAPH_HOME": str(ROOT)}
    codes = {}
    for chosen in ("xlsx", "txt"):
        done = subprocess.run(
            [*command, chosen], stdout=other_end, stderr=subprocess.PIPE, env=environment, text=True, check=False
        )
        codes[chosen] = (done.returncode, "give --output FILE" in done.stderr)
    shown = os.read(terminal, 100_000)
    os.close(terminal)
    os.close(other_end)
    assert codes == {"xlsx": (2, True), "txt": (0, False)}
    assert shown.startswith(b"stack ")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("ask", "stacks", "--output", "no/such/folder/file"), 2, "can't write no/such/folder/file: No such file"),
        (("ask", "no-such-query"), 2, "There is no named query"),
        (("ask", "services-using-building-block"), 2, "building_block"),
        (("ask", "stacks", "--colour", "red"), 2, "no such parameter"),
        (("ask", "stacks", "red"), 2, "--parameter value"),
        (("ask", "stacks", "--format", "docx"), 2, "csv, dot, graphml, json, mmd, receipt, srj, srx, tsv, txt, xlsx"),
        (("describe", "building-block/none"), 2, "There is no thing"),
        (("export", "--release", "1.0"), 2, "--release needs --catalogue"),
        (("export", "--stack", "nowhere"), 2, "There is no stack"),
        (("validate", "no/such/folder"), 1, "There is no such file or folder"),
        (("load",), 2, "Missing argument"),
        (("frobnicate",), 2, "No such command"),
    ],
)
def test_wrong_calls_say_what_is_wrong(loaded: Path, words: tuple[str, ...], code: int, says: str) -> None:
    """2 for a wrong call, 1 for wrong data; never a stack trace."""
    result = run(*words, store=loaded)
    assert (result.exit_code, says in result.output) == (code, True), result.output
    assert "Traceback" not in result.output


def test_a_missing_store_is_exit_code_3(tmp_path: Path) -> None:
    """And the message says how to make one."""
    for words in (("ask", "stacks"), ("serve",), ("export",)):
        result = run(*words, store=tmp_path / "absent")
        assert result.exit_code == 3
        assert "graph-service load" in result.output


def test_unknown_settings_are_refused() -> None:
    """A typing error in a variable's name is noticed."""
    result = CliRunner().invoke(main, ["list"], env={"GRAPH_STROE": "oxigraph:x"})
    assert (result.exit_code, "GRAPH_STROE" in result.output) == (2, True)


def test_list_names_each_query() -> None:
    """With what it answers."""
    result = run("list")
    assert result.exit_code == 0
    assert re.search(r"^building-block-reuse +How often", result.output, re.MULTILINE)


def test_describe_writes_what_is_known(loaded: Path) -> None:
    """By type and key, CURIE or IRI."""
    by_key = run("describe", "building-block/payments", store=loaded)
    by_curie = run("describe", "psgid:building-block/payments", store=loaded)
    assert by_key.exit_code == 0
    assert by_key.output == by_curie.output
    assert len(rdflib.Graph().parse(data=by_key.output, format="turtle")) > 10


def test_export_and_load_are_inverse(loaded: Path, tmp_path: Path) -> None:
    """What was exported parses to what was loaded; the order is fixed."""
    first = run("export", "--stack", "demo", "--format", "nq", store=loaded).stdout_bytes
    assert first == run("export", "--stack", "demo", "--format", "nq", store=loaded).stdout_bytes
    run(
        "export",
        "--stack",
        "demo",
        "--catalogue",
        "services",
        "--format",
        "ttl",
        "--output",
        str(tmp_path / "s.ttl"),
        store=loaded,
    )
    exported = {str(quad.triple) for quad in pyoxigraph.parse(path=tmp_path / "s.ttl")}
    kept = {str(quad.triple) for quad in pyoxigraph.parse(path=DEMO / "services.ttl")}
    assert exported == kept
    part = ("export", "--stack", "demo", "--catalogue", "services", "--release", "2.0", "--format", "ttl.gz")
    assert gzip.decompress(run(*part, store=loaded).stdout_bytes) == (tmp_path / "s.ttl").read_bytes()


def test_superseded_releases_can_be_exported(loaded: Path, seeded: Deployment) -> None:
    """By catalogue and version; they are no part of the current data."""
    old = run(
        "export", "--stack", "demo", "--catalogue", "services", "--release", "1.0", "--format", "nq", store=loaded
    )
    graph = f"{seeded.settings.base}graph/demo/services/1.0"
    assert old.exit_code == 0
    assert f"<{graph}>" in old.stdout
    assert f"<{graph}> .\n" not in run("export", "--stack", "demo", "--format", "nq", store=loaded).stdout


def test_keys_are_made_listed_and_revoked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The key itself is shown once."""
    monkeypatch.setenv("GRAPH_KEYS", str(tmp_path / "keys.json"))
    monkeypatch.setenv("GRAPH_AUDIT", str(tmp_path / "audit.jsonl"))
    made = run("keys", "create", "Ada Example", "--role", "editor", "--days", "30").output.strip()
    _, key_id, secret = made.split("_")
    listed = run("keys", "list").output
    assert key_id in listed
    assert "editor  all stacks  Ada Example" in listed
    assert secret not in listed
    assert "Ada Example" in run("keys", "revoke", key_id).output
    assert run("keys", "list").output == ""
    assert run("keys", "revoke", "nothing").exit_code == 2


def test_ask_gives_as_many_rows_as_are_wanted(loaded: Path) -> None:
    """And says how many there are."""
    result = run("ask", "systems", "--stack", "demo", "--limit", "3", "--format", "csv", store=loaded)
    assert result.exit_code == 0, result.output
    assert len(result.stdout.splitlines()) == 4
    assert "The first 3 of 35 rows." in result.stderr


def test_scenarios_are_created_asked_compared_and_deleted(loaded: Path) -> None:
    """Each verb says what it did; a mistake is said, with exit code 2."""
    retire, wallet = (
        "retire-system:system=demo-identity-provider",
        "operate-building-block:building_block=wallet,stack=demo",
    )
    asked = ("missing-building-blocks", "--stack", "demo")
    made = run("scenario", "create", "no-identity", retire, "--title", "Without Identity", store=loaded)
    assert (made.exit_code, made.output) == (0, "Saved no-identity: Retire a system: Examplia ID.\n")
    assert run("scenario", "list", store=loaded).output.startswith("no-identity  Without Identity\nActions:\n")
    shown = run("scenario", "show", "no-identity", store=loaded).output.splitlines()
    assert [line[0] for line in shown[2:]] == ["+", "-"]
    assert (
        "New: Republic of Examplia (fictional), Identity"
        in run("scenario", "ask", "no-identity", *asked, store=loaded).output
    )
    compared = run("scenario", "compare", "no-identity", wallet, *asked, "--format", "json", store=loaded)
    assert json.loads(compared.stdout)["counts"] == {"removed": 2, "changed": 0, "added": 0, "same": 4}
    for wrong in (
        "nowhere",
        "retire-system:system=nowhere",
        "retire:x=y",
        "retire-system:system=demo-appointment-book",
    ):
        assert run("scenario", "ask", wrong, *asked, store=loaded).exit_code == 2
    assert run("scenario", "create", "no-identity", retire, store=loaded).exit_code == 2
    assert run("scenario", "delete", "no-identity", store=loaded).exit_code == 0
    assert run("scenario", "delete", "no-identity", store=loaded).exit_code == 2


def test_plans_come_as_text_json_and_tables(loaded: Path) -> None:
    """The same plan in each."""
    words = ("plan", "--stack", "demo", "--budget", "2000000", "--first-year", "2027")
    text, document, table = (run(*words, "--format", chosen, store=loaded).stdout for chosen in ("txt", "json", "csv"))
    assert "It is proved that no plan within these limits is worth more." in text
    assert json.loads(document)["plan"]["gap"] == pytest.approx(0, abs=1e-9)
    assert [p["title"] for p in json.loads(document)["plan"]["purchases"]] == [
        row["buildingBlockTitle"] for row in csv.DictReader(io.StringIO(table)) if row["place"]
    ]
    assert run("plan", "--stack", "demo", "--budget", "much", store=loaded).exit_code == 2
    assert run("plan", "--stack", "demo", "--budget", "1", "--years", "99", store=loaded).exit_code == 2


@pytest.mark.parametrize(("chosen", "form"), [("ttl", "turtle"), ("nt", "nt"), ("jsonld", "json-ld"), ("rdf", "xml")])
def test_export_in_a_profile(loaded: Path, tmp_path: Path, chosen: str, form: str) -> None:
    """The same statements in each format, to a file."""
    words = ("export", "--stack", "demo", "--catalogue", "services", "--profile", "schema-org", "--format")
    result = run(*words, chosen, "--output", str(tmp_path / "out"), store=loaded)
    assert (result.exit_code, result.output) == (0, "")
    found = set(rdflib.Graph().parse(tmp_path / "out", format=form))
    lines = run(*words, "nt", store=loaded).output
    assert len(set(rdflib.Graph().parse(data=lines, format="nt"))) == len(found) > 1000
    assert lines.count("<https://schema.org/GovernmentService>") == 62


def test_export_in_a_profile_that_is_not_there(loaded: Path) -> None:
    """Names those that are."""
    result = run("export", "--stack", "demo", "--profile", "cpsv", store=loaded)
    assert result.exit_code == 2
    assert "cpsv-ap" in result.output
