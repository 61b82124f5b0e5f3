"""The catalogues of a stack with their releases: which is current, what each changed, and where it is taken from."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlencode

from graph_service.pages.layout import Frame, href, render
from graph_service.services.deployment import Deployment
from graph_service.services.describe import labels_of
from graph_service.services.releases import Catalogue, Release, list_catalogues, list_releases
from graph_service.services.stacks import stack_of

#: The files that are offered of what each release and catalogue holds, by suffix.
DOWNLOADS = ("ttl", "nq", "jsonld", "rdf", "zip")


@dataclass(frozen=True)
class Listed:
    """A catalogue as it is listed: its title, the language of that, its address, and its releases, the latest first."""

    catalogue: Catalogue
    title: str
    language: str
    link: str
    releases: list[Release]

    @property
    def place(self) -> str:
        """Where its releases, differences and files are."""
        return f"/stacks/{self.catalogue.stack.rsplit('/', 1)[-1]}/catalogues/{self.catalogue.key}"


def catalogues(deployment: Deployment, frame: Frame) -> str:
    """The page of the catalogues of the stack that the frame is about."""
    stack = stack_of(deployment, frame.stack)
    held = [each for each in list_catalogues(deployment) if each.stack == stack.iri]
    names = labels_of(deployment.store, [each.iri for each in held])
    listed = []
    for each in held:
        known = names.get(each.iri, {})
        tag = next((tag for tag in (frame.words.language, "en", *known) if tag in known), "")
        title, link = known.get(tag, each.key), href(each.iri, deployment.settings.base)
        listed.append(Listed(each, title, tag, link, list_releases(deployment, each)))
    return render(
        "catalogues.html",
        frame,
        stack=stack,
        listed=listed,
        downloads=DOWNLOADS,
        query=f"/queries/releases.html?{urlencode({'stack': stack.key})}",
    )
