"""Releases are published as they are, stay as they were, and can be compared and withdrawn."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions

from graph_service.errors import InvalidArguments, NothingToDo, UnknownName, WriteRefused
from graph_service.model.change import Change
from graph_service.services.ask import evaluate, prepare
from graph_service.services.changing import apply
from graph_service.services.deployment import Deployment
from graph_service.services.release_difference import difference
from graph_service.services.releases import catalogue_of, own_graph, published, release_of
from graph_service.services.releasing import publish, withdraw
from graph_service.services.undoing import undo
from graph_service.services.views import read_view, seen

BASE = "https://w3id.org/public-service-graph/"
SERVICES = NamedNode(f"{BASE}graph/demo/services")
BIRTH = NamedNode(f"{BASE}id/service/demo-birth-registration")
LEVEL = NamedNode(f"{BASE}def/digitisationLevel")
FOUR = NamedNode(f"{BASE}codelist/digitisation-level/4")


def moved(deployment: Deployment, thing: NamedNode = BIRTH, level: int = 3) -> Change:
    """A service goes to another level."""
    old = [Quad(t.subject, t.predicate, t.object, SERVICES) for t in deployment.store.match(thing, LEVEL, None)]
    new = NamedNode(f"{BASE}codelist/digitisation-level/{level}")
    return Change({}, "A level", added=[Quad(thing, LEVEL, new, SERVICES)], removed=old)


def levels(deployment: Deployment, release: str = "") -> dict[str, str]:
    """How many services are at each level, as of ``release``."""
    view = read_view(deployment, {"release": [release]} if release else {})
    query = deployment.queries.get("services-by-digitisation-level")
    with seen(deployment, view) as store:
        result = evaluate(store, prepare(deployment, query, {"stack": ["demo"]}, view=view)).result
        assert isinstance(result, QuerySolutions)
        return {str(row["level"]): str(row["services"]) for row in result}


@pytest.fixture(scope="module")
def released(seeded: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Examplia, with a level mended and published as 3.0, and then another."""
    place = tmp_path_factory.mktemp("released") / "store"
    shutil.move(seeded.store.snapshot(), place)
    deployment = Deployment(replace(seeded.settings, store=f"oxigraph:{place}"))
    deployment.__dict__["gate"] = seeded.gate  # the same shapes, read once
    apply(deployment, moved(deployment))
    done = publish(deployment, "demo", "services", "3.0", "A level mended.", "Agency")
    assert (done.release.status, done.release.graph) == ("current", SERVICES.value)
    assert done.report.conforms
    apply(deployment, moved(deployment, NamedNode(f"{BASE}id/service/demo-burial-permit"), 2))
    yield deployment
    deployment.close()


def test_the_former_release_is_what_it_was(seeded: Deployment, released: Deployment) -> None:
    """Though the level was changed before 3.0 was published: what changed after 2.0 is no part of it."""
    was = set(seeded.store.triples(SERVICES.value))
    catalogue = catalogue_of(released, "demo", "services")
    former = release_of(released, catalogue, "2.0")
    assert (former.status, former.graph) == ("superseded", f"{SERVICES.value}/2.0")
    assert set(released.store.triples(former.graph)) == was
    assert release_of(released, catalogue, "3.0").previous == former.iri
    assert catalogue.current.endswith("/demo-services-3-0")


def test_each_release_answers_as_when_it_was_published(seeded: Deployment, released: Deployment) -> None:
    """Also the current one, which was edited since; by default readers see the edits."""
    first, second, third = (levels(released, f"demo-services-{n}-0") for n in (1, 2, 3))
    assert first == levels(seeded, "demo-services-1-0")
    assert second == levels(seeded)
    assert len({str(sorted(found.items())) for found in (first, second, third, levels(released))}) == 4


def test_an_edited_release_that_was_loaded_can_be_asked_for(writable: Deployment) -> None:
    """Before another one is published: later changes are taken back."""
    assert read_view(writable, {"release": ["demo-services-2-0"]}).releases == {}
    before = levels(writable)
    apply(writable, moved(writable))
    assert levels(writable) != before
    assert levels(writable, "demo-services-2-0") == before


def test_releases_do_not_change(released: Deployment) -> None:
    """Neither by a change of theirs, nor by an undo of their publication."""
    for version in ("1.0", "2.0", "3.0"):
        quad = Quad(BIRTH, LEVEL, FOUR, NamedNode(f"{SERVICES.value}/{version}"))
        for change in (Change({}, "c", added=[quad]), Change({quad.graph_name.value: []}, "c")):  # type: ignore[union-attr]
            if version != "2.0" or change.graphs:
                with pytest.raises(WriteRefused, match="published release"):
                    apply(released, change)
    with pytest.raises(WriteRefused, match="published release"):
        undo(released, released.store.generation() - 1)


def test_what_can_not_be_published(seeded: Deployment, writable: Deployment) -> None:
    """Nothing new, no version, a version that is taken, no notes, no such catalogue."""
    with pytest.raises(NothingToDo, match=r"since 2\.0"):
        publish(writable, "demo", "services", "3.0", "Nothing.")
    for version in ("", "3/0", "../x", "3.0 ", "A", "1.0", "1-0", "9" * 50):
        with pytest.raises(InvalidArguments, match="version"):
            publish(writable, "demo", "services", version, "Notes.")
    with pytest.raises(InvalidArguments, match="notes"):
        publish(writable, "demo", "services", "3.0", " ")
    with pytest.raises(UnknownName, match="catalogue"):
        publish(writable, "demo", "service", "3.0", "Notes.")
    with pytest.raises(UnknownName, match="demo"):
        publish(writable, "dmo", "services", "3.0", "Notes.")
    assert writable.store.generation() == seeded.store.generation()


def test_a_key_for_another_stack_publishes_nothing(writable: Deployment) -> None:
    """The gate of graphs holds for releases too."""
    apply(writable, moved(writable))
    generation = writable.store.generation()
    with pytest.raises(WriteRefused, match="stack reference"):
        publish(writable, "demo", "services", "3.0", "Notes.", scope="reference")
    assert writable.store.generation() == generation


def test_a_withdrawn_release_can_be_read_and_says_so(writable: Deployment) -> None:
    """The current one stays until another takes its place."""
    withdraw(writable, "demo", "services", "1.0", "Levels were guessed.", "Agency")
    catalogue = catalogue_of(writable, "demo", "services")
    release = release_of(writable, catalogue, "1.0")
    assert (release.status, release.reason) == ("withdrawn", "Levels were guessed.")
    view = read_view(writable, {"release": [release.key]})
    assert view.withdrawn == (release.iri,)
    bound = prepare(writable, writable.queries.get("stacks"), {}, view=view)
    assert bound.receipt.withdrawn == (release.iri,)
    with pytest.raises(NothingToDo, match="already"):
        withdraw(writable, "demo", "services", "1.0", "Again.")
    with pytest.raises(WriteRefused, match="current"):
        withdraw(writable, "demo", "services", "2.0", "Wrong.")
    with pytest.raises(InvalidArguments, match="reason"):
        withdraw(writable, "demo", "services", "2.0", " ")
    with pytest.raises(UnknownName, match="release"):
        withdraw(writable, "demo", "services", "7.0", "Wrong.")


def test_the_difference_of_the_two_releases_of_examplia(seeded: Deployment) -> None:
    """54 services, of which two are gone, and ten that are new: 62; and what that does to the answers."""
    found = difference(seeded, "demo", "services", "1.0", "2.0")
    services = [thing for thing in found.things if thing.kind == "public service"]
    what = {kind: {t.title for t in services if t.what == kind} for kind in ("New", "Gone", "Changed")}
    assert what["Gone"] == {"Duplicate of a lost driving licence", "Trade licence by fax"}
    assert (len(what["New"]), len(what["Changed"])) == (10, 52)
    answers = {a.query.name: a for a in found.answers.differences}
    by_level = answers["services-by-digitisation-level"]
    assert by_level.given == {"stack": "demo"}
    assert by_level.counts["changed"] == len(by_level.difference.rows) == 5
    assert "roadmap-dependencies" not in answers
    assert "public service: 10 new, 2 gone, 52 changed" in found.words()
    back = difference(seeded, "demo", "demo-services", "2.0", "1.0")
    assert (back.delta.added, back.delta.removed) == (found.delta.removed, found.delta.added)


def test_the_difference_to_the_state_of_now(released: Deployment) -> None:
    """Between 2.0 and 3.0 one service was moved, and another since."""
    of = {after: difference(released, "demo", "services", "2.0", after) for after in ("3.0", "now")}
    assert [thing.iri for thing in of["3.0"].things] == [BIRTH.value]
    assert len(of["now"].things) == 2
    assert {a.query.name for a in of["3.0"].answers.differences} >= {"services-by-digitisation-level"}


def test_a_register_of_catalogues_can_be_released(writable: Deployment) -> None:
    """What it says of its own release is part of the release."""
    catalogue = catalogue_of(writable, "demo", "stack")
    keyword = NamedNode("http://www.w3.org/ns/dcat#keyword")
    title = Quad(NamedNode(catalogue.iri), keyword, Literal("a", language="en"), NamedNode(catalogue.graph))
    apply(writable, Change({}, "A keyword", added=[title]))
    publish(writable, "demo", "stack", "2.0", "A keyword.")
    catalogue = catalogue_of(writable, "demo", "stack")
    release = release_of(writable, catalogue, "2.0")
    assert release.status == "current"
    assert set(published(writable, catalogue, release)) == set(writable.store.triples(catalogue.graph))
    assert title.triple not in set(writable.store.triples(own_graph(catalogue, "1.0")))
