"""A first load of what was validated before is told in the records, and in the audit log."""

from __future__ import annotations

from pathlib import Path

from graph_service.services.audit.checking import check_audit
from graph_service.services.change_log import changes_by_number
from graph_service.services.deployment import Deployment
from graph_service.services.importing.unchecked import load_unchecked
from graph_service.settings import Settings

GRAPH = "https://w3id.org/public-service-graph/graph/demo/services"


def test_a_dump_becomes_a_store_with_vocabulary_and_record(tmp_path: Path) -> None:
    """The record says that nothing was validated, and audit log and store agree."""
    file = tmp_path / "dump.nq"
    file.write_text(f"<http://example.org/a> <http://example.org/p> <http://example.org/b> <{GRAPH}> .\n")
    settings = Settings(store=f"oxigraph:{tmp_path / 'store'}")
    deployment = Deployment(settings)
    assert load_unchecked(deployment, [file], "tester") == 1
    assert set(deployment.store.graphs()) >= {GRAPH, *deployment.vocabulary.graphs()}
    assert "not validated" in str(changes_by_number(deployment, [1]))
    assert not check_audit(deployment).wrong
    deployment.close()
