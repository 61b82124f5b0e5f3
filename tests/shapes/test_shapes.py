"""Every shape accepts its valid examples and rejects each invalid one for the stated reason."""

from pathlib import Path

import pyshacl
import pytest
from rdflib import OWL, RDF, RDFS, SH, Graph, URIRef
from shape_examples import (
    HERE,
    INVALID,
    PSGSH,
    SHAPES,
    TARGETED,
    VALID,
    WORLD,
    Findings,
    constraints,
    example_of,
    expected,
    findings,
    verdict,
)


def name_of(path: Path) -> str:
    """Return the short name of an example for the test report."""
    return f"{path.parts[-3]}-{path.stem}"


@pytest.mark.parametrize("path", [HERE / "context.ttl", *VALID], ids=name_of)
def test_valid_example_is_accepted(path: Path) -> None:
    """A valid example gives no result, not even a warning."""
    assert verdict(path)[0] == set()


@pytest.mark.parametrize("path", INVALID, ids=name_of)
def test_invalid_example_is_rejected_for_the_stated_reason(path: Path) -> None:
    """An invalid example gives the result that its head names, and no other."""
    assert expected(path) == verdict(path)[0] != set()


def test_every_constraint_has_an_invalid_example() -> None:
    """No constraint of a shape can be taken away without an example noticing."""
    promised: Findings = set().union(*(expected(path) for path in INVALID))
    assert constraints() - promised == set()


def test_every_shape_looks_at_a_valid_example() -> None:
    """No shape that has a target is without a valid example that it looks at."""
    looked = set().union(*(verdict(path)[1] for path in VALID))
    assert looked == TARGETED


def test_every_folder_is_named_after_a_shape() -> None:
    """The examples of a shape lie in the folder of its name, valid ones beside invalid ones."""
    names = {str(shape).removeprefix(PSGSH) for shape in TARGETED}
    assert names == {path.parts[-3] for path in VALID}
    assert names == {path.parts[-3] for path in INVALID}


@pytest.mark.parametrize("kind", [SH.NodeShape, SH.PropertyShape])
def test_every_shape_explains_itself(kind: URIRef) -> None:
    """A shape has an address and a name, and what can object a severity and a message."""
    objecting = {shape for shape, _ in constraints()}
    for shape in SHAPES.subjects(RDF.type, kind):
        assert isinstance(shape, URIRef)
        assert SHAPES.value(shape, RDFS.label if kind == SH.NodeShape else SH.name), shape
        if shape in objecting or kind == SH.PropertyShape:
            assert SHAPES.value(shape, SH.severity), shape
            assert SHAPES.value(SHAPES.value(shape, SH.sparql) or shape, SH.message), shape


def test_only_recommendations_are_warnings() -> None:
    """What a catalogue should say is a warning; what it must say is a violation."""
    advice = {PSGSH.RetiredDependency, PSGSH.StepWithoutPhase}
    for shape, severity in SHAPES.subject_objects(SH.severity):
        lenient = str(shape).endswith("-recommended") or shape in advice
        assert severity == (SH.Warning if lenient else SH.Violation), shape


def test_every_own_term_is_used() -> None:
    """Every own class is the target of a shape, and every own property is used in one."""
    classes = set(WORLD.subjects(RDF.type, OWL.Class))
    assert classes - set(SHAPES.objects(predicate=SH.targetClass)) == set()
    kinds = OWL.ObjectProperty, OWL.DatatypeProperty
    properties = {term for kind in kinds for term in WORLD.subjects(RDF.type, kind)}
    assert properties - set(SHAPES.objects()) == set()


def test_shapes_are_valid_shacl() -> None:
    """The shapes conform to the shapes of SHACL itself."""
    conforms, _, text = pyshacl.validate(Graph(), shacl_graph=SHAPES, meta_shacl=True)
    assert conforms, text


@pytest.mark.parametrize(
    "name",
    [
        "PublicService/invalid/digitisation-level-not-in-list.ru",
        "PublicService/invalid/title-missing.ru",
        "DependencyCycle/invalid/two-systems.ru",
    ],
)
def test_validation_of_the_whole_graph_agrees(name: str) -> None:
    """A level 9, a missing title and a circle of dependencies are found in the whole graph too."""
    conforms, report, _ = pyshacl.validate(WORLD + example_of(HERE / name), shacl_graph=SHAPES)
    assert isinstance(report, Graph)
    assert not conforms
    assert findings(report) == expected(HERE / name)
