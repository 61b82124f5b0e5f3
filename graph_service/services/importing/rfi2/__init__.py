"""RFI-2, GovStack's workbook for service and system catalogues: how countries fill it, and what that says."""
