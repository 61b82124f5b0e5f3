"""Untrusted queries, evaluated in processes that may be killed."""
