"""The Backstage file is what Backstage takes: by its published schemas, its rules for names, and its references."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
import yaml
from countries import HOSTILE
from pyoxigraph import QuerySolutions

from graph_service.services.deployment import Deployment

SCHEMAS = Path(__file__).parent / "backstage-schemas"
STACKS = ("demo", "japan", "reference", "void", "hostile")
#: Source: FieldFormatEntityPolicy of @backstage/catalog-model.
NAME = re.compile(r"([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
TAG = re.compile(r"[a-z0-9+#]+(-[a-z0-9+#]+)*")
DOMAIN = re.compile(r"[a-z0-9]+(?:-+[a-z0-9]+)*(\.[a-z0-9]+(?:-+[a-z0-9]+)*)*")
PREFIXES = """
PREFIX cpsv: <http://purl.org/vocab/cpsv#>
PREFIX psg: <https://w3id.org/public-service-graph/def/>
"""


@pytest.fixture(scope="session")
def entities(exported: Callable[[str, str], bytes]) -> Callable[[str], list[dict[str, Any]]]:
    read: dict[str, list[dict[str, Any]]] = {}

    def entities_of(stack: str) -> list[dict[str, Any]]:
        if stack not in read:
            read[stack] = list(yaml.load_all(exported("backstage", stack), Loader=yaml.CSafeLoader))
        return read[stack]

    return entities_of


@pytest.fixture(scope="session")
def schemas() -> dict[str, Any]:
    documents = {path: json.loads(path.read_text(encoding="utf-8")) for path in SCHEMAS.glob("*.json")}
    registry = jsonschema_rs.Registry(
        [(f"json-schema:///{document['$id']}", document) for document in documents.values()]
    )
    return {
        path.name.partition(".")[0]: jsonschema_rs.validator_for(document, registry=registry)
        for path, document in documents.items()
        if ".v1alpha1." in path.name
    }


def references(entity: dict[str, Any]) -> list[str]:
    """What the entity refers to, from any field of its spec."""
    spec = entity["spec"]
    lists = [spec.get(name, []) for name in ("dependsOn", "providesApis", "children")]
    single = [spec[name] for name in ("owner", "system", "domain", "parent") if name in spec]
    return [*single, *(reference for listed in lists for reference in listed)]


def reference(entity: dict[str, Any]) -> str:
    return f"{entity['kind']}:default/{entity['metadata']['name']}".lower()


@pytest.mark.parametrize("stack", STACKS)
def test_entities_are_valid(
    stack: str, entities: Callable[[str], list[dict[str, Any]]], schemas: dict[str, Any]
) -> None:
    """By the schema of their kind."""
    for entity in entities(stack):
        schemas[entity["kind"]].validate(entity)
    assert entities(stack)


def test_the_schemas_refuse_what_is_wrong(
    entities: Callable[[str], list[dict[str, Any]]], schemas: dict[str, Any]
) -> None:
    """So that a file that passes means something."""
    component = next(entity for entity in entities("demo") if entity["kind"] == "Component")
    assert not schemas["Component"].is_valid({**component, "spec": {"type": "system"}})
    assert not schemas["Component"].is_valid({**component, "metadata": {}})


@pytest.mark.parametrize("stack", STACKS)
def test_names_and_references_are_right(stack: str, entities: Callable[[str], list[dict[str, Any]]]) -> None:
    """Names are valid and no two are the same but for case; what is referred to is there."""
    found = entities(stack)
    names = Counter(reference(entity) for entity in found)
    assert max(names.values()) == 1
    for entity in found:
        metadata = entity["metadata"]
        assert NAME.fullmatch(metadata["name"])
        assert len(metadata["name"]) <= 63
        assert all(TAG.fullmatch(tag) for tag in metadata.get("tags", []))
        for key in (*metadata["annotations"], *metadata.get("labels", {})) if "annotations" in metadata else ():
            prefix, _, name = key.partition("/")
            assert DOMAIN.fullmatch(prefix)
            assert NAME.fullmatch(name)
        assert set(references(entity)) <= set(names)


@pytest.mark.parametrize("stack", ["demo", "japan"])
@pytest.mark.parametrize(
    ("term", "kinds", "turned"),
    [
        ("psg:supportedBySystem", ("cpsv:PublicService", "psg:System"), False),
        ("psg:requiresBuildingBlock", ("cpsv:PublicService", "psg:BuildingBlock"), False),
        ("psg:realisesBuildingBlock", ("psg:System", "psg:BuildingBlock"), True),
        ("psg:dependsOn", ("psg:System", "psg:System"), False),
    ],
)
def test_dependencies_are_those_of_the_graph(
    stack: str,
    term: str,
    kinds: tuple[str, str],
    turned: bool,
    countries: Deployment,
    entities: Callable[[str], list[dict[str, Any]]],
) -> None:
    """As many and between the same things."""
    iris = {
        reference(entity): entity["metadata"].get("annotations", {}).get("w3id.org/iri") for entity in entities(stack)
    }
    result = countries.store.query(
        f"""{PREFIXES} SELECT DISTINCT ?s ?o {{ ?s {term} ?o ; a {kinds[0]} . ?o a {kinds[1]}
        FILTER(CONTAINS(STR(?s), "/{stack}-")) }}"""
    )
    assert isinstance(result, QuerySolutions)
    wanted = {(row["o"].value, row["s"].value) if turned else (row["s"].value, row["o"].value) for row in result}
    ends = tuple(re.sub(r"(?<!^)(?=[A-Z])", "-", name.partition(":")[2]).lower() for name in kinds)
    ends = tuple(end.replace("public-service", "service") for end in (ends[::-1] if turned else ends))
    found = {
        (iris[reference(entity)], iris[other])
        for entity in entities(stack)
        for other in entity["spec"].get("dependsOn", ())
        if f"/id/{ends[0]}/" in iris[reference(entity)] and f"/id/{ends[1]}/" in iris[other]
    }
    assert found == wanted


def test_lifecycle_and_owner_are_those_of_the_graph(entities: Callable[[str], list[dict[str, Any]]]) -> None:
    """A retired system is deprecated; where nobody is stated as the owner, the file says that."""
    demo = {entity["metadata"]["name"]: entity for entity in entities("demo")}
    assert {e["spec"]["lifecycle"] for e in demo.values() if e["kind"] == "Component"} == {
        *("experimental", "production", "deprecated")
    }
    unowned = [entity for entity in entities("japan") if entity["spec"].get("owner") == "group:default/not-stated"]
    assert sum(entity["spec"].get("type") == "system" for entity in unowned) == 222 - 23
    assert "not-stated" in {entity["metadata"]["name"] for entity in entities("japan")}


def test_a_hostile_title_stays_a_title(entities: Callable[[str], list[dict[str, Any]]]) -> None:
    """And systems that differ in case alone have two names."""
    found = entities("hostile")
    assert {e["metadata"]["title"] for e in found if e["spec"].get("type") in {"system", "public-service"}} == {
        HOSTILE.replace("\u0007", "\ufffd")
    }
    systems = [e["metadata"]["name"] for e in found if e["spec"].get("type") == "system"]
    assert len({name.lower() for name in systems}) == 2


def test_fictional_entities_say_so(entities: Callable[[str], list[dict[str, Any]]]) -> None:
    """Each of them, since a portal shows one at a time."""
    labels = {
        stack: {str(e["metadata"].get("labels")) for e in entities(stack) if e["metadata"]["name"] != "not-stated"}
        for stack in ("demo", "japan")
    }
    assert labels == {"demo": {"{'w3id.org/fictional-stack': 'true'}"}, "japan": {"None"}}
