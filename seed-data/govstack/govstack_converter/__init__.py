"""Converts the published GovStack material under source/ to the graphs of the reference stack."""
