"""Graph Service: the knowledge graph of a government's digital transformation."""

__version__ = "0.1.0"
