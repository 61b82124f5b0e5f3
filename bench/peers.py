"""Other engines as servers that a bench fills with one graph, asks over HTTP and stops: Oxigraph, Virtuoso, Jena.

Each is optional. ``oxigraph`` comes with the Python package of that name, Virtuoso with Debian's package
``virtuoso-opensource-7-bin``, Jena with ``libapache-jena-java`` and ``default-jdk-headless``.
"""

from __future__ import annotations

import csv
import http.client
import io
import shutil
import subprocess
import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlencode

from measuring import Given, Question, Refused, TooLong, held, run

#: How long an answer may take, in seconds.
LIMIT = 5
#: What a server may take longer than its own limit, to say that it was over.
_GRACE = 2
#: How long a server may take to start, with what Jena reads then.
_START = 300
_GRAPH = "https://w3id.org/public-service-graph/bench"
_JAVA = Path("/usr/share/java")
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
NumberOfBuffers = 340000
MaxDirtyBuffers = 250000
MaxSortedTopRows = 2000000
DirsAllowed = .
[HTTPServer]
ServerPort = 127.0.0.1:{port}
ServerThreads = 10
[SPARQL]
ResultSetMaxRows = 2000000
MaxQueryExecutionTime = {limit}
"""


@dataclass
class Server:
    """An engine with one graph; ``steps`` are the seconds that filling it took, ``address`` is where it is asked."""

    version: str
    command: Sequence[str | Path]
    folder: Path
    address: str
    steps: dict[str, float] = field(default_factory=dict)
    takes_forms: bool = False
    _process: subprocess.Popen[bytes] | None = field(default=None, init=False, repr=False)

    def start(self) -> None:
        """Start it, and wait until it answers.

        :raises Refused: where it doesn't.
        """
        with (self.folder / "output").open("ab") as output:
            command = list(map(str, self.command))
            self._process = subprocess.Popen(command, cwd=self.folder, stdout=output, stderr=output)
        until = time.monotonic() + _START
        while not self._answers():
            if self._process.poll() is not None or time.monotonic() > until:
                self.stop()
                raise Refused((self.folder / "output").read_text(errors="replace")[-2000:])
            time.sleep(0.05)

    def _answers(self) -> bool:
        try:
            self._send(Question("", "ASK {}"))
        except OSError:
            return False
        return True

    def _send(self, question: Question) -> bytes:
        accept = "application/n-triples, text/plain;q=0.5" if question.is_graph else "text/csv"
        body, kind = question.text, "application/sparql-query"
        if self.takes_forms:
            body, kind = urlencode({"query": question.text}), "application/x-www-form-urlencoded"
        headers = {"Content-Type": kind, "Accept": accept}
        request = urllib.request.Request(self.address, body.encode(), headers)  # noqa: S310 - a server of ours
        with urllib.request.urlopen(request, timeout=LIMIT + _GRACE) as answer:  # noqa: S310
            content: bytes = answer.read()
            if "X-SQL-State" in answer.headers:  # Virtuoso's way to say that it gives what it had found by then
                raise TooLong
        return content

    def ask(self, question: Question) -> Given:
        if self._process is None:
            self.start()
        started = time.perf_counter()
        try:
            content = self._send(question)
        except urllib.error.HTTPError as error:
            if time.perf_counter() - started > LIMIT - 1:
                raise TooLong from error
            raise Refused(error.read().decode(errors="replace")[:500]) from error
        except (OSError, http.client.HTTPException) as error:
            self.stop()  # it may still be at work, or have ended
            if time.perf_counter() - started > LIMIT - 1:
                raise TooLong from error
            raise Refused(str(error)) from error
        seconds = time.perf_counter() - started
        if seconds > LIMIT:
            raise TooLong
        return Given(seconds, rows_of(content, question))

    def held(self) -> tuple[int, int]:
        return held(self._process.pid) if self._process else (0, 0)

    def stop(self) -> None:
        """End it."""
        if self._process:
            self._process.kill()
            self._process.wait()
            self._process = None
            (self.folder / "virtuoso.lck").unlink(missing_ok=True)


def rows_of(content: bytes, question: Question) -> int:
    """How many rows of CSV, or different statements in N-Triples, ``content`` has."""
    if question.is_graph:
        return len({line for line in content.splitlines() if line and not line.startswith(b"#")})
    csv.field_size_limit(2**27)
    return sum(1 for _ in csv.reader(io.StringIO(content.decode(), newline=""))) - 1


def oxigraph(folder: Path, file: Path, port: int, program: Path) -> Server:
    """Oxigraph on its own store on disk, put in order after the load."""
    folder.mkdir()
    store = folder / "store"
    loaded = run([program, "load", "--location", store, "--file", file])
    run([program, "optimize", "--location", store])
    version = subprocess.check_output([program, "--version"], text=True).strip()
    bind = f"127.0.0.1:{port}"
    command: list[str | Path] = [program, "serve", "--location", store, "--bind", bind, "--timeout-s", str(LIMIT)]
    return Server(version, command, folder, f"http://{bind}/query", {"load": loaded.wall})


def virtuoso(folder: Path, file: Path, port: int) -> Server | None:
    """Virtuoso with room for four GB of its pages; none where it isn't installed."""
    program, shell = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if not program or not shell:
        return None
    folder.mkdir()
    (folder / "virtuoso.ini").write_text(_VIRTUOSO.format(port=port, sql=port + 1, limit=LIMIT))
    (folder / "files").mkdir()
    (folder / "files" / file.name).symlink_to(file.absolute())
    told = subprocess.run([program, "-?"], capture_output=True, text=True, check=False).stderr
    version = f"Virtuoso {told.partition('Version ')[2].partition(' ')[0]}"
    address = f"http://127.0.0.1:{port}/sparql?default-graph-uri={quote(_GRAPH, safe='')}"
    server = Server(version, [program, "+foreground", "+configfile", "virtuoso.ini"], folder, address, takes_forms=True)
    server.start()
    load = f"ld_dir('files', '%.nt', '{_GRAPH}'); rdf_loader_run(); checkpoint;"
    server.steps["load"] = run([shell, f"127.0.0.1:{port + 1}", "dba", "dba", f"exec={load}"]).wall
    return server


def jena(folder: Path, file: Path, port: int) -> Server | None:
    """Jena with the graph in memory; none where it isn't installed. What it took to load has its start in it."""
    core, java = _JAVA / "jena-core.jar", shutil.which("java")
    if not java or not core.exists() or not shutil.which("javac"):
        return None
    folder.mkdir()
    with zipfile.ZipFile(core) as jar:  # Debian's has texts in another folder than its classes look for them
        for name in jar.namelist():
            if name.startswith("org/apache/jena/ext/xerces/") and name.endswith(".properties"):
                text = folder / name.removeprefix("org/apache/jena/ext/")
                text.parent.mkdir(parents=True, exist_ok=True)
                text.write_bytes(jar.read(name))
        said = jar.read("META-INF/maven/org.apache.jena/jena-core/pom.properties").decode()
    version = next(iter(part[8:] for part in said.split() if part.startswith("version=")), "")
    path = f"{folder.absolute()}:{_JAVA / 'slf4j-nop.jar'}:{_JAVA}/*"
    source = Path(__file__).with_name("JenaServer.java")
    command: list[str | Path] = [java, "-Xmx8g", "-cp", path, source, file.absolute(), str(port), str(LIMIT)]
    server = Server(f"Jena {version}, in memory", command, folder, f"http://127.0.0.1:{port}/sparql")
    started = time.perf_counter()
    server.start()
    server.steps["load"] = time.perf_counter() - started
    return server
