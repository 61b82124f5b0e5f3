"""A profile: the graph in the terms of one specification, made by CONSTRUCT queries whose results add up to it.

Each query is legal SPARQL and answers as it stands. What it is asked of are two parameters, each with an example in
a one-line ``VALUES``: ``?thing`` is what it speaks of, and ``?graph`` the graph in which that thing has its class.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from graph_service.errors import QueryFileError
from graph_service.model.named_query import read_header, refuse_unknown
from graph_service.model.terms import PSG, is_safe_iri

#: The profile of what is asked for without one.
DEFAULT = "psg"
#: What the queries of profiles are asked of.
PARAMETERS = ("graph", "thing")

_KEYS = {"title", "description", "iri", "specification"}
#: What a profile may be about other than what the data say: how they are held and had.
_DESCRIBES = ("", "catalogues")
_QUERY_KEYS = {"summary", "source"}


@dataclass(frozen=True)
class ProfileQuery:
    """One CONSTRUCT query: what it says in the terms of the specification, and where these are defined."""

    name: str
    summary: str
    source: str
    text: str


@dataclass(frozen=True)
class Profile:
    """What a specification calls itself (``iri``), where it stands, and how it is made from what is held here.

    A profile that ``describes`` the catalogues is their description, made by the service itself. A profile without
    either is all that is held, as it is.
    """

    name: str
    iri: str
    title: str
    description: str
    specification: str
    queries: tuple[ProfileQuery, ...] = ()
    describes: str = ""

    @property
    def own(self) -> bool:
        """Whether what is held is given as it is."""
        return not self.queries and not self.describes


#: What is held, as it is, where no file says more of it.
OWN = Profile(DEFAULT, PSG.rstrip("/"), "Public service graph", "All that is held, in its own terms.", PSG)


def read_profile(name: str, text: str, queries: Mapping[str, str], place: str) -> Profile:
    """The profile that the YAML ``text`` describes, with the texts of its ``queries`` by name.

    ``place`` is the folder that errors name.

    :raises QueryFileError: naming the file, where one is wrong.
    """
    path = f"{place}/profile.yaml"
    try:
        given: Any = yaml.safe_load(text)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise QueryFileError(path, line, f"Not YAML: {error.problem}.") from error
    refuse_unknown(given, {*_KEYS, "describes"}, "a profile", path)
    describes = given.get("describes", "")
    if describes not in _DESCRIBES or (describes and queries):
        raise QueryFileError(path, 1, "A profile has queries, or 'describes: catalogues', or neither.")
    for key in sorted(_KEYS):
        if not isinstance(given.get(key), str):
            raise QueryFileError(path, 1, f"Give the profile its {key}.")
    for key in ("iri", "specification"):
        if not is_safe_iri(given[key]):
            raise QueryFileError(path, 1, f"The {key} must be an address; this is {given[key]!r}.")
    made = tuple(_query(key, value, f"{place}/{key}.rq") for key, value in sorted(queries.items()))
    return Profile(name, given["iri"], given["title"], given["description"], given["specification"], made, describes)


def _query(name: str, text: str, path: str) -> ProfileQuery:
    header = read_header(text, path)
    refuse_unknown(header, _QUERY_KEYS, "the header", path)
    for key in sorted(_QUERY_KEYS):
        if not header.get(key):
            raise QueryFileError(path, 1, f"The header needs '{key}': what is said, and where its terms are defined.")
    for parameter in PARAMETERS:
        if not re.search(rf"^\s*VALUES\s+\?{parameter}\s*\{{.*\}}\s*$", text, re.MULTILINE):
            raise QueryFileError(path, 0, f"The query needs a line 'VALUES ?{parameter} {{ … }}' with an example.")
    return ProfileQuery(name, str(header["summary"]), str(header["source"]), text)
