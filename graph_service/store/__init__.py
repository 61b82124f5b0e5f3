"""Stores of the graph: one module for each kind, named by the scheme of its location."""
