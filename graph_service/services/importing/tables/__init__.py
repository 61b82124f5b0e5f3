"""Tables (CSV, TSV, XLSX, JSON) by the mappings under ``mappings/``: RML, then SPARQL, both data."""

from graph_service.services.importing.tables.importer import importers

__all__ = ["importers"]
