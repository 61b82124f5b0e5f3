"""A service under mixed load for long: errors, memory and latencies; prints a report in Markdown.

    python bench/soak.py [--minutes 30] [--warm-up 14] [--connections 8]

Before that is counted, a warm-up: the same load, but every second request writes. The engine keeps up to 32 MiB of
what it read of each of its indices, also of files that it has merged with others since; that is full only after many
changes. Of the warm-up statuses are counted, but neither seconds nor memory.

Of the requests 95 in a hundred read and 5 write through the gate, in random order from a seed: each connection adds a
keyword to a service and then takes that change back, so that the log of changes grows and the data don't. As many
connections as are asked for send one after the other without a pause. Hostile queries are sent all the while by one
more, each as another client behind a proxy, so that no limit for one client keeps them away. Each connection is a
process of its own: none waits for the interpreter of another. Answers may be ten seconds old, as where many ask
(``GRAPH_ANSWER_SECONDS``); each tells the generation that it stands for.

Fails where an answer is a server error but a deliberate 503, where memory grows by 5 % or more in the last two thirds,
or where the 99th of a hundred answers to a named query takes more than five times as long as its median.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from hostile import HOSTILE

from graph_service.services.access import Keys

ROOT = Path(__file__).parent.parent
SEED_DATA = [ROOT / "seed-data" / "govstack", ROOT / "seed-data" / "demo"]
PORT = 8105
GRAPH = "https://w3id.org/public-service-graph/graph/demo/services"
KEYWORD = "http://www.w3.org/ns/dcat#keyword"
SERVICE = "https://w3id.org/public-service-graph/id/service/demo-birth-registration"
QUERIES = [
    "building-block-reuse?stack=demo",
    "missing-building-blocks?stack=demo",
    "services-using-building-block?building_block=payments",
    "services-by-digitisation-level?stack=demo",
    "roadmap-by-year?stack=demo",
    "life-event-coverage?stack=demo",
    "milestones-next?stack=demo",
    "indicators?stack=demo",
]
PLACES = [
    *(f"/queries/{query}" for query in QUERIES),
    "/stacks/demo/overview",
    "/stacks/demo/services?at_level=3",
    "/doc/service/demo-birth-registration",
    "/id/building-block/payments",
    "/search?q=registration",
    "/stacks/demo/dump.ttl",
    "/changes",
]
#: How many of the requests write, in the warm-up and afterwards.
WARMING, WRITES = 0.5, 0.05
#: How much memory may grow by in the last two thirds, and how much slower than the median the slowest may be.
GROWTH, SLOWEST, FEW = 0.05, 5.0, 100
#: How often memory is looked at, in seconds.
EVERY = 5
DELIBERATE = {"query-timeout", "query-memory", "overloaded"}


@dataclass
class Seen:
    """What was answered: statuses with the kind of problem, and seconds by place of what began after the warm-up."""

    begun: float
    statuses: Counter[str] = field(default_factory=Counter)
    seconds: defaultdict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    memory: list[tuple[float, int]] = field(default_factory=list)

    def note(self, place: str, status: int, kind: str, seconds: float) -> None:
        """Count one answer."""
        self.statuses[f"{status} {kind}".strip()] += 1
        if time.monotonic() - seconds >= self.begun:
            self.seconds[place].append(seconds)

    def add(self, other: Seen) -> None:
        """Count what another saw."""
        self.statuses += other.statuses
        for place, seconds in other.seconds.items():
            self.seconds[place] += seconds


@contextmanager
def service(folder: Path) -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """A server in a process of its own, and the key of a curator."""
    settings = {
        "GRAPH_STORE": f"oxigraph:{folder}/store",
        "GRAPH_ARCHIVE": f"{folder}/archive",
        "GRAPH_KEYS": f"{folder}/keys.json",
        "GRAPH_TRUSTED_PROXIES": "127.0.0.1",
        "GRAPH_SPARQL_SECONDS": "2",
        "GRAPH_ANSWER_SECONDS": "10",
        "GRAPH_LOG": "json",
    }
    program = [sys.executable, "-m", "graph_service"]
    environment = {**os.environ, **settings}
    subprocess.run([*program, "load", *map(str, SEED_DATA)], env=environment, check=True, capture_output=True)
    key = Keys(folder / "keys.json").create("Load", "curator")
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen([*program, "serve", "--port", str(PORT)], env=environment, stdout=log, stderr=log)
        try:
            _wait(process)
            yield process, key
        finally:
            process.terminate()
            process.wait(60)
            said = [
                line for line in (folder / "log").read_text(errors="replace").splitlines() if '"error"' in line.lower()
            ]
            for line in said[:3]:
                print(f"The service said: {line}", file=sys.stderr)


def _wait(process: subprocess.Popen[bytes]) -> None:
    while process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("The service didn't start.")


def send(
    connection: http.client.HTTPConnection, method: str, place: str, headers: dict[str, str], body: bytes = b""
) -> tuple[int, str, float, str]:
    """One request: the status, the kind of problem, the seconds it took, and where the change is that it made."""
    start = time.perf_counter()
    connection.request(method, place, body or None, headers)
    answer = connection.getresponse()
    content = answer.read()
    took = time.perf_counter() - start
    problem = answer.headers.get_content_type() == "application/problem+json"
    kind = json.loads(content)["type"].rpartition("/")[2] if problem else ""
    return answer.status, kind, took, answer.headers.get("Content-Location", "")


def change(
    connection: http.client.HTTPConnection, headers: dict[str, str], keyword: str, made: str
) -> tuple[int, str, float, str]:
    """Add a keyword, or undo the change ``made``; as ``send``, with the change that is to be undone next."""
    place = f"{made}/undo" if made else f"/graphs?graph={GRAPH}"
    words = "" if made else f'<{SERVICE}> <{KEYWORD}> "{keyword}"@en .'
    status, kind, took, at = send(connection, "POST", place, headers, words.encode())
    return status, kind, took, "" if made else at


def headers_of(number: int, count: int, key: str = "") -> dict[str, str]:
    """Those of one of the clients behind the proxy, with its key where it writes."""
    told = {"Authorization": f"Bearer {key}", "Content-Type": "text/turtle"} if key else {}
    return {"X-Forwarded-For": f"10.0.{number}.{count % 250}", **told}


def work(number: int, key: str, begun: float, end: float) -> Seen:
    """Read and write, one request after the other, until ``end``."""
    seen = Seen(begun)
    chance = random.Random(number)  # noqa: S311 - a load that can be repeated
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    count = 0
    made = ""  # the change that is to be taken back
    while time.monotonic() < end:
        count += 1
        if chance.random() < (WRITES if time.monotonic() >= begun else WARMING):
            headers = headers_of(number, count, key)
            status, kind, took, made = change(connection, headers, f"load {number} {count}", made)
            seen.note("a gated write", status, kind, took)
        else:
            place = chance.choice(PLACES)
            seen.note(place, *send(connection, "GET", place, headers_of(number, count))[:3])
    return seen


def attack(begun: float, end: float) -> Seen:
    """Hostile queries, each as another client, until ``end``."""
    seen, count = Seen(begun), 0
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=120)
    while time.monotonic() < end:
        for name, query in HOSTILE.items():
            count += 1
            client = f"10.1.{count // 250 % 250}.{count % 250}"
            headers = {"X-Forwarded-For": client, "Content-Type": "application/sparql-query"}
            seen.note(f"hostile: {name}", *send(connection, "POST", "/sparql", headers, query.encode())[:3])
    return seen


def watch(process: subprocess.Popen[bytes], end: float, seen: Seen) -> None:
    """The memory of the server's own process, every ``EVERY`` seconds, in kibibytes."""
    while time.monotonic() < end:
        with Path(f"/proc/{process.pid}/status").open(encoding="ascii") as status:
            resident = next(int(line.split()[1]) for line in status if line.startswith("VmRSS"))
        seen.memory.append((time.monotonic(), resident))
        time.sleep(EVERY)


def report(seen: Seen, end: float) -> Sequence[str]:
    """Print what was seen; returns what should not be."""
    wrong = [
        f"{number} answers were {status}"
        for status, number in sorted(seen.statuses.items())
        if status[0] == "5" and status.removeprefix("503 ") not in DELIBERATE
    ]
    print("| answered | times |\n|---|---|")
    for status, number in sorted(seen.statuses.items()):
        print(f"| {status} | {number:,} |")
    print("\n| what | times | median, ms | 99 of 100 within, ms | ratio |\n|---|---|---|---|---|")
    for place, seconds in sorted(seen.seconds.items()):
        middle, slow = statistics.median(seconds), sorted(seconds)[int(0.99 * (len(seconds) - 1))]
        print(f"| `{place}` | {len(seconds):,} | {middle * 1000:.0f} | {slow * 1000:.0f} | {slow / middle:.1f} |")
        if place.startswith("/queries/") and len(seconds) >= FEW and slow > SLOWEST * middle:
            wrong.append(f"{place} has a 99th of {slow / middle:.1f} times its median")
    third = [kib for when, kib in seen.memory if when >= seen.begun + (end - seen.begun) / 3]
    part = max(len(third) // 10, 1)
    first, last = statistics.mean(third[:part]), statistics.mean(third[-part:])
    grown = last / first - 1
    print(f"\nMemory after a third: {first / 1024:.0f} MiB; at the end: {last / 1024:.0f} MiB ({grown:+.1%}).")
    minutes = ", ".join(f"{kib / 1024:.0f}" for _, kib in seen.memory[:: 60 // EVERY])
    print(f"Each minute from the start of the warm-up, MiB: {minutes}.")
    return [*wrong, *([f"memory grew by {grown:.1%}"] if grown >= GROWTH else [])]


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=30)
    parser.add_argument("--warm-up", type=float, default=14)
    parser.add_argument("--connections", type=int, default=8)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, service(Path(folder)) as (process, key):
        with ProcessPoolExecutor(options.connections + 1) as pool:
            begun = time.monotonic() + options.warm_up * 60
            end, seen = begun + options.minutes * 60, Seen(begun)
            senders = [pool.submit(work, number, key, begun, end) for number in range(options.connections)]
            senders.append(pool.submit(attack, begun, end))
            watch(process, end, seen)
            for sender in senders:
                seen.add(sender.result())
        wrong = report(seen, end)
    if wrong:
        raise SystemExit("; ".join(wrong))


if __name__ == "__main__":
    main()
