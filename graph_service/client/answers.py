"""What comes back: rows or a truth with a receipt, or statements."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from graph_service.client.values import Row, row_of

if TYPE_CHECKING:
    import pandas as pd
    import rdflib


@dataclass(frozen=True)
class Receipt:
    """What an answer rests on.

    The same ``generation`` of the data, ``digest`` of the query and ``parameters`` give the same rows. ``fictional``
    are the stacks among the sources whose data are invented, ``releases`` the graphs of earlier releases that were read
    in the place of current ones, ``withdrawn`` those of them that are not to be used. Of a query of one's own only the
    generation is known.
    """

    generation: int
    query: str = ""
    digest: str = ""
    parameters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    engine: str = ""
    fictional: tuple[str, ...] = ()
    releases: tuple[str, ...] = ()
    withdrawn: tuple[str, ...] = ()


@dataclass(frozen=True)
class Answer:
    """The rows of an answer, or its ``truth`` where the question is one of yes or no.

    ``total`` is the number of all rows where a page of them was asked for. ``truncated`` says that the service cut the
    answer at its limit. ``permalink`` is where the same is answered later; empty for a query of one's own.
    """

    columns: tuple[str, ...]
    rows: list[Row]
    receipt: Receipt
    truth: bool | None = None
    total: int | None = None
    truncated: bool = False
    permalink: str = ""

    def __iter__(self) -> Iterator[Row]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def to_frame(self) -> pd.DataFrame:
        """The rows as a data frame, with the types of pandas that know missing values.

        Decimal numbers become floating ones, with which pandas can compute.

        :raises ImportError: where pandas isn't installed.
        """
        import pandas as pd  # noqa: PLC0415 - only data frames need it

        rows = [[_plain(row[name]) for name in self.columns] for row in self.rows]
        return pd.DataFrame(rows, columns=list(self.columns)).convert_dtypes()


@dataclass(frozen=True)
class Statements:
    """Statements in Turtle."""

    turtle: str

    def __str__(self) -> str:
        return self.turtle

    def to_rdflib(self) -> rdflib.Graph:
        """The statements as a graph of rdflib.

        :raises ImportError: where rdflib isn't installed.
        """
        import rdflib  # noqa: PLC0415 - only this needs it

        return rdflib.Graph().parse(data=self.turtle, format="turtle")


def answer_of(document: Mapping[str, Any], receipt: Receipt, **more: Any) -> Answer:
    """The answer that a document of the SPARQL 1.1 Query Results JSON Format holds."""
    if "boolean" in document:
        return Answer((), [], receipt, truth=document["boolean"], **more)
    columns = tuple(document["head"]["vars"])
    rows = [row_of(columns, binding) for binding in document["results"]["bindings"]]
    return Answer(columns, rows, receipt, **more)


def receipt_of(document: Mapping[str, Any]) -> Receipt:
    """The receipt that the service writes."""
    return Receipt(
        generation=document["generation"],
        query=document["query"],
        digest=document["digest"],
        parameters={name: tuple(values) for name, values in document["parameters"].items()},
        engine=document["engine"],
        fictional=tuple(document["fictional"]),
        releases=tuple(document["releases"]),
        withdrawn=tuple(document["withdrawn"]),
    )


def _plain(value: Any) -> Any:
    """What pandas tells the type of: a text that is a string and nothing more, a decimal number as a floating one."""
    if isinstance(value, str):
        return str(value)
    return float(value) if isinstance(value, Decimal) else value
