"""Backups: what is put back is what was there, and nothing is touched by one that is damaged."""

from __future__ import annotations

import gzip
import hashlib
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, Store
from real_server import BASE, Place

from graph_service.errors import StoreUnavailable
from graph_service.model.change import Change
from graph_service.model.scenario import Scenario, Step
from graph_service.services.ask import ask
from graph_service.services.backups.making import make_backup
from graph_service.services.backups.manifest import GRAPH, NAME, BackupRefused
from graph_service.services.backups.restoring import restore
from graph_service.services.backups.verifying import digest_of, verify
from graph_service.services.change_feed import latest, patch_of
from graph_service.services.change_index import Scope
from graph_service.services.changing import apply
from graph_service.services.deployment import Deployment
from graph_service.services.scenarios.saved import list_saved, save
from graph_service.settings import Settings

SERVICES = NamedNode(f"{BASE}graph/demo/services")
BIRTH = NamedNode(f"{BASE}id/service/demo-birth-registration")
WORDS = ("first", "line\nbreak . <x> .\n", "ünïcode\u2028 \x85 .", 'quoted " \\ .')
KEYWORD = NamedNode("http://www.w3.org/ns/dcat#keyword")


def say(deployment: Deployment, text: str) -> None:
    word = Quad(BIRTH, KEYWORD, Literal(text, language="en"), SERVICES)
    apply(deployment, Change({}, f"The word {text}", added=[word], agent="Registry office"))


def held(place: Path) -> set[str]:
    """Every statement of the store, as the engine itself gives them, the default graph among them."""
    return {str(quad) for quad in Store(place)}


@pytest.fixture(scope="module")
def written(seeded: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Deployment, Path]]:
    """A deployment with keys, a scenario, a kept query and changes, and a backup of it; tests only read them."""
    folder = tmp_path_factory.mktemp("written")
    shutil.move(seeded.store.snapshot(), folder / "store")
    deployment = Deployment(elsewhere(seeded.settings, folder))
    deployment.__dict__["gate"] = seeded.gate  # the same shapes, read once
    deployment.keys.create("Registry office", "editor")
    steps = (Step("retire-system", {"system": "demo-identity-provider"}),)
    save(deployment, Scenario(steps, "off", "Off", "Without it."))
    deployment.archive.keep(deployment.queries.queries["stacks"])
    for text in WORDS:
        say(deployment, text)
    (folder / "backups").mkdir()
    path, _ = make_backup(deployment, folder / "backups")
    yield deployment, path
    deployment.close()


@pytest.fixture
def target(seeded: Deployment, tmp_path: Path) -> Settings:
    """The settings of a service that holds the seed data and is stopped."""
    shutil.move(seeded.store.snapshot(), tmp_path / "store")
    return elsewhere(seeded.settings, tmp_path)


def elsewhere(settings: Settings, folder: Path) -> Settings:
    """The settings of another machine."""
    place, keys, archive = f"oxigraph:{folder / 'store'}", folder / "keys.json", folder / "archive"
    return replace(settings, store=place, keys=keys, archive=archive)


def test_what_is_put_back_is_what_was_there(written: tuple[Deployment, Path], tmp_path: Path) -> None:
    """Statements, generation, feed, patches, answers, keys, scenarios and texts of queries."""
    before, path = written
    settings = elsewhere(before.settings, tmp_path / "other")
    done = restore(settings, path)
    assert (done.earlier, done.left, done.manifest.generation) == (None, [], before.store.generation())
    after = Deployment(settings, create=False)
    assert after.store.generation() == before.store.generation() == 5
    everywhere = Scope("", "")
    assert latest(after, everywhere) == latest(before, everywhere)
    assert patch_of(after, everywhere, 4) == patch_of(before, everywhere, 4)
    for name in ("stacks", "building-block-reuse", "missing-building-blocks"):
        query, arguments = before.queries.queries[name], {} if name == "stacks" else {"stack": ["demo"]}
        said = [
            ask(each, query, arguments).solutions.serialize(format=QueryResultsFormat.CSV) for each in (after, before)
        ]
        assert said[0] == said[1]
    assert after.keys.list() == before.keys.list()
    assert list_saved(after) == list_saved(before)
    query = before.queries.queries["stacks"]
    assert after.archive.get(query.name, query.digest).text == query.text
    after.close()
    twice = elsewhere(settings, tmp_path / "twice")
    shutil.move(before.store.snapshot(), tmp_path / "twice" / "store")
    assert held(tmp_path / "other" / "store") == held(tmp_path / "twice" / "store")
    assert restore(twice, path).earlier


def test_a_restored_store_takes_the_place_of_the_one_there_which_is_kept(
    written: tuple[Deployment, Path], target: Settings, tmp_path: Path
) -> None:
    """Nothing that came after the backup is lost by restoring; a key made since then stays."""
    target_keys = Deployment(target).keys
    target_keys.create("New office", "editor")
    done = restore(target, written[1])
    assert done.earlier
    assert done.left == [target.keys]
    again = Deployment(target)
    assert again.store.generation() == 5
    assert [key.name for key in again.keys.list()] == ["New office"]
    again.close()
    kept = Deployment(replace(target, store=f"oxigraph:{done.earlier}"))
    assert kept.store.generation() == 1
    kept.close()
    assert sorted(each.name for each in tmp_path.glob("store*")) == ["store", done.earlier.name, "store.scenarios"]


def test_a_store_in_use_is_not_replaced(written: tuple[Deployment, Path], target: Settings, tmp_path: Path) -> None:
    """The restore says so, and changes nothing."""
    holder = subprocess.Popen(
        [
            sys.executable,
            "-c",
            "import sys, pyoxigraph; s = pyoxigraph.Store(sys.argv[1]); print(); input()",
            target.store.partition(":")[2],
        ],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    assert holder.stdout
    holder.stdout.readline()
    with pytest.raises(StoreUnavailable, match="Stop it; nothing was changed"):
        restore(target, written[1])
    assert not list(tmp_path.glob("store.*"))
    holder.communicate(b"\n")
    assert restore(target, written[1]).earlier


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def rewritten(change: Callable[[dict[str, bytes]], None]) -> Callable[[Path], None]:
    """A backup that was written anew as a zip file that is right, with other content."""

    def write(path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            members = {name: archive.read(name) for name in archive.namelist()}
        change(members)
        with zipfile.ZipFile(path, "w") as archive:
            for name, content in members.items():
                archive.writestr(name, content)

    return write


def claiming(**claims: object) -> Callable[[Path], None]:
    def change(members: dict[str, bytes]) -> None:
        members[NAME] = json.dumps({**json.loads(members[NAME]), **claims}).encode()

    return rewritten(change)


def without_graph(members: dict[str, bytes]) -> None:
    del members[GRAPH]


def with_a_stranger(members: dict[str, bytes]) -> None:
    members["state/keys/../../evil"] = b"x"


def with_a_listed_stranger(members: dict[str, bytes]) -> None:
    members["state/keys/../../evil"] = b"x"
    manifest = json.loads(members[NAME])
    manifest["files"]["state/keys/../../evil"] = {"bytes": 1, "sha256": hashlib.sha256(b"x").hexdigest()}
    members[NAME] = json.dumps(manifest).encode()


def with_another_graph(members: dict[str, bytes]) -> None:
    """The digests are made anew; the count of statements tells."""
    members[GRAPH] = members[GRAPH] + gzip.compress(b"<http://e/a> <http://e/a> <http://e/a> <http://e/g> .\n")
    manifest = json.loads(members[NAME])
    manifest["files"][GRAPH] = {
        "bytes": len(members[GRAPH]),
        "sha256": hashlib.sha256(members[GRAPH]).hexdigest(),
    }
    members[NAME] = json.dumps(manifest).encode()


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (cut, "damaged, cut short, or no backup"),
        (flip, "damaged"),
        (emptied, "damaged, cut short, or no backup"),
        (rewritten(without_graph), "doesn't hold the files"),
        (rewritten(with_a_stranger), "doesn't hold the files"),
        (rewritten(with_a_listed_stranger), "no file of a backup"),
        (rewritten(with_another_graph), "1 statements of <http://e/g>; its manifest.json says 0"),
        (claiming(generation=4), "changes up to 5; its manifest.json says generation 4"),
        (claiming(data_format=99, software="Graph Service 9.0"), "data format 99 and was made by Graph Service 9.0"),
        (claiming(version=2, software="Graph Service 9.0"), "layout 2 and was made by Graph Service 9.0"),
        (claiming(base="https://other.example/"), "changes up to 0"),
        (claiming(graphs=None), "lacks something"),
    ],
)
def test_a_backup_that_is_not_whole_is_refused_before_anything_is_touched(
    written: tuple[Deployment, Path], target: Settings, tmp_path: Path, damage: Callable[[Path], None], said: str
) -> None:
    """Whatever is wrong with it is said."""
    path = tmp_path / "damaged.backup.zip"
    shutil.copy(written[1], path)
    damage(path)
    before = {each: each.stat().st_mtime_ns for each in tmp_path.rglob("*") if each.is_file()}
    with pytest.raises(BackupRefused, match=said):
        verify(path)
    with pytest.raises(BackupRefused, match=said):
        restore(target, path)
    assert {each: each.stat().st_mtime_ns for each in tmp_path.rglob("*") if each.is_file()} == before


def test_a_backup_is_compared_with_the_digest_that_was_noted(written: tuple[Deployment, Path]) -> None:
    """So that one that somebody made anew is told from the one that was made."""
    _, path = written
    assert verify(path, digest_of(path)).generation == 5
    with pytest.raises(BackupRefused, match="you gave 00"):
        verify(path, "0" * 64)


def test_a_backup_of_another_base_is_refused(written: tuple[Deployment, Path], tmp_path: Path) -> None:
    """Its graphs would not be found there."""
    deployment, path = written
    with pytest.raises(BackupRefused, match="GRAPH_BASE"):
        restore(replace(elsewhere(deployment.settings, tmp_path / "o"), base="https://other.example/"), path)
    assert not (tmp_path / "o").exists()


def test_a_backup_never_takes_the_place_of_a_file(written: tuple[Deployment, Path]) -> None:
    """The one before may be the last that is whole."""
    deployment, path = written
    before = path.read_bytes()
    with pytest.raises(BackupRefused, match="there already"):
        make_backup(deployment, path)
    assert path.read_bytes() == before
    assert [each.name for each in path.parent.iterdir()] == [path.name]
    assert path.stat().st_mode & 0o077 == 0


def test_a_running_service_is_backed_up(place: Place, tmp_path: Path) -> None:
    """By its administrators alone; the file is the same that the service keeps, and is checked once it is there."""
    with place.serving() as server:
        assert server.send("POST", "/backups", headers={"Authorization": ""}).status == 401
        refused = place.command("backup", str(tmp_path / "a.backup.zip"))
        assert (refused.returncode, "Another process" in refused.stderr) == (3, True)
        (tmp_path / "key").write_text(f"{server.key}\n")
        where = ("--url", f"http://127.0.0.1:{server.port}", "--key-file", str(tmp_path / "key"))
        done = place.command("backup", str(tmp_path / "a.backup.zip"), *where)
        assert done.returncode == 0, done.stderr
        [name] = json.loads(server.send("GET", "/backups").content)["backups"]
        kept = server.send("GET", f"/backups/{name}")
        assert kept.content == (tmp_path / "a.backup.zip").read_bytes()
        assert server.send("GET", "/backups/..%2Fkeys.json").status == 404
    checked = place.command("check", "backup", str(tmp_path / "a.backup.zip"))
    assert (checked.returncode, "is whole: generation 1" in checked.stdout) == (0, True)
    restored = place.command("restore", str(tmp_path / "a.backup.zip"))
    assert (restored.returncode, "Restored generation 1" in restored.stdout) == (0, True), restored.stderr
    with place.serving() as server:
        assert server.send("GET", "/readyz").status == 200


def test_the_audit_log_tells_of_a_restore(place: Place, tmp_path: Path) -> None:
    """Also that changes which were made since the backup are not in the store any more; it goes on from there."""
    said = f'<{BASE}id/service/demo-birth-registration> <http://www.w3.org/ns/dcat#keyword> "later"@en .'
    assert place.command("backup", str(tmp_path / "a.backup.zip")).returncode == 0
    with place.serving() as server:
        assert server.add(said).status == 200
    assert place.command("restore", str(tmp_path / "a.backup.zip")).returncode == 0
    broken = tmp_path / "b.backup.zip"
    broken.write_bytes((tmp_path / "a.backup.zip").read_bytes()[:-100])
    assert place.command("restore", str(broken)).returncode == 1
    with place.serving() as server:
        assert server.add(said).json["generation"] == 2
    checked = place.command("check", "audit")
    assert (checked.returncode, "0 wrong" in checked.stdout) == (0, True), checked.stdout
    lines = [json.loads(line) for line in (place.folder / "store.audit.jsonl").read_text(encoding="utf-8").splitlines()]
    whole, cut = [line for line in lines if line["event"] == "restore"]
    assert (whole["what"], cut["what"]) == ("Restore of a.backup.zip", "Restore of b.backup.zip")
    undone = {number for line in lines if line["event"] == "correction" for number in line["lines"]}
    [first, second] = [line["number"] for line in lines if line["event"] == "change" and line["generation"] == 2]
    assert (undone, second in undone) == ({first, cut["number"]}, False)


def test_a_restore_that_fails_changes_nothing(
    written: tuple[Deployment, Path], target: Settings, tmp_path: Path
) -> None:
    """Here a file stands where the store is built."""
    before = held(tmp_path / "store")
    (tmp_path / "store.restoring").write_text("in the way")
    with pytest.raises(BackupRefused, match="The store is as it was"):
        restore(target, written[1])
    assert held(tmp_path / "store") == before
