"""Dumps of data that somebody changes all the time."""

from __future__ import annotations

import re
import threading

import pytest
from pyoxigraph import Literal, NamedNode, Quad

from graph_service.model.change import Change
from graph_service.services.deployment import Deployment
from graph_service.services.publishing.dumps import statements
from graph_service.services.publishing.dumps.dumping import dump
from graph_service.services.publishing.dumps.parts import Part

BASE = "https://w3id.org/public-service-graph/"
SERVICES, KEYWORD = f"{BASE}graph/demo/services", NamedNode("http://www.w3.org/ns/dcat#keyword")
BIRTH = NamedNode(f"{BASE}id/service/demo-birth-registration")


@pytest.mark.parametrize("seconds", [60.0, 0.0], ids=["changes wait", "from a copy"])
def test_a_dump_is_of_one_moment_however_often_the_data_change(
    writable: Deployment, monkeypatch: pytest.MonkeyPatch, seconds: float
) -> None:
    """Somebody writes the same words to two graphs all the time: each dump has them in both, and is made in time."""
    monkeypatch.setattr(statements, "_SHORT", seconds)
    graphs = [NamedNode(SERVICES), NamedNode(f"{BASE}graph/demo/systems")]
    wrote, ended, failed = threading.Event(), threading.Event(), list[Exception]()

    def write() -> None:
        before: list[Quad] = []
        number = 0
        while not ended.is_set():
            number += 1
            now = [Quad(BIRTH, KEYWORD, Literal(f"word {number}"), graph) for graph in graphs]
            try:
                with writable.turn():
                    writable.store.commit(Change({}, "An edit", added=now, removed=before))
            except Exception as error:  # noqa: BLE001 - told by the test
                failed.append(error)
                return
            before = now
            wrote.set()

    writer = threading.Thread(target=write)
    writer.start()
    try:
        words = []
        for _ in range(4):
            wrote.clear()
            assert wrote.wait(60)
            text = dump(writable, Part("demo"), "nq").path.read_text()
            words.append(re.findall(r'"word (\d+)"', text))
    finally:
        ended.set()
        writer.join()
    assert not failed
    assert [(len(found), len(set(found))) for found in words] == [(2, 1)] * 4
    assert len({tuple(found) for found in words}) == len(words)
