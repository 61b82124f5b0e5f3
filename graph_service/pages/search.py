"""Finding a thing by its name, in any language."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from graph_service.errors import UnknownName
from graph_service.pages.layout import Frame, href, render
from graph_service.services.deployment import Deployment
from graph_service.services.describe import labels_of
from graph_service.services.searching import Found, search_index
from graph_service.services.stacks import list_stacks, stack_of


def search(deployment: Deployment, text: str, stack: str, frame: Frame) -> str:
    """The page of what was found for ``text``, in the stack with that key and those that it uses, or in all."""
    titles = {each.iri: each.title(frame.words.language) for each in list_stacks(deployment)}
    try:
        chosen = stack_of(deployment, stack) if stack else None
    except UnknownName:
        chosen = None
    stacks_searched = [chosen.iri, *chosen.uses] if chosen else ()
    found = search_index(deployment).search(text, stacks_searched) if text else []
    titled = labels_of(deployment.store, [each.iri for each in found if not each.language])
    found = [_named(each, titled.get(each.iri, {}), frame.words.language) for each in found]
    names, base = deployment.vocabulary.labels, deployment.settings.base
    rows = [(each, href(each.iri, base), names.get(each.type, ""), titles.get(each.stack, "")) for each in found]
    stacks = [(each.key, titles[each.iri]) for each in list_stacks(deployment)]
    return render("search.html", frame, q=text, chosen=stack, stacks=stacks, rows=rows)


def _named(found: Found, titles: Mapping[str, str], language: str) -> Found:
    """What was found by its key under its title, where it has one."""
    tag = next((tag for tag in (language, "en", *titles) if tag in titles), None)
    return found if tag is None else replace(found, name=titles[tag], language=tag)
