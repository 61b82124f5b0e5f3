"""National tables give the counts that their sources state, and break no shape.

The tables of Canada are not in the repository, since their licence is stated elsewhere than with them. Tests on them,
and those that judge whole national tables, which take minutes, are there where NATIONAL_DATA names their folder.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from graph_service.model.terms import PSG, RDF_TYPE
from graph_service.services.deployment import Deployment
from graph_service.services.importing.committing import import_source
from graph_service.services.importing.importers import Wanted, importer_named
from graph_service.services.importing.loading import load
from graph_service.services.importing.outcome import Imported
from graph_service.services.importing.tables.mapping import read_mapping
from graph_service.services.importing.tables.transforming import map_table
from graph_service.settings import Settings

ROOT = Path(__file__).parents[3]
HERE = Path(__file__).parent
JAPAN = ROOT / "seed-data" / "japan" / "source" / "procedures.csv"
UK = ROOT / "mappings" / "uk" / "source" / "transaction-volumes.csv"
CANADA = Path(os.environ.get("NATIONAL_DATA", "")) / "canada"
SERVICES, STANDARDS = CANADA / "gc_service_inventory_1752.csv", CANADA / "gc_service_standards_2343.csv"
TABLES: dict[str, dict[str, Path]] = {
    "japan": {"japan": JAPAN},
    "uk": {"uk": UK},
    "canada": {"canada-services": SERVICES, "canada-standards": STANDARDS},
}
SERVICE = "http://purl.org/vocab/cpsv#PublicService"
ORGANISATION = "http://data.europa.eu/m8g/PublicOrganisation"
LEVEL = NamedNode(f"{PSG}digitisationLevel")


def mapped(name: str, path: Path) -> Imported:
    return map_table(read_mapping(ROOT, name), path.name, path.read_bytes(), Settings(home=ROOT))


def classes(imported: Imported) -> Counter[str]:
    kinds = {
        (triple.subject.value, triple.object.value)  # type: ignore[union-attr]
        for content in imported.graphs.values()
        for triple in content
        if triple.predicate.value == RDF_TYPE
    }
    return Counter(kind for _, kind in kinds)


def test_uk() -> None:
    """734 services; figures without a number are no figures, and each year of a series is there once."""
    imported = mapped("uk", UK)
    found = classes(imported)
    assert (imported.rows, found[SERVICE]) == (734, 734)
    assert found[f"{PSG}IndicatorObservation"] == 20_114
    assert {left.reason for left in imported.left_out} == {
        "Transactions online without a total above 0, or above the total."
    }


def test_canada_services_from_six_interaction_points() -> None:
    """Every point online is level 4, the application is level 3, none level 1; not applicable is not known."""
    imported = mapped("canada-services", HERE / "fictional" / "canada-services.csv")
    levels = {
        triple.subject.value.rpartition("/")[2]: triple.object.value[-1]  # type: ignore[union-attr]
        for content in imported.graphs.values()
        for triple in content
        if triple.predicate == LEVEL
    }
    assert levels == {"canada-all": "4", "canada-some": "3", "canada-none": "1", "canada-no-form": "1"}
    assert [str(left.place) for left in imported.left_out if "fiscal year" in left.reason] == ["canada-services.csv:8"]


if "NATIONAL_DATA" in os.environ:

    def test_canada_counts() -> None:
        """1,751 services of 79 organisations, and 2,343 standards."""
        services = mapped("canada-services", SERVICES)
        found = classes(services)
        assert (services.rows, found[SERVICE], found[ORGANISATION]) == (1752, 1751, 79)
        standards = mapped("canada-standards", STANDARDS)
        assert (standards.rows, classes(standards)[f"{PSG}PerformanceIndicator"]) == (2343, 2343)

    @pytest.mark.slow
    @pytest.mark.parametrize("tables", TABLES.values(), ids=TABLES)
    def test_national_tables_break_no_shape(tables: dict[str, Path], tmp_path: Path) -> None:
        """And are committed."""
        deployment = Deployment(Settings(store=f"oxigraph:{tmp_path / 'store'}", home=ROOT))
        load(deployment.store, [ROOT / "seed-data" / "govstack"], deployment.vocabulary)
        for name, path in tables.items():
            importer = importer_named(ROOT, name)
            wanted = Wanted(importer.stack)
            _, verdict = import_source(deployment, importer, path.read_bytes(), path.name, wanted)
            assert [finding for finding in verdict.findings if finding.severity == "violation"] == []
            assert verdict.generation
        deployment.close()


def test_standards_are_refused_before_their_services(tmp_path: Path) -> None:
    """They refer to them."""
    deployment = Deployment(Settings(store=f"oxigraph:{tmp_path / 'store'}", home=ROOT))
    importer = importer_named(ROOT, "canada-standards")
    with pytest.raises(Exception, match="import that first"):
        import_source(deployment, importer, b"service_id\n", "standards.csv", Wanted(importer.stack))
    deployment.close()
