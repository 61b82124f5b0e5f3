"""A server that is told to stop finishes what it was asked, and leaves nothing behind."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http.client import HTTPException
from itertools import count
from urllib.error import URLError

from real_server import BASE, ROOT, Place, RealServer, processes_of

from graph_service.services.deployment import Deployment
from graph_service.settings import Settings

BIRTH = f"{BASE}id/service/demo-birth-registration"
KEYWORD = "http://www.w3.org/ns/dcat#keyword"


@dataclass
class Clients:
    """Who asks and writes until nobody answers: what they were told, and how it ended for each."""

    server: RealServer
    acknowledged: list[int] = field(default_factory=list)
    statuses: list[int] = field(default_factory=list)
    ends: list[Exception] = field(default_factory=list)

    def write(self, name: str) -> None:
        for number in count():
            answer = self.server.add(f'<{BIRTH}> <{KEYWORD}> "{name}-{number}"@en .')
            self.statuses.append(answer.status)
            if answer.status == 200:
                self.acknowledged.append(int(str(answer.json["generation"])))

    def ask(self, path: str) -> None:
        while True:
            self.statuses.append(self.server.send("GET", path).status)

    def until_gone(self, job: Callable[[str], None], argument: str) -> None:
        try:
            job(argument)
        except (URLError, OSError, HTTPException) as error:
            self.ends.append(error)


def test_a_stop_under_load_finishes_what_was_asked(place: Place) -> None:
    """What was begun is answered, what comes later finds nobody; exit code 0; no process and no snapshot is left."""
    with place.serving() as server:
        clients = Clients(server)
        jobs = [
            (clients.write, "a"),
            (clients.write, "b"),
            (clients.ask, "/queries/building-block-reuse.csv?stack=demo"),
            (clients.ask, "/sparql?query=SELECT+*+%7B%3Fs+%3Fp+%3Fo%7D+LIMIT+5"),
        ]
        threads = [threading.Thread(target=clients.until_gone, args=job) for job in jobs]
        for thread in threads:
            thread.start()
        while len(clients.acknowledged) < 3 or len(clients.statuses) < 10:
            time.sleep(0.01)
        server.process.send_signal(signal.SIGTERM)
        assert server.process.wait(30) == 0
        for thread in threads:
            thread.join()
    assert len(clients.ends) == len(jobs)
    assert set(clients.statuses) <= {200, 503}
    assert not [error for error in clients.ends if "IncompleteRead" in repr(error)]
    opened = Deployment(Settings(store=f"oxigraph:{place.folder / 'store'}", home=ROOT))
    assert opened.store.generation() == max(clients.acknowledged)
    opened.close()
    assert sorted(path.name for path in place.folder.iterdir()) == [
        "keys.json",
        "query-archive",
        "store",
        "store.audit.jsonl",
    ]
    assert not processes_of(place.folder)


def test_a_second_server_on_the_same_store_ends_with_a_clear_message(place: Place) -> None:
    """And leaves the first at work."""
    with place.serving() as server:
        second = place.command("serve", "--port", "0")
        assert second.returncode == 3
        assert second.stderr.strip() == (
            f"graph-service: Another process writes to {place.folder / 'store'}. "
            "Stop it, or set GRAPH_STORE to another folder."
        )
        assert server.send("GET", "/readyz").status == 200
