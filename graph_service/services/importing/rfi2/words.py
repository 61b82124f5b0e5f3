"""The words of cells: how they are compared, and what those of ``words.yaml`` and ``languages.yaml`` mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from graph_service.model.terms import CODE_LISTS

LANGUAGES = "http://publications.europa.eu/resource/authority/language/"
_CODE_OF_LANGUAGE = re.compile(r"[A-Z]{3}")
#: How alike two names must be for one to be suggested for the other.
_ALIKE = 0.8
#: Longer texts are no names.
_LONGEST = 200


@lru_cache(maxsize=100_000)
def simplified(text: str) -> str:
    """``text`` as it is compared: without case, accents, punctuation and double spaces."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in plain.casefold()).split())


def nearest(text: str, names: Iterable[str]) -> list[str]:
    """The names that resemble ``text`` most, best first."""
    if len(text) > _LONGEST:
        return []
    by_key = {simplified(name): name for name in names}
    return [by_key[key] for key in get_close_matches(simplified(text), by_key, n=3, cutoff=_ALIKE)]


def did_you_mean(names: Iterable[str]) -> str:
    """A sentence that suggests ``names``; nothing where there are none."""
    listed = " or ".join(f"“{name}”" for name in names)
    return f" Did you mean {listed}?" if listed else ""


@cache
def read_yaml(name: str) -> Any:
    """The data file ``name`` beside this module."""
    return yaml.safe_load((Path(__file__).parent / name).read_text(encoding="utf-8"))


@cache
def words(kind: str) -> frozenset[str]:
    """The words of a kind, such as ``yes``, as they are compared."""
    return frozenset(simplified(word) or word for word in read_yaml("words.yaml")[kind])


def is_unknown(text: str) -> bool:
    """Whether a cell says that nothing is known."""
    return (simplified(text) or text.strip()) in words("unknown")


def is_nothing(text: str) -> bool:
    """Whether a cell of a list says that there is nothing to list."""
    return simplified(text) in words("nothing")


@cache
def written_codes(scheme: str) -> Mapping[str, str]:
    """The codes of a code list by the words that RFI-2 and countries write for them."""
    codes = read_yaml("words.yaml")["codes"].get(scheme, {})
    return {simplified(word): f"{CODE_LISTS}{scheme}/{key}" for key, listed in codes.items() for word in listed}


def template_word(code: str) -> str | None:
    """What the template of RFI-2 writes for a code; ``None`` where it has no word of its own."""
    scheme, _, key = code.removeprefix(CODE_LISTS).partition("/")
    listed = read_yaml("words.yaml")["codes"].get(scheme, {}).get(key)
    return str(listed[0]) if listed else None


@cache
def _languages() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for code, (tag, *listed) in read_yaml("languages.yaml").items():
        names |= {simplified(name): code for name in (code, tag, *listed)}
    return names


def language_named(text: str) -> str | None:
    """The IRI of a language by its name, tag or three-letter code in capitals."""
    code = _languages().get(simplified(text))
    if code is None and _CODE_OF_LANGUAGE.fullmatch(text.strip()):
        code = text.strip()
    return f"{LANGUAGES}{code}" if code else None


def language_tag(text: str) -> str | None:
    """The tag of a language by its name or code."""
    code = _languages().get(simplified(text))
    return str(read_yaml("languages.yaml")[code][0]) if code else None


def name_of_language(iri: str) -> str:
    """The English name of a language of the European list; its code where that is not known here."""
    code = iri.removeprefix(LANGUAGES)
    listed = read_yaml("languages.yaml").get(code)
    return str(listed[1]) if listed else code


def language_names() -> list[str]:
    """The English names of all languages known."""
    return [str(listed[1]) for listed in read_yaml("languages.yaml").values()]
