"""The client: the service from another program, over HTTP. It needs ``httpx2``, and pandas for data frames alone.

It imports nothing of the service, which need not be on the same machine.
"""

from graph_service.client.answers import Answer, Receipt, Statements
from graph_service.client.catalogue import Catalogue, Column, Parameter, Query, Stack
from graph_service.client.client import Client
from graph_service.client.problems import ArgumentProblem, ClientError, Unreachable
from graph_service.client.values import Iri, Row, Text, Value

__all__ = [
    "Answer",
    "ArgumentProblem",
    "Catalogue",
    "Client",
    "ClientError",
    "Column",
    "Iri",
    "Parameter",
    "Query",
    "Receipt",
    "Row",
    "Stack",
    "Statements",
    "Text",
    "Unreachable",
    "Value",
]
