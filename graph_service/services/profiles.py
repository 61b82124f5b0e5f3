"""The profiles: each folder of ``profiles/`` with a ``profile.yaml`` is one; wrong ones are listed with their error."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import QueryTriples, Store

from graph_service.errors import QueryFileError, UnknownName
from graph_service.model.binding import tokens
from graph_service.model.profile import DEFAULT, OWN, Profile, read_profile


@dataclass(frozen=True)
class Profiles:
    """The profiles by name, and the errors of folders that hold none."""

    profiles: Mapping[str, Profile]
    broken: Mapping[str, QueryFileError]

    def get(self, name: str) -> Profile:
        """The profile with that name or IRI.

        :raises QueryFileError: where a file of it is wrong.
        :raises UnknownName: where there is none, with names that resemble it.
        """
        if name in self.broken:
            raise self.broken[name]
        for profile in self.profiles.values():
            if name in {profile.name, profile.iri}:
                return profile
        raise UnknownName("profile", name, difflib.get_close_matches(name, self.profiles) or sorted(self.profiles))


def read_profiles(folder: Path) -> Profiles:
    """The profiles of ``folder``, and our own in any case; a wrong file hurts its own profile alone."""
    profiles: dict[str, Profile] = {DEFAULT: OWN}
    broken: dict[str, QueryFileError] = {}
    for path in sorted(folder.glob("*/profile.yaml")):
        try:
            profiles[path.parent.name] = _read(path)
        except QueryFileError as error:
            broken[path.parent.name] = error
    return Profiles(profiles, broken)


def _read(path: Path) -> Profile:
    name = path.parent.name
    place = f"{path.parent.parent.name}/{name}"
    try:
        texts = {file.stem: file.read_text(encoding="utf-8") for file in path.parent.glob("*.rq")}
        profile = read_profile(name, path.read_text(encoding="utf-8"), texts, place)
    except (OSError, UnicodeDecodeError) as error:
        raise QueryFileError(place, 0, f"Can't be read: {error}.") from error
    for query in profile.queries:
        file = f"{place}/{query.name}.rq"
        if any(token.is_word("SERVICE") for token in tokens(query.text)):
            raise QueryFileError(file, 0, "SERVICE is not allowed: a profile is made from this graph only.")
        try:
            result = Store().query(query.text)
        except (SyntaxError, ValueError, RuntimeError) as error:
            raise QueryFileError(file, getattr(error, "lineno", None) or 0, f"Not SPARQL: {error}.") from error
        if not isinstance(result, QueryTriples):
            raise QueryFileError(file, 0, "The query must be CONSTRUCT { … } WHERE { … }.")
    return profile
