"""Choosing among the services of a stack: by values that they have, with how many each further choice would leave.

The rows are those of the named query ``services``, held in memory for one generation of the data, with an array of the
places of each value; so a choice among a hundred thousand services takes milliseconds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph_service.model.solutions import Row, rows_of
from graph_service.services.analyses.chosen import PLACES, values_in
from graph_service.services.ask import ask
from graph_service.services.deployment import Deployment

QUERY = "services"
_Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class ServiceChoice:
    """The services of a stack as rows of the named query, in its order, and where each value of a column occurs."""

    rows: Sequence[Row]
    places: Mapping[str, Mapping[str, NDArray[np.int32]]]
    position: Mapping[str, int]

    def chosen(self, values: Mapping[str, str], among: Sequence[str] | None = None) -> _Mask:
        """Which rows have all ``values``, each by the parameter of the query, and are ``among`` the IRIs wanted."""
        mask = np.ones(len(self.rows), dtype=bool)
        for parameter, value in values.items():
            mask &= self._having(parameter, value)
        if among is not None:
            named = np.zeros(len(self.rows), dtype=bool)
            named[[self.position[iri] for iri in among if iri in self.position]] = True
            mask &= named
        return mask

    def counts(self, parameter: str, values: Mapping[str, str], among: Sequence[str] | None) -> dict[str, int]:
        """How many services each value of ``parameter`` leaves beside the other ``values``; none that leave none."""
        others = {name: value for name, value in values.items() if name != parameter}
        mask = self.chosen(others, among)
        counted = {value: int(mask[places].sum()) for value, places in self.places[parameter].items()}
        return {value: count for value, count in counted.items() if count or value == values.get(parameter)}

    def _having(self, parameter: str, value: str) -> _Mask:
        mask = np.zeros(len(self.rows), dtype=bool)
        places = self.places[parameter].get(value)
        if places is not None:
            mask[places] = True
        return mask


def service_choice(deployment: Deployment, stack: str, language: str) -> ServiceChoice:
    """The services of the stack with that key, with titles in ``language``; read once on each generation."""
    return deployment.remembered(f"services of {stack} in {language}", lambda: _read(deployment, stack, language))


def _read(deployment: Deployment, stack: str, language: str) -> ServiceChoice:
    answer = ask(deployment, deployment.queries.get(QUERY), {"stack": [stack], "lang": [language]})
    rows = rows_of(answer.solutions)
    places: dict[str, dict[str, list[int]]] = {parameter: {} for parameter in PLACES}
    for number, row in enumerate(rows):
        for parameter, column in PLACES.items():
            for value in values_in(row, column):
                places[parameter].setdefault(value, []).append(number)
    arrays = {
        parameter: {value: np.array(numbers, dtype=np.int32) for value, numbers in found.items()}
        for parameter, found in places.items()
    }
    position = {str(getattr(row["service"], "value", "")): number for number, row in enumerate(rows)}
    return ServiceChoice(rows, arrays, position)
