"""Untrusted RDF: what is right is read, what is wrong is told with its place, and nothing takes the service along."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from pyoxigraph import Literal, NamedNode

from graph_service.errors import DataUnreadable, UnsupportedMedia
from graph_service.sandbox.child import Ended
from graph_service.sandbox.parsing import READ, Parsers, parse_untrusted

BASE = "https://w3id.org/public-service-graph/"
DOCUMENTS = {
    "text/turtle": "<id/a> <p:q> 'é' .",
    "application/n-triples": f'<{BASE}id/a> <p:q> "é" .',
    "application/n-quads": f'<{BASE}id/a> <p:q> "é" <g:g> .',
    "application/trig": "<g:g> { <id/a> <p:q> 'é' }",
    "application/ld+json": '{"@id": "id/a", "p:q": "é"}',
    "application/rdf+xml": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:p="p:">'
    '<rdf:Description rdf:about="id/a"><p:q>é</p:q></rdf:Description></rdf:RDF>',
}
ENTITIES = '<!DOCTYPE rdf:RDF [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)
STATEMENT = "<a:b> <c:d> <e:f> ."
BLANK = "[] <c:d> [ <e:f> 1 ] . _:a <c:d> _:b ."
MANY = "".join(f"<a:{n}> <c:d> [ <e:f> 'text' ] .\n" for n in range(100_000))
LONG = f"<a:b> <c:d> '{'x' * 8_000_000}' ."
DEEP = "<a:b> <c:d> " + "<<( <a:b> <c:d> " * 20_000 + "<e:f>" + " )>>" * 20_000 + " ."


def test_every_format_has_an_example() -> None:
    """The table is complete."""
    assert set(DOCUMENTS) == set(READ)


@pytest.mark.parametrize("media_type", DOCUMENTS)
def test_each_format_is_read(media_type: str) -> None:
    """Relative IRIs are those of the service."""
    [quad] = parse_untrusted(DOCUMENTS[media_type].encode(), media_type, BASE)
    assert (quad.subject, quad.object) == (NamedNode(f"{BASE}id/a"), Literal("é"))


@pytest.mark.parametrize(
    ("media_type", "document", "told"),
    [
        ("text/turtle", "<a:b> <c:d> .", "Line 1"),
        ("text/turtle", "<a:b> <c:d> <e:f> .\n\n<a:b> nothing <e:f> .", "Line 3"),
        ("text/turtle", "<!doctype html><p>", "Line 1"),
        ("text/turtle", '{"@id": "a:b"}', "Line 1"),
        ("text/turtle", "<a:b> <c:d> <<( " * 100_000, "."),
        ("text/turtle", "<a:b> <c:d> " + "[ <c:d> " * 100_000, "."),
        ("text/turtle", "<a:b> <c:d> " + "( " * 100_000, "."),
        ("text/turtle", "<a:b> <c:d> <<( <a:b> <c:d> <e:f> )>> .", "triple terms"),
        ("application/rdf+xml", ENTITIES + "]><rdf:RDF/>", "document type"),
        ("application/rdf+xml", '<!doctype x SYSTEM "file:///etc/passwd"><x/>', "document type"),
        ("application/rdf+xml", "<a>" * 50_000, "."),
        ("application/ld+json", "[" * 100_000, "nests deeper"),
        ("application/ld+json", '{"@id":"a:b","c:d":' * 5_000, "nests deeper"),
        ("application/ld+json", '{"@context": "http://127.0.0.1:9/", "@id": "a:b", "c:d": 1}', "."),
        ("application/ld+json", '{"@context": "file:///etc/passwd", "@id": "a:b", "c:d": 1}', "."),
        ("application/ld+json", '{"@id": "a:b", ', "."),
    ],
    ids=lambda value: value[:24] if isinstance(value, str) else None,
)
def test_what_is_wrong_is_told(media_type: str, document: str, told: str) -> None:
    """With line and column where the parser knows them; also where the parser itself gives up."""
    with pytest.raises(DataUnreadable) as refused:
        parse_untrusted(document.encode(), media_type, BASE)
    assert told in str(refused.value)


def test_text_in_another_encoding_is_refused() -> None:
    """It is not guessed."""
    with pytest.raises(DataUnreadable, match="UTF-8"):
        parse_untrusted("<a:b> <c:d> 'é' .".encode("latin-1"), "text/turtle", BASE)
    with pytest.raises(DataUnreadable):
        parse_untrusted("<x/>".encode("utf-16"), "application/rdf+xml", BASE)


@pytest.mark.parametrize("media_type", ["text/html", "application/json", "", "text/n3"])
def test_other_media_types_are_refused(media_type: str) -> None:
    """The answer lists those that are read."""
    with pytest.raises(UnsupportedMedia, match="text/turtle"):
        parse_untrusted(b"", media_type, BASE)


def test_deep_brackets_in_a_string_are_text() -> None:
    """Only structure is counted."""
    assert (
        len(parse_untrusted(('{"@id": "a:b", "c:d": "\\"' + "[{" * 500 + '"}').encode(), "application/ld+json", BASE))
        == 1
    )


@pytest.fixture
def parsers() -> Iterator[Parsers]:
    """Processes of the test's own."""
    own = Parsers(2)
    yield own
    own.close()


def ask(parsers: Parsers, document: str, seconds: float = 20, megabytes: int = 1024) -> tuple[dict[str, Any], bytes]:
    """What the process says of Turtle."""
    asked = {"media_type": "text/turtle", "base": BASE, "seconds": seconds, "megabytes": megabytes}
    content = document.encode()
    return parsers.answer({**asked, "length": len(content)}, content, seconds + 10)


def gone(process_id: int) -> bool:
    """Whether there is no such process."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return True
    return False


def test_a_process_parses_one_document_after_another(parsers: Parsers) -> None:
    """Also after one that was wrong; empty ones and such that are longer than a pipe holds among them."""
    ask(parsers, STATEMENT)
    [first] = parsers.idle()
    for document in ("", "wrong", STATEMENT, "".join(f"<a:{n}> <c:d> 'é' .\n" for n in range(50_000)), "<a:b>"):
        told, content = ask(parsers, document)
        assert ("detail" in told) == (document in {"wrong", "<a:b>"})
        assert content.count(b"\n") == document.count("c:d")
        assert parsers.idle() == [first]


def test_a_document_leaves_nothing_to_the_next(parsers: Parsers) -> None:
    """Names of blank nodes, prefixes and the base are those of a process that never saw another document."""
    fresh = Parsers(0)
    for document in (BLANK, f"@prefix p: <p:> . @base <x:> . {BLANK}", "p:a p:b p:c .", "<a> <b> <c> .", BLANK):
        (told, content), (expected, statements) = ask(parsers, document), ask(fresh, document)
        assert (told, sorted(content.splitlines())) == (expected, sorted(statements.splitlines()))
    assert (len(parsers.idle()), fresh.idle()) == (1, [])


@pytest.mark.parametrize(
    ("document", "seconds", "megabytes", "raised"),
    [
        (DEEP, 20, 1024, signal.SIGSEGV),
        (MANY, 0.01, 1024, signal.SIGALRM),
        (LONG, 20, 10, signal.SIGABRT),
    ],
    ids=["crash", "time", "memory"],
)
def test_a_process_that_failed_is_replaced(
    parsers: Parsers, document: str, seconds: float, megabytes: int, raised: int
) -> None:
    """It alone ends, and the next document is parsed by another."""
    ask(parsers, STATEMENT)
    [first] = parsers.idle()
    with pytest.raises(Ended) as ended:
        ask(parsers, document, seconds, megabytes)
    assert ended.value.signal == raised
    assert parsers.idle() == []
    assert gone(first)
    assert ask(parsers, STATEMENT)[1].count(b"\n") == 1
    assert parsers.idle() != [first]


def test_a_process_that_died_while_it_waited_is_replaced(parsers: Parsers) -> None:
    """Whoever comes next is not told of it."""
    ask(parsers, STATEMENT)
    [first] = parsers.idle()
    os.kill(first, signal.SIGKILL)
    os.waitid(os.P_PID, first, os.WEXITED | os.WNOWAIT)
    assert ask(parsers, STATEMENT)[1].count(b"\n") == 1
    assert parsers.idle() != [first]


def test_a_process_that_grew_is_replaced(parsers: Parsers) -> None:
    """So that it doesn't keep what it once needed; small ones add nothing."""
    ask(parsers, STATEMENT)
    [first] = parsers.idle()
    for _ in range(300):
        assert not ask(parsers, BLANK)[0]["spent"]
    assert parsers.idle() == [first]
    assert ask(parsers, f"<a:b> <c:d> '{'x' * 80_000_000}' .")[0]["spent"]
    assert parsers.idle() == []
    assert gone(first)


def test_each_document_has_its_own_limit_of_memory(parsers: Parsers) -> None:
    """That of the one before counts no more, and what was left in use isn't taken from it."""
    for _ in range(10):
        assert "detail" not in ask(parsers, BLANK, megabytes=4)[0]
        assert ask(parsers, LONG, megabytes=100)[1]
    assert len(parsers.idle()) == 1
    assert ask(parsers, MANY, megabytes=64)[0] == {"detail": "It needs too much memory", "spent": True, "length": 0}
    assert parsers.idle() == []


def test_threads_have_a_process_each(parsers: Parsers) -> None:
    """Each gets its own answer, and no more processes stay than may."""

    def parsed(number: int) -> bool:
        return f'"{number}"'.encode() in ask(parsers, f"<a:b> <c:d> '{number}' .")[1]

    with ThreadPoolExecutor(4) as threads:
        assert all(threads.map(parsed, range(100)))
    assert 1 <= len(parsers.idle()) <= 2


@pytest.mark.parametrize("end", ["", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"], ids=["exit", "killed"])
def test_processes_end_with_their_owner(end: str) -> None:
    """However it ends; ``parse_untrusted`` has kept one until then."""
    code = "from graph_service.sandbox.parsing import PARSERS, parse_untrusted\n"
    code += f"parse_untrusted(b'', 'text/turtle', '{BASE}')\n"
    code += f"print(*PARSERS.idle(), flush=True)\n{end}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (-signal.SIGKILL if end else 0, "")
    until = time.monotonic() + 10
    while not gone(int(done.stdout)):
        assert time.monotonic() < until
