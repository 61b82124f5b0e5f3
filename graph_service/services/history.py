"""The graph as it was: later changes are taken back, on a branch, by the patches that they left."""

from __future__ import annotations

from pyoxigraph import Quad

from graph_service.errors import AnswerGone, NothingToDo
from graph_service.model.change import Change
from graph_service.services.deployment import Deployment
from graph_service.services.undoing import delta_of


def back_to(deployment: Deployment, generation: int) -> Change:
    """The change that leads from the data of today to those of ``generation``.

    :raises AnswerGone: where a change since then was too large for its patch to be kept.
    """
    added: set[Quad] = set()
    removed: set[Quad] = set()
    for number in range(deployment.store.generation(), generation, -1):
        try:
            delta = delta_of(deployment, number)
        except NothingToDo as error:
            raise AnswerGone(f"Generation {generation} can't be shown any more. {error}") from error
        added, removed = (added - delta.added) | delta.removed, (removed - delta.removed) | delta.added
    return Change({}, f"Back to generation {generation}", added=added, removed=removed)
