"""SPARQL engines as tests see them: real servers, started on free ports with folders of their own, and stopped."""

from __future__ import annotations

import contextlib
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode

import pytest

_SECONDS = 60.0
_BASE = "https://w3id.org/public-service-graph/"
_VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
MaxClientConnections = 20
DefaultIsolation = 4
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 20
[SPARQL]
ResultSetMaxRows = 1000000
"""


@dataclass
class Server:
    """An engine that runs; ``address`` is where it takes queries."""

    name: str
    folder: Path
    port: int
    address: str
    update: str
    command: list[str]
    process: subprocess.Popen[bytes] = field(init=False, repr=False)

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.folder / "output").open("ab") as output:
            self.process = subprocess.Popen(self.command, cwd=self.folder, stdout=output, stderr=output)
        until = time.monotonic() + _SECONDS
        while not self.answers():
            assert self.process.poll() is None, (self.folder / "output").read_text(errors="replace")
            assert time.monotonic() < until, f"{self.name} doesn't start"
            time.sleep(0.05)

    def answers(self) -> bool:
        """Whether it answers a query."""
        try:
            self.send(self.address, {"query": "ASK {}"})
        except (urllib.error.URLError, OSError):
            return False
        return True

    def carry_out(self, text: str) -> None:
        """Carry out an update, beside the store."""
        self.send(self.update, {"update": text})

    def empty(self) -> None:
        """Remove all that tests may have left."""
        if self.name == "oxigraph":
            self.carry_out("CLEAR ALL")
        else:
            # Virtuoso takes seconds to look which graphs there are; the store has a list.
            kept = f"{_BASE}graph/system/remote/state"
            text = f"SELECT ?graph {{ GRAPH <{kept}> {{ ?state <http://purl.org/dc/terms/hasPart> ?graph }} }}"
            found = self.send(self.address, {"query": text, "format": "text/csv"}).decode().split()[1:]
            for graph in [*found, f'"{_BASE}graph/system/remote/union"', f'"{kept}"']:
                self.carry_out(f"DROP SILENT GRAPH <{graph.strip(chr(34))}>")

    @staticmethod
    def send(address: str, form: dict[str, str]) -> bytes:
        """Post a form; the answer."""
        with urllib.request.urlopen(address, urlencode(form).encode(), timeout=_SECONDS) as answer:  # noqa: S310 - ours
            return bytes(answer.read())

    def kill(self) -> None:
        """End it as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        (self.folder / "virtuoso.lck").unlink(missing_ok=True)

    def stop(self) -> None:
        """End it."""
        with contextlib.suppress(ProcessLookupError):
            self.process.terminate()
        try:
            self.process.wait(_SECONDS)
        except subprocess.TimeoutExpired:
            self.kill()


def free_port() -> int:
    """A port that nobody listens to now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def oxigraph(folder: Path) -> Server:
    """The server of Oxigraph, from the package of that name."""
    port = free_port()
    program = Path(sys.executable).with_name("oxigraph")
    if not program.exists():
        pytest.skip("There is no Oxigraph server; 'pip install oxigraph' brings it.")
    start = f"http://127.0.0.1:{port}/"
    command = [str(program), "serve", "--location", str(folder / "data"), "--bind", f"127.0.0.1:{port}"]
    server = Server("oxigraph", folder, port, f"{start}query", f"{start}update", command)
    server.start()
    return server


def virtuoso(folder: Path) -> Server:
    """Virtuoso, from Debian's package; everybody who reaches it may write."""
    program, shell = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if not program or not shell:
        pytest.skip("There is no Virtuoso; 'apt-get install virtuoso-opensource-7-bin' brings it.")
    port, sql = free_port(), free_port()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(port=port, sql=sql))
    address = f"http://127.0.0.1:{port}/sparql"
    command = [program, "+foreground", "+configfile", "virtuoso.ini"]
    server = Server("virtuoso", folder, port, address, address, command)
    server.start()
    allow = 'GRANT SPARQL_UPDATE TO "SPARQL";'
    subprocess.run([shell, f"127.0.0.1:{sql}", "dba", "dba", f"exec={allow}"], check=True, capture_output=True)
    return server


#: The engines that the store is tested on.
ENGINES: dict[str, Callable[[Path], Server]] = {"oxigraph": oxigraph, "virtuoso": virtuoso}
