"""The words and numbers of pages in the reader's language.

Texts are written in English where they are used; ``locales/<language>.po`` holds them in another language. A text
without a translation stays English.
"""

from __future__ import annotations

import gettext
import io
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path

from babel import Locale
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal, format_percent

_FOLDER = Path(__file__).parent / "locales"


@dataclass(frozen=True)
class Words:
    """A language of pages: its tag, and how texts and numbers are written in it."""

    language: str
    translations: gettext.NullTranslations = field(default_factory=gettext.NullTranslations, compare=False)

    def __call__(self, text: str) -> str:
        """``text`` in this language, where it has been translated."""
        return self.translations.gettext(text) if text else ""

    @property
    def name(self) -> str:
        """What the language is called by those who speak it."""
        return (self._locale.get_language_name(self.language) or self.language).capitalize()

    @property
    def direction(self) -> str:
        """In which direction the language is written, ``ltr`` or ``rtl``."""
        return "rtl" if self._locale.character_order == "right-to-left" else "ltr"

    def number(self, value: str | float | Decimal) -> str:
        """A number with its thousands set apart."""
        return _number(str(value), self.language)

    def share(self, part: float, whole: float) -> str:
        """``part`` of ``whole`` in percent, never rounded up to all or down to nothing."""
        share = part / whole if whole else 0.0
        lowest, highest = 0.01, 0.99
        rounded = min(max(round(share, 2), lowest), highest) if 0 < share < 1 else share
        return format_percent(rounded, locale=self._locale)

    @property
    def _locale(self) -> Locale:
        return _locale(self.language)


@cache
def _locale(language: str) -> Locale:
    return Locale.parse(language, sep="-")


@lru_cache(maxsize=10_000)
def _number(text: str, language: str) -> str:
    number = Decimal(text)
    return format_decimal(number, locale=_locale(language), decimal_quantization=False)


ENGLISH = Words("en")


@cache
def languages() -> dict[str, Words]:
    """The languages that pages can be read in, by tag."""
    found = {"en": ENGLISH}
    for path in sorted(_FOLDER.glob("*.po")):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.stem, abort_invalid=True)
        compiled = io.BytesIO()
        write_mo(compiled, catalogue)
        compiled.seek(0)
        found[path.stem] = Words(path.stem, gettext.GNUTranslations(compiled))
    return found
