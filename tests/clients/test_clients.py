"""Programs that others use: what the page for integrators shows is run against a service as it stands there."""

from __future__ import annotations

import io
import re
import shutil
import subprocess
from contextlib import redirect_stdout
from pathlib import Path
from typing import Any

import pytest
import SPARQLWrapper
from rdflib import Graph
from served import Service

HERE = Path(__file__).parent
PAGE = (HERE.parent.parent / "docs" / "how-to" / "integrate.md").read_text(encoding="utf-8")
#: Language and text of each block of code, and what is shown below it.
BLOCKS = re.findall(r"^```(sh|python|js)\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", PAGE, re.MULTILINE | re.DOTALL)
BLOCK = "<https://w3id.org/public-service-graph/def/BuildingBlock>"


def blocks(language: str) -> list[Any]:
    """The blocks in a language, named by the heading that they stand under."""
    found = [(text, shown) for written, text, shown in BLOCKS if written == language]
    return [pytest.param(*block, id=f"{language}-{number}") for number, block in enumerate(found)]


def run(*words: str | Path, cwd: Path) -> str:
    """What a command prints; it must go well."""
    done = subprocess.run(words, cwd=cwd, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def needs(command: str, package: str) -> None:
    if not shutil.which(command):
        pytest.skip(f"There is no {command}; on Debian: apt-get install {package}")


@pytest.fixture(scope="session")
def javascript(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the packages of the lock file."""
    needs("node", "nodejs")
    needs("npm", "npm")
    folder = tmp_path_factory.mktemp("clients") / "javascript"
    shutil.copytree(HERE / "javascript", folder, ignore=shutil.ignore_patterns("node_modules"))
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
    installed = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if installed.returncode:
        pytest.skip(f"Packages for Node.js can't be had; set up a registry for npm: {installed.stderr}")
    return folder


def test_the_page_has_examples() -> None:
    """A pattern that finds nothing would pass everything."""
    assert [len(blocks(language)) for language in ("sh", "python", "js")] == [3, 3, 1]
    assert all(shown for language, _, shown in BLOCKS if language != "sh")


@pytest.mark.parametrize(("text", "shown"), blocks("python"))
def test_python_on_the_page(live: Service, text: str, shown: str) -> None:
    """Prints what is shown."""
    printed = io.StringIO()
    with redirect_stdout(printed):
        exec(compile(text.replace("http://localhost:8000", live.address), "page", "exec"), {})  # noqa: S102 - our page
    assert printed.getvalue() == shown


@pytest.mark.parametrize(("text", "_shown"), blocks("sh"))
def test_commands_on_the_page(live: Service, text: str, _shown: str, tmp_path: Path) -> None:
    """Each is answered."""
    needs("curl", "curl")
    command = text.replace("http://localhost:8000", live.address).replace("curl ", "curl --silent --fail-with-body ", 1)
    assert run("sh", "-c", command, cwd=tmp_path)


@pytest.mark.parametrize(("text", "shown"), blocks("js"))
def test_javascript_on_the_page(live: Service, text: str, shown: str, javascript: Path) -> None:
    """Prints what is shown."""
    (javascript / "page.js").write_text(text.replace("http://localhost:8000", live.address), encoding="utf-8")
    assert run("node", "page.js", cwd=javascript) == shown


def test_javascript_reads_graphs_and_truth(live: Service, javascript: Path) -> None:
    """CONSTRUCT and ASK, by GET and by POST."""
    (javascript / "forms.js").write_text(f"""
        import ParsingClient from 'sparql-http-client/ParsingClient.js'
        const client = new ParsingClient({{ endpointUrl: '{live.address}/sparql' }})
        for (const operation of ['get', 'postUrlencoded', 'postDirect']) {{
          console.log(await client.query.ask('ASK {{ ?s a {BLOCK} }}', {{ operation }}))
          const quads = await client.query.construct('CONSTRUCT WHERE {{ ?s a {BLOCK} }}', {{ operation }})
          console.log(quads.size)
        }}""")
    assert run("node", "forms.js", cwd=javascript).split() == ["true", "16"] * 3


def test_the_lock_of_javascript_names_no_host() -> None:
    """Packages come from wherever the reader's registry is; what they hold is fixed by their digests."""
    lock = (HERE / "javascript" / "package-lock.json").read_text(encoding="utf-8")
    assert '"resolved"' not in lock
    assert lock.count('"integrity": "sha512-') == lock.count('"node_modules/') > 20


@pytest.mark.parametrize("method", [SPARQLWrapper.GET, SPARQLWrapper.POST])
@pytest.mark.parametrize("sent_as", [SPARQLWrapper.URLENCODED, SPARQLWrapper.POSTDIRECTLY])
def test_sparqlwrapper_reads_all_forms(live: Service, method: str, sent_as: str) -> None:
    """SELECT in each format, ASK, CONSTRUCT and DESCRIBE, as SPARQLWrapper sends and converts them."""

    def answer(text: str, format_: str) -> Any:
        endpoint = SPARQLWrapper.SPARQLWrapper(f"{live.address}/sparql")
        endpoint.setQuery(text)
        endpoint.setReturnFormat(format_)
        endpoint.setMethod(method)
        endpoint.setRequestMethod(sent_as)
        return endpoint.queryAndConvert()

    counted = f"SELECT (COUNT(*) AS ?n) {{ ?s a {BLOCK} }}"
    assert answer(counted, SPARQLWrapper.JSON)["results"]["bindings"][0]["n"]["value"] == "16"
    assert "<literal" in answer(counted, SPARQLWrapper.XML).toxml()
    assert answer(counted, SPARQLWrapper.CSV).split() == [b"n", b"16"]
    assert answer(counted, SPARQLWrapper.TSV).split() == [b"?n", b"16"]
    assert answer(f"ASK {{ ?s a {BLOCK} }}", SPARQLWrapper.JSON)["boolean"] is True
    graphs = f"CONSTRUCT WHERE {{ ?s a {BLOCK} }}", f"DESCRIBE ?s {{ ?s a {BLOCK} }}"
    for text, least in zip(graphs, (16, 100), strict=True):
        for format_ in (SPARQLWrapper.XML, SPARQLWrapper.JSONLD):
            graph = answer(text, format_)
            assert isinstance(graph, Graph)
            assert len(graph) >= least
        assert len(Graph().parse(data=answer(text, SPARQLWrapper.TURTLE), format="turtle")) >= least


def test_sparqlwrapper_says_what_is_wrong(live: Service) -> None:
    """The sentence of the problem document reaches whoever made the mistake."""
    endpoint = SPARQLWrapper.SPARQLWrapper(f"{live.address}/sparql")
    endpoint.setQuery("SELECT * {")
    with pytest.raises(SPARQLWrapper.SPARQLExceptions.QueryBadFormed, match="error at"):
        endpoint.query()
