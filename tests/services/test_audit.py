"""The audit log: each change has its line, written before it; what was altered, removed or cut is found."""

from __future__ import annotations

import json
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph_service.errors import DataInvalid, StoreFull
from graph_service.model.agent import Agent
from graph_service.model.change import Change
from graph_service.model.scenario import Scenario, read_steps
from graph_service.services.audit.checking import check_audit
from graph_service.services.audit.log import AuditLog
from graph_service.services.audit.occasion import Occasion, occasion
from graph_service.services.audit.recording import recover
from graph_service.services.changing import apply
from graph_service.services.deployment import Deployment
from graph_service.services.proposals import propose, refuse
from graph_service.services.scenarios.saved import delete, save

BASE = "https://w3id.org/public-service-graph/"
SERVICES = NamedNode(f"{BASE}graph/demo/services")
BIRTH = NamedNode(f"{BASE}id/service/demo-birth-registration")
KEYWORD = NamedNode("http://www.w3.org/ns/dcat#keyword")
HOUSE = Path(__file__).parents[2] / "graph_service"


def word(text: str) -> Change:
    return Change({}, f"Word {text}", added=[Quad(BIRTH, KEYWORD, Literal(text, language="en"), SERVICES)], agent="Ada")


def entries(deployment: Deployment) -> list[dict[str, Any]]:
    return [json.loads(line) for file in deployment.audit.files for line in file.read_text().splitlines()]


def again(deployment: Deployment) -> AuditLog:
    """What a process that starts anew has of the log."""
    deployment.__dict__["audit"] = AuditLog(deployment.settings.audit_file, deployment.settings.audit_mb * 2**20)
    log: AuditLog = deployment.audit
    return log


@contextmanager
def full_disk(size: int) -> Iterator[None]:
    """No file may grow beyond ``size`` bytes, which to a program is as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_change_has_its_line(writable: Deployment) -> None:
    """Who, when, on which occasion, which graphs, how much, what exactly, by which shapes; and the store names it."""
    agent = Agent("Ada", "editor", id="key:abc")
    with occasion(Occasion("r1", "POST", "/graphs", "192.0.2.1", agent)):
        made = apply(writable, word("one"))
    (line,) = entries(writable)
    expected = {
        "number": 1,
        "previous": "0" * 64,
        "event": "change",
        "outcome": "accepted",
        "who": "Ada",
        "id": "key:abc",
        "role": "editor",
        "client": "192.0.2.1",
        "request": "r1",
        "method": "POST",
        "route": "/graphs",
        "what": "Word one",
        "generation": made.generation,
        "graphs": [SERVICES.value],
        "touched": 1,
        "added": 1,
        "removed": 0,
        "shapes": writable.vocabulary.digest,
    }
    assert {name: line[name] for name in expected} == expected
    assert line["time"].endswith("Z")
    assert len(line["difference"]) == 64
    checked = check_audit(writable)
    assert (checked.wrong, checked.lines, checked.changes, checked.before) == ([], 1, 1, made.generation - 1)


def test_the_log_is_for_its_owner(writable: Deployment) -> None:
    """Names and addresses are nobody else's business."""
    apply(writable, word("one"))
    assert writable.settings.audit_file.stat().st_mode & 0o777 == 0o600


def test_what_the_gate_refuses_was_not_announced(writable: Deployment) -> None:
    """A line tells of what passed the gate; refusals are told by who asked."""
    wrong = Quad(BIRTH, NamedNode("http://purl.org/dc/terms/language"), Literal("English"), SERVICES)
    with pytest.raises(DataInvalid):
        apply(writable, Change({}, "wrong", added=[wrong]))
    assert entries(writable) == []


def test_proposals_and_scenarios_have_lines(writable: Deployment, tmp_path: Path) -> None:
    """They change no data, but what others will see."""
    writable.settings = replace(writable.settings, scenarios=str(tmp_path / "scenarios"))
    proposal, _ = propose(writable, word("one"))
    refuse(writable, proposal.number, "No")
    save(writable, Scenario(read_steps(["retire-system:system=demo-identity-provider"]), "without", "t", "d"))
    delete(writable, "without")
    assert [(line["event"], line["what"]) for line in entries(writable)] == [
        ("note", "Proposal 1 made: Word one"),
        ("note", "Proposal 1 refused"),
        ("scenario", "Scenario without kept"),
        ("scenario", "Scenario without deleted"),
    ]
    assert check_audit(writable).wrong == []


def test_a_change_that_the_store_fails_to_keep_is_corrected(writable: Deployment) -> None:
    """The line before said that it would be made."""
    apply(writable, word("one"))
    store = writable.store
    store.close()
    with pytest.raises(Exception, match="closed"):
        apply(writable, word("two"))
    del writable.__dict__["store"]
    apply(writable, word("three"))
    assert check_audit(writable).wrong == []


def test_what_a_killed_process_announced_is_corrected_by_the_next(writable: Deployment) -> None:
    """It wrote the line, and did not come to make the change."""
    apply(writable, word("one"))
    writable.audit.append({"event": "change", "outcome": "accepted", "generation": 99})
    writable.audit.append({"event": "refusal", "outcome": "refused"}, lasting=False)
    again(writable)
    recover(writable)
    correction = entries(writable)[-1]
    assert (correction["event"], correction["lines"]) == ("correction", [2])
    again(writable)
    recover(writable)
    assert len(entries(writable)) == 4
    checked = check_audit(writable)
    assert (checked.wrong, checked.undone) == ([], 1)


@pytest.mark.parametrize("kept", [1, 40, -1])
def test_a_line_that_was_cut_short_is_mended(writable: Deployment, kept: int) -> None:
    """The next line says so; the part that was written stays, and the chain goes on over it."""
    file = writable.settings.audit_file
    apply(writable, word("one"))
    whole = file.read_bytes()
    writable.audit.append({"event": "refusal", "outcome": "refused"})
    more = file.read_bytes()[len(whole) :]
    file.write_bytes(whole + more[: kept if kept > 0 else len(more) + kept])
    again(writable)
    apply(writable, word("two"))
    lines = file.read_bytes().splitlines()
    if kept > 0:
        assert json.loads(lines[2])["event"] == "mended"
    checked = check_audit(writable)
    assert (checked.wrong, checked.cut) == ([], int(kept > 0))


def test_a_new_log_whose_first_line_was_cut_is_mended(writable: Deployment) -> None:
    """There is no line before it."""
    writable.settings.audit_file.write_bytes(b'{"number":1,"prev')
    apply(writable, word("one"))
    assert [check_audit(writable).wrong, check_audit(writable).cut] == [[], 1]


def altered(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[1].replace(b"Ada", b"Eve"), *lines[2:]]


TAMPERED = {
    "altered": (altered, ":3: the line before this one is not the one that was written"),
    "removed": (lambda lines: [lines[0], *lines[2:]], ":2: the lines 2 to 2 of the log are missing before this one"),
    "the first removed": (lambda lines: lines[1:], ":1: the lines 1 to 1 of the log are missing before this one"),
    "swapped": (lambda lines: [lines[0], lines[2], lines[1], *lines[3:]], ":3: line 2 of the log stands after line 3"),
    "the last removed": (lambda lines: lines[:-1], "has no line in the log that is as it was written"),
    "all removed": (lambda lines: lines[:0], "has no line in the log that is as it was written"),
    "the last altered": (lambda lines: [*lines[:-1], lines[-1].replace(b'"added":1', b'"added":2')], "has no line"),
    "garbled": (lambda lines: [lines[0], b"x" + lines[1], *lines[2:]], ":2: this is no line of the log"),
    "invented": (lambda lines: [*lines, lines[-1].replace(b'"number":4', b'"number":5')], ":5: the line before this"),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_tampering_is_found(writable: Deployment, how: str) -> None:
    """And named by file and line."""
    for text in ("one", "two", "three", "four"):
        apply(writable, word(text))
    assert check_audit(writable).wrong == []
    file = writable.settings.audit_file
    tamper, told = TAMPERED[how]
    file.write_bytes(b"".join(line + b"\n" for line in tamper(file.read_bytes().splitlines())))
    wrong = check_audit(writable).wrong
    assert any(told in one for one in wrong), wrong
    if told.startswith(":"):
        assert any(one.startswith(f"{file}{told[:2]}") for one in wrong)


def test_a_chain_that_was_forged_anew_is_found(writable: Deployment) -> None:
    """Whoever can write the file can also compute hashes; the store remembers the right ones."""
    for text in ("one", "two"):
        apply(writable, word(text))
    file = writable.settings.audit_file
    true = entries(writable)
    file.unlink()
    forger = AuditLog(file, 2**20)
    for entry in true:
        forger.append({name: "Eve" if name == "who" else value for name, value in entry.items() if name != "number"})
    wrong = check_audit(writable).wrong
    assert sum("has no line in the log" in one for one in wrong) == 2


def test_a_change_past_the_log_is_found(writable: Deployment) -> None:
    """Such as one that was made to the store by other means."""
    apply(writable, word("one"))
    writable.store.commit(word("two"))
    assert ["has no line in the log" in one for one in check_audit(writable).wrong] == [True]


def test_the_chain_goes_on_over_files(writable: Deployment) -> None:
    """Each has a number once it is put aside; without one of them the check says what is missing."""
    log = AuditLog(writable.settings.audit_file, 100)
    writable.__dict__["audit"] = log
    for number in range(5):
        apply(writable, word(str(number)))
    assert [file.name for file in log.files] == [
        *(f"store.audit-00000{number}.jsonl" for number in range(1, 5)),
        "store.audit.jsonl",
    ]
    assert check_audit(writable).wrong == []
    log.files[1].unlink()
    assert any("the lines 2 to 2 of the log are missing" in one for one in check_audit(writable).wrong)


def test_two_processes_share_a_log(writable: Deployment) -> None:
    """A key is made while the service runs."""
    apply(writable, word("one"))
    AuditLog(writable.settings.audit_file, 2**20).append({"event": "keys", "what": "Key made"})
    apply(writable, word("two"))
    assert [line["number"] for line in entries(writable)] == [1, 2, 3]
    assert check_audit(writable).wrong == []


def test_without_room_for_the_line_nothing_is_changed(writable: Deployment) -> None:
    """And nothing of the line is there; with room again, changes go on."""
    apply(writable, word("one"))
    file, generation = writable.settings.audit_file, writable.store.generation()
    before = file.read_bytes()
    with full_disk(len(before) + 100), pytest.raises(StoreFull, match="Nothing was changed"):
        apply(writable, word("two"))
    assert (file.read_bytes(), writable.store.generation()) == (before, generation)
    assert writable.audit.trouble
    apply(writable, word("two"))
    assert not writable.audit.trouble
    assert check_audit(writable).wrong == []


def test_nothing_is_committed_past_the_log() -> None:
    """Stores are written by one module alone, and branches of them where nothing lasts."""
    allowed = {"recording.py", "branches.py", "reviewing.py", "loading.py"}
    for path in HOUSE.rglob("*.py"):
        if path.parent.name != "store" and path.name not in allowed:
            text = path.read_text(encoding="utf-8")
            assert "store.commit(" not in text, path
            assert "store.record(" not in text, path
