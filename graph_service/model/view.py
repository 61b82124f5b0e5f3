"""Which state of the graph a question is asked of."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class View:
    """Earlier releases in the place of the current state: graphs of releases by the graph of their catalogue.

    With a ``generation``, the data are those after that many changes. ``withdrawn`` are the releases among them that
    are not to be used.
    """

    releases: Mapping[str, str] = field(default_factory=dict)
    generation: int | None = None
    withdrawn: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What tells this view from others of the same data; empty for the current state."""
        releases = [f"{catalogue}={release}" for catalogue, release in sorted(self.releases.items())]
        return " ".join([*releases, *([f"generation={self.generation}"] if self.generation is not None else [])])


CURRENT = View()
