"""Profiles are found by their folder, and hold what their files say."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import NamedNode, QueryTriples

from graph_service.errors import NotAcceptable, QueryFileError, UnknownName
from graph_service.model.profile import DEFAULT
from graph_service.services.deployment import Deployment
from graph_service.services.profiles import read_profiles
from graph_service.services.publishing.dcat import describe_catalogues, may_describe
from graph_service.services.publishing.profiled import in_profile, profiles_of, readers_graphs, thing_in_profile

ROOT = Path(__file__).parents[2]
PROFILES = read_profiles(ROOT / "profiles")
QUERIES = [(profile.name, query) for profile in PROFILES.profiles.values() for query in profile.queries]
DESCRIBED = """
title: Names
description: What things are called.
iri: https://names.example/
specification: https://names.example/specification
"""
QUERY = """#+ summary: Names of services
#+ source: https://names.example/
CONSTRUCT { ?thing <https://names.example/name> ?name } WHERE {
  VALUES ?graph { <https://w3id.org/public-service-graph/graph/demo/services> }
  VALUES ?thing { UNDEF }
  GRAPH ?graph { ?thing a <http://purl.org/vocab/cpsv#PublicService> }
  ?thing <http://purl.org/dc/terms/title> ?name .
}
"""
#: What only catalogues of others hold; their import is tested with examples of it.
NOT_IN_SEED_DATA = {"addresses", "links", "contact-points", "evidence", "opening-hours", "rules"}


def test_each_folder_is_a_profile() -> None:
    """With what is offered from the start, and none broken."""
    folders = {path.name for path in (ROOT / "profiles").iterdir() if path.is_dir()}
    assert PROFILES.broken == {}
    assert set(PROFILES.profiles) == folders >= {"psg", "cpsv-ap", "schema-org"}
    assert len({profile.iri for profile in PROFILES.profiles.values()}) == len(folders)


@pytest.mark.parametrize(("profile", "query"), QUERIES, ids=lambda value: getattr(value, "name", value))
def test_each_query_answers_as_it_stands(seeded: Deployment, profile: str, query: object) -> None:
    """On the seed data that its example names."""
    result = seeded.store.query(query.text)  # type: ignore[attr-defined]
    assert isinstance(result, QueryTriples)
    named = query.name  # type: ignore[attr-defined]
    assert any(True for _ in result) or named in NOT_IN_SEED_DATA | {"agents", "concepts", "places"}, profile


def test_the_default_profile_is_all_as_it_is(seeded: Deployment) -> None:
    """No statement more or less."""
    graph = f"{seeded.settings.base}graph/demo/services"
    assert in_profile(seeded, seeded.profiles.get(DEFAULT), [graph]) == set(seeded.store.triples(graph))


@pytest.mark.parametrize("name", ["cpsv-ap", "schema-org"])
def test_a_thing_is_described_as_in_the_whole(seeded: Deployment, name: str) -> None:
    """What is said of it, and of what it names, is what the profile of everything says."""
    profile, thing = PROFILES.get(name), f"{seeded.settings.base}id/service/demo-birth-registration"
    one, whole = thing_in_profile(seeded, profile, thing), in_profile(seeded, profile, readers_graphs(seeded))
    assert one <= whole
    assert {t for t in whole if str(t.subject) == f"<{thing}>"} <= one


def test_a_profile_that_is_added_needs_no_code(seeded: Deployment, tmp_path: Path) -> None:
    """A folder with two files."""
    folder = tmp_path / "names"
    folder.mkdir()
    (folder / "profile.yaml").write_text(DESCRIBED, encoding="utf-8")
    (folder / "names.rq").write_text(QUERY, encoding="utf-8")
    profile = read_profiles(tmp_path).get("https://names.example/")
    assert profile.name == "names"
    services = f"{seeded.settings.base}graph/demo/services"
    assert len({triple.subject for triple in in_profile(seeded, profile, [services])}) == 62
    assert in_profile(seeded, profile, [f"{seeded.settings.base}graph/demo/systems"]) == set()


@pytest.mark.parametrize(
    ("yaml", "query", "message"),
    [
        ("title: x", QUERY, "Give the profile its description"),
        ("title: [", QUERY, "Not YAML"),
        (DESCRIBED + "colour: red\n", QUERY, "Unknown key 'colour'"),
        (DESCRIBED.replace("https://names.example/\n", "names\n", 1), QUERY, "iri must be an address"),
        (DESCRIBED, QUERY.replace("#+ source: https://names.example/\n", ""), "needs 'source'"),
        (DESCRIBED, QUERY.replace("  VALUES ?thing { UNDEF }\n", ""), "needs a line 'VALUES .thing"),
        (DESCRIBED, QUERY.replace("CONSTRUCT {", "CONSTRUCT {{"), "Not SPARQL"),
        (
            DESCRIBED,
            QUERY.replace("CONSTRUCT { ?thing <https://names.example/name> ?name }", "ASK"),
            "must be CONSTRUCT",
        ),
        (DESCRIBED, QUERY.replace("?name .\n", "?name . SERVICE <urn:x> { ?thing ?p ?o }\n"), "SERVICE is not allowed"),
    ],
)
def test_a_wrong_file_hurts_its_own_profile_alone(tmp_path: Path, yaml: str, query: str, message: str) -> None:
    """And the error names the file."""
    for name, described, text in (("good", DESCRIBED, QUERY), ("wrong", yaml, query)):
        (tmp_path / name).mkdir()
        (tmp_path / name / "profile.yaml").write_text(described, encoding="utf-8")
        (tmp_path / name / "names.rq").write_text(text, encoding="utf-8")
    found = read_profiles(tmp_path)
    assert set(found.profiles) == {"good", "psg"}
    with pytest.raises(QueryFileError, match=rf"{tmp_path.name}/wrong/(profile.yaml|names.rq).*{message}"):
        found.get("wrong")


def test_what_has_no_place_in_a_profile_is_said_so(seeded: Deployment) -> None:
    """With the profiles that have one for it."""
    item = f"{seeded.settings.base}id/roadmap-item/demo-key-management"
    with pytest.raises(NotAcceptable) as refused:
        thing_in_profile(seeded, PROFILES.get("cpsv-ap"), item)
    assert refused.value.offered == ("psg",)
    assert [
        profile.name for profile in profiles_of(seeded, f"{seeded.settings.base}id/system/demo-address-register")
    ] == [
        "psg",
        "schema-org",
    ]


@pytest.mark.parametrize("iri", ["id/service/none", "id/service/a b", "id/service/<x>"])
def test_what_is_not_there_is_unknown(seeded: Deployment, iri: str) -> None:
    """In any profile."""
    with pytest.raises(UnknownName):
        thing_in_profile(seeded, PROFILES.get("cpsv-ap"), f"{seeded.settings.base}{iri}")


def test_a_profile_that_is_not_there_is_unknown() -> None:
    """With those that are."""
    with pytest.raises(UnknownName, match="cpsv-ap"):
        PROFILES.get("cpsvap")


def test_what_the_description_of_catalogues_says_something_of_is_known_before_it_is_made(seeded: Deployment) -> None:
    """Nothing that it describes and that is a thing here is missed; a service or a system isn't in it."""
    described = {triple.subject for triple in describe_catalogues(seeded, "https://example.org")}
    here = {thing for thing in described if isinstance(thing, NamedNode) and any(seeded.store.match(thing, None, None))}
    assert len(here) > 20
    assert all(may_describe(seeded, thing) for thing in here)
    for key in ("service/demo-birth-registration", "system/demo-address-register"):
        assert not may_describe(seeded, NamedNode(f"{seeded.settings.base}id/{key}"))
