"""What readers ask for first after a change, worked out before they do: in the background, and never for an old state.

The list of services and the search hold what they need for one generation of the data, which takes a while to gather in
a large catalogue. A commit waits for none of it: the generation is looked at from time to time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from functools import partial

from graph_service.errors import GraphServiceError
from graph_service.services.ask import listed_values
from graph_service.services.deployment import Deployment
from graph_service.services.searching import search_index
from graph_service.services.service_choice import QUERY, service_choice
from graph_service.services.stacks import list_stacks

#: The language in which the list of services is made ready.
LANGUAGE = "en"
_LOG = logging.getLogger(__name__)


def warm(deployment: Deployment) -> int:
    """Make ready what is asked for first; it ends early where the data change meanwhile. Returns the generation."""
    generation = deployment.store.generation()
    for step in _steps(deployment):
        if deployment.store.generation() != generation:
            break
        try:
            step()
        except GraphServiceError:
            _LOG.warning("An answer could not be made ready; it is worked out when it is asked for.", exc_info=True)
    return generation


def _steps(deployment: Deployment) -> Iterator[Callable[[], object]]:
    """What is made ready, in the order in which readers meet it."""
    for parameter in deployment.queries.get(QUERY).parameters.values():
        yield partial(listed_values, deployment, parameter)
    for stack in list_stacks(deployment):
        yield partial(service_choice, deployment, stack.key, LANGUAGE)
    yield partial(search_index, deployment)
