"""Dumps over HTTP: whole, in part, and only where the client has them not."""

from __future__ import annotations

import base64
import gzip
import hashlib

import pytest
from served import Service

from graph_service.services.publishing.dumps.dumping import suffixes

pytestmark = pytest.mark.slow

SERVICES = "/stacks/demo/catalogues/services"
DUMP = f"{SERVICES}/dump.ttl"


def test_a_file_comes_with_name_type_size_digest_and_tag(live: Service) -> None:
    """And says that parts can be had; scripts of other sites may read that."""
    answer = live.send("GET", DUMP, headers={"Origin": "https://elsewhere.example"})
    digest = hashlib.sha256(answer.content)
    assert answer.status == 200
    assert answer.media_type == "text/turtle"
    assert answer.headers["Content-Length"] == str(len(answer.content))
    assert answer.headers["Content-Disposition"] == 'attachment; filename="demo_services.ttl"'
    assert answer.headers["ETag"] == f'"{digest.hexdigest()}"'
    assert answer.headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert answer.headers["Accept-Ranges"] == "bytes"
    assert {"Content-Range", "Repr-Digest"} <= set(answer.headers["Access-Control-Expose-Headers"].split(", "))
    sidecar = live.send("GET", f"{DUMP}.sha256")
    assert sidecar.content.decode() == f"{digest.hexdigest()}  demo_services.ttl\n"


@pytest.mark.parametrize("suffix", suffixes())
def test_every_format_of_stack_catalogue_and_release_is_there(live: Service, suffix: str) -> None:
    """A stack, a catalogue, its current release and a superseded one."""
    for place in ("/stacks/demo", SERVICES, f"{SERVICES}/releases/2.0", f"{SERVICES}/releases/1.0"):
        answer = live.send("GET", f"{place}/dump.{suffix}")
        assert answer.status == 200
        assert len(answer.content) > 1000


@pytest.mark.parametrize(
    ("wanted", "start", "end"),
    [
        ("bytes=0-99", 0, 100),
        ("bytes=100-", 100, None),
        ("bytes=-50", -50, None),
        ("BYTES = 5-999999999", 5, None),
        ("bytes=0-0", 0, 1),
    ],
)
def test_a_part_is_sent(live: Service, wanted: str, start: int, end: int | None) -> None:
    whole = live.send("GET", DUMP).content
    answer = live.send("GET", DUMP, headers={"Range": wanted, "Accept-Encoding": "gzip"})
    part = whole[start:end]
    first = start % len(whole)
    assert answer.status == 206
    assert answer.content == part
    assert answer.headers["Content-Range"] == f"bytes {first}-{first + len(part) - 1}/{len(whole)}"
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    "wanted",
    ["lines=1-2", "bytes=9-1", "bytes=-", "bytes=a-b", "bytes=0-1,5-6", "bytes 0-1", "bytes=0x1-2", "bytes=--5"],
)
def test_what_is_no_single_range_is_passed_over(live: Service, wanted: str) -> None:
    """RFC 9110, section 14.2: the whole file is sent."""
    answer = live.send("GET", DUMP, headers={"Range": wanted})
    assert answer.status == 200
    assert hashlib.sha256(answer.content).hexdigest() in answer.headers["ETag"]


@pytest.mark.parametrize("wanted", ["bytes=999999999-", "bytes=-0"])
def test_a_part_behind_the_end_is_refused(live: Service, wanted: str) -> None:
    """With the size, so that the client can ask for one that is there."""
    answer = live.send("GET", DUMP, headers={"Range": wanted})
    size = live.send("HEAD", DUMP).headers["Content-Length"]
    assert answer.status == 416
    assert answer.problem == "range-not-satisfiable"
    assert answer.headers["Content-Range"] == f"bytes */{size}"


def test_a_download_is_resumed_only_of_the_same_file(live: Service) -> None:
    """With If-Range, a file that changed meanwhile comes whole."""
    whole = live.send("GET", DUMP)
    rest = {"Range": "bytes=1000-"}
    same = live.send("GET", DUMP, headers={**rest, "If-Range": whole.headers["ETag"]})
    other = live.send("GET", DUMP, headers={**rest, "If-Range": '"another"'})
    weak = live.send("GET", DUMP, headers={**rest, "If-Range": f"W/{whole.headers['ETag']}"})
    assert (same.status, whole.content[:1000] + same.content) == (206, whole.content)
    assert (other.status, other.content) == (200, whole.content)
    assert (weak.status, weak.content) == (200, whole.content)


def test_a_file_that_the_client_has_is_not_sent_again(live: Service) -> None:
    etag = live.send("HEAD", DUMP).headers["ETag"]
    answer = live.send("GET", DUMP, headers={"If-None-Match": etag})
    assert (answer.status, answer.content) == (304, b"")
    assert live.send("GET", DUMP, headers={"If-None-Match": '"another"'}).status == 200


def test_head_tells_what_get_would(live: Service) -> None:
    """Without the file; ranges mean nothing to it."""
    got, told = live.send("GET", DUMP), live.send("HEAD", DUMP, headers={"Range": "bytes=0-1"})
    assert (told.status, told.content) == (200, b"")
    for name in ("Content-Length", "Content-Type", "ETag", "Repr-Digest", "Content-Disposition"):
        assert told.headers[name] == got.headers[name]


def test_compressed_files_are_files_of_their_own(live: Service) -> None:
    """No content coding is put on either, so that parts are parts of the very bytes."""
    plain = live.send("GET", DUMP, headers={"Accept-Encoding": "gzip"})
    packed = live.send("GET", f"{DUMP}.gz", headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(packed.content) == plain.content
    assert packed.media_type == "application/gzip"
    assert "Content-Encoding" not in packed.headers
    assert packed.headers["ETag"] != plain.headers["ETag"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/stacks/nowhere/dump.ttl", 404),
        ("/stacks/demo/catalogues/none/dump.ttl", 404),
        (f"{SERVICES}/releases/9.9/dump.ttl", 404),
        ("/stacks/..%2F../dump.ttl", 404),
        ("/stacks/demo/dump.docx", 404),
        ("/stacks/demo/dump.ttl.bz2", 404),
    ],
)
def test_what_is_not_there_is_said(live: Service, path: str, status: int) -> None:
    answer = live.send("GET", path)
    assert answer.status == status
    assert answer.problem


def test_the_vocabulary_is_a_stack_to_take_too(live: Service) -> None:
    """The stack of the service itself holds ontology, code lists and shapes, and no records."""
    text = live.send("GET", "/stacks/system/dump.nq").content.decode()
    graphs = {line.rsplit(" ", 2)[1].strip("<>").rsplit("/", 1)[1] for line in text.splitlines()}
    assert graphs == {"ontology", "codelists", "shapes"}


def test_head_and_parts_leave_the_file_whole(live: Service) -> None:
    """A small file that was asked for in other ways before comes whole, and again in part."""
    path = "/stacks/demo/catalogues/inclusion/dump.nt"
    whole = live.send("GET", path).content
    assert 0 < len(whole) < 64 * 1024
    for method, headers, status, content in (
        ("HEAD", {}, 200, b""),
        ("GET", {"Range": "bytes=0-9"}, 206, whole[:10]),
        ("GET", {}, 200, whole),
        ("GET", {"Range": "bytes=10-"}, 206, whole[10:]),
        ("GET", {}, 200, whole),
    ):
        answer = live.send(method, path, headers=headers)
        assert (answer.status, answer.content) == (status, content)
