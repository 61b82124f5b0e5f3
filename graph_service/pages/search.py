"""Finding a thing by its name, in any language."""

from __future__ import annotations

from graph_service.errors import UnknownName
from graph_service.pages.layout import Frame, href, render
from graph_service.services.deployment import Deployment
from graph_service.services.searching import search_index
from graph_service.services.stacks import list_stacks, stack_of


def search(deployment: Deployment, text: str, stack: str, frame: Frame) -> str:
    """The page of what was found for ``text``, in the stack with that key or in all."""
    titles = {each.iri: each.title(frame.words.language) for each in list_stacks(deployment)}
    try:
        chosen = stack_of(deployment, stack).iri if stack else ""
    except UnknownName:
        chosen = ""
    found = search_index(deployment).search(text, chosen) if text else []
    names, base = deployment.vocabulary.labels, deployment.settings.base
    rows = [(each, href(each.iri, base), names.get(each.type, ""), titles.get(each.stack, "")) for each in found]
    stacks = [(each.key, titles[each.iri]) for each in list_stacks(deployment)]
    return render("search.html", frame, q=text, chosen=stack, stacks=stacks, rows=rows)
