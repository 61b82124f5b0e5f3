"""What-if scenarios: actions do what they say, differences are right, nothing of the graph changes."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Quad, QueryBoolean

from graph_service.errors import InvalidArguments, SourceError, UnknownName
from graph_service.model.scenario import Edits, Scenario, Step, read_step, read_steps
from graph_service.model.terms import is_current_graph
from graph_service.services.deployment import Deployment
from graph_service.services.gate import validate
from graph_service.services.scenarios import saved
from graph_service.services.scenarios.actions import read_actions
from graph_service.services.scenarios.asking import ask_under
from graph_service.services.scenarios.overlay import as_change, edits_of, overlaid, without_effect
from graph_service.store.base import GraphStore

RETIRE = "retire-system:system=demo-identity-provider"
WALLET = "operate-building-block:building_block=wallet,stack=demo"
MOVE = "move-roadmap-item:item=demo-consent-manager,year="
WEIGHT = "change-weight:criterion=users-demand,weight=0.5,stack=demo"
EVERY = [
    "retire-system:system=demo-city-cash-desk",
    "retire-building-block:building_block=identity,stack=demo",
    "move-roadmap-item:item=demo-catalogue-training,year=2028",
    WALLET,
    WEIGHT,
]


def scenario(*actions: str, name: str = "") -> Scenario:
    return Scenario(read_steps(actions), name)


def holds(store: GraphStore, pattern: str) -> bool:
    result = store.query(f"PREFIX psg: <https://w3id.org/public-service-graph/def/> ASK {{ {pattern} }}")
    assert isinstance(result, QueryBoolean)
    return bool(result)


@pytest.fixture
def kept(seeded: Deployment, tmp_path: Path) -> Iterator[Deployment]:
    """The seeded deployment with a folder of its own for scenarios."""
    deployment = Deployment(replace(seeded.settings, scenarios=str(tmp_path / "scenarios")))
    deployment.__dict__["store"] = seeded.store
    yield deployment
    if "branches" in deployment.__dict__:
        deployment.branches.close()


def test_every_action_is_tried_here(seeded: Deployment) -> None:
    """A new action file gets its line above."""
    assert seeded.actions.broken == {}
    assert {read_step(text).action for text in EVERY} == set(seeded.actions.queries)


def test_actions_give_a_valid_graph_and_change_nothing(seeded: Deployment) -> None:
    """What an overlay holds breaks no shape; the graph itself stays as it was."""
    before, found = seeded.store.generation(), scenario(*EVERY)
    assert without_effect(seeded, found) == []
    change = as_change(found, edits_of(seeded, found.steps))
    gone, come = set(change.removed), set(change.added)
    data = [
        quad.triple
        for graph in seeded.store.graphs()
        if is_current_graph(seeded.settings.base, graph) and "/graph/system/" not in graph
        for triple in seeded.store.triples(graph)
        if (quad := Quad(triple.subject, triple.predicate, triple.object, NamedNode(graph))) not in gone
    ]
    data += [quad.triple for quad in come]
    assert validate(data, seeded.vocabulary).violations == 0
    assert seeded.store.generation() == before


def test_retiring_a_system_is_seen_by_queries(seeded: Deployment) -> None:
    """Identity is missing then, and was not before."""
    query = seeded.queries.get("missing-building-blocks")
    found = ask_under(seeded, scenario(RETIRE), query, {"stack": ["demo"]})
    assert [(row.kind, row.row["buildingBlockTitle"].value) for row in found.difference.rows] == [("added", "Identity")]  # type: ignore[union-attr]
    assert found.difference.same == 5
    assert found.actions == ["Retire a system: Examplia ID"]
    assert found.words[0] == "1 row new; 5 rows as before."


def test_steps_are_applied_one_after_the_other(seeded: Deployment) -> None:
    """The second sees what the first did; what they undo is no edit."""
    twice = edits_of(seeded, read_steps([f"{MOVE}2028", f"{MOVE}2026"]))
    assert twice == edits_of(seeded, read_steps([f"{MOVE}2026"]))
    assert edits_of(seeded, read_steps([f"{MOVE}2028", f"{MOVE}2027"])) == Edits()
    with overlaid(seeded, scenario(WALLET, RETIRE)) as store:
        assert holds(store, "<https://w3id.org/public-service-graph/id/system/demo-hypothetical-wallet> a psg:System")
        assert not holds(
            store,
            "?s psg:realisesBuildingBlock <https://w3id.org/public-service-graph/id/building-block/identity> ; "
            "psg:systemStatus <https://w3id.org/public-service-graph/codelist/system-status/in-operation>",
        )


def test_only_current_graphs_are_edited(seeded: Deployment) -> None:
    """A superseded release is history, whatever would be."""
    for action in EVERY:
        edits = edits_of(seeded, read_steps([action]))
        graphs = {
            quad.graph_name.value for quad in edits.added | edits.removed if isinstance(quad.graph_name, NamedNode)
        }
        assert all(graph.rpartition("/graph/demo/")[2].isalpha() for graph in graphs)


def test_weights_still_add_up(seeded: Deployment) -> None:
    """The others keep their proportions."""
    edits = edits_of(seeded, read_steps([WEIGHT]))
    weights = sorted(float(str(quad.object.value)) for quad in edits.added)  # type: ignore[union-attr]
    assert weights == pytest.approx([0.5 * 0.15 / 0.7] * 3 + [0.5 * 0.25 / 0.7, 0.5])
    assert sum(weights) == pytest.approx(1)


def test_scenarios_are_compared_with_each_other(seeded: Deployment) -> None:
    """The other scenario stands in the place of the graph as it is."""
    query = seeded.queries.get("missing-building-blocks")
    found = ask_under(seeded, scenario(WALLET), query, {"stack": ["demo"]}, scenario(RETIRE))
    assert [(row.kind, row.row["buildingBlockTitle"].value) for row in found.difference.rows] == [  # type: ignore[union-attr]
        ("removed", "Identity"),
        ("removed", "Wallet"),
    ]
    assert found.against == ["Retire a system: Examplia ID"]


def test_every_query_can_be_asked_under_a_scenario(seeded: Deployment) -> None:
    """With the examples of its file; the difference to itself is none."""
    for query in seeded.queries.queries.values():
        given = {p.name: [p.example.strip('<>"')] for p in query.parameters.values() if p.example != "UNDEF"}
        if query.analysis != "procurement-plan":
            assert ask_under(seeded, scenario(RETIRE), query, given, scenario(RETIRE)).difference.rows == []


def test_a_broken_action_file_is_named_and_hurts_no_other(tmp_path: Path) -> None:
    """With file and reason."""
    (tmp_path / "clear.ru").write_text("#+ summary: Clear\nCLEAR ALL\n", encoding="utf-8")
    (tmp_path / "headless.ru").write_text("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { ?s ?p ?o }", encoding="utf-8")
    good = "#+ summary: Good\nDELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }"
    (tmp_path / "good.ru").write_text(good, encoding="utf-8")
    found = read_actions(tmp_path)
    assert set(found.queries) == {"good"}
    assert set(found.broken) == {"clear", "headless"}
    with pytest.raises(Exception, match=r"clear\.ru"):
        found.get("clear")
    with pytest.raises(UnknownName, match="good"):
        found.get("goood")


@pytest.mark.parametrize("text", ["", "Retire", "a:b", "a:=c", "../x:y=z", "+", "a:b=c,d"])
def test_what_is_no_step_is_refused(text: str) -> None:
    """With an example of one."""
    with pytest.raises(InvalidArguments, match="retire-system:system"):
        read_steps([text])


def test_steps_are_written_as_they_are_read() -> None:
    """Also with commas, plus and percent signs in values."""
    step = Step("act", {"a": "x,y+z%2C", "b": "https://example.org/id/a?b=c#d"})
    assert read_step(str(step)) == step
    assert read_steps([f"{step}+{step}"]) == (step, step)


@pytest.mark.parametrize(
    ("action", "parameter"),
    [
        ("retire-system:system=demo-identity-provder", "system"),
        ("retire-system:sytem=demo-identity-provider", "sytem"),
        (f"{MOVE}soon", "year"),
        ("move-roadmap-item:item=nowhere,year=2028", "action"),
        ("retire-system:system=demo-appointment-book", "action"),
    ],
)
def test_what_can_not_be_meant_is_refused(action: str, parameter: str, kept: Deployment) -> None:
    """An unknown thing, an unknown parameter, a wrong value, and a step that changes nothing."""
    with pytest.raises(InvalidArguments) as refused:
        saved.save(kept, scenario(action, name="wrong"))
    assert parameter in {problem.parameter for problem in refused.value.problems}
    assert saved.list_saved(kept) == []


def test_scenarios_are_kept(kept: Deployment) -> None:
    """Until they are deleted, also by another process."""
    new = Scenario(read_steps([RETIRE, WALLET]), "both", "Both", "Two things at once.")
    saved.save(kept, new)
    other = Deployment(kept.settings)
    assert saved.list_saved(other) == [new]
    assert saved.read_saved(other, "both") == new
    with pytest.raises(InvalidArguments, match="delete it first"):
        saved.save(kept, new)
    with pytest.raises(UnknownName, match="both"):
        saved.read_saved(kept, "bot")
    saved.delete(kept, "both")
    assert saved.list_saved(kept) == []
    with pytest.raises(UnknownName):
        saved.delete(kept, "both")


@pytest.mark.parametrize("name", ["", "ad-hoc", "../x", "Big", "a--b", "x" * 81, "a.json", "é"])
def test_names_that_addresses_can_not_have_are_refused(name: str, kept: Deployment) -> None:
    """Nor can one leave the folder."""
    with pytest.raises(InvalidArguments):
        saved.save(kept, scenario(RETIRE, name=name))
    with pytest.raises(UnknownName):
        saved.read_saved(kept, name)


def test_a_spoilt_file_is_named(kept: Deployment) -> None:
    """It is no crash."""
    saved.save(kept, scenario(RETIRE, name="fine"))
    folder = Path(kept.settings.scenarios)
    for content in ("{", "[]", json.dumps({"steps": [1], "title": "", "description": ""})):
        (folder / "spoilt.json").write_text(content, encoding="utf-8")
        with pytest.raises(SourceError, match=r"spoilt\.json"):
            saved.list_saved(kept)
