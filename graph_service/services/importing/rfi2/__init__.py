"""RFI-2, GovStack's workbook for service and system catalogues: how countries fill it, and what that says."""

from graph_service.services.importing.rfi2.importer import importers

__all__ = ["importers"]
