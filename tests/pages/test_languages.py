"""Pages in the reader's language: every text is translated, keeps its places for numbers, and is shown."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from fastapi.testclient import TestClient

from graph_service.pages.words import languages

ROOT = Path(__file__).parents[2]
LOCALES = sorted((ROOT / "graph_service" / "pages" / "locales").glob("*.po"))


def collected() -> dict[str, str]:
    """What ``make texts`` collects."""
    spec = importlib.util.spec_from_file_location("collect_texts", ROOT / "docs" / "collect_texts.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    texts: dict[str, str] = module.texts()
    return texts


@pytest.mark.parametrize("path", LOCALES, ids=lambda path: path.stem)
def test_every_text_is_translated(path: Path) -> None:
    """None is missing or empty, and each has the same places for numbers and names."""
    with path.open("rb") as file:
        catalogue = read_po(file, locale=path.stem, abort_invalid=True)
    known = {str(message.id): str(message.string) for message in catalogue if message.id}
    missing = sorted(text for text in collected() if not known.get(text))
    assert missing == []
    for text, translated in known.items():
        assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", translated)), text


def test_pages_are_shown_in_the_readers_language(client: TestClient) -> None:
    """By the address, by the browser's wish, and in English where there is no such language."""
    assert {path.stem for path in LOCALES} | {"en"} == set(languages())
    french = client.get("/stacks/demo/roadmap?lang=fr")
    assert '<html lang="fr" dir="ltr">' in french.text
    assert "Feuille de route" in french.text
    wished = client.get("/stacks/demo/roadmap", headers={"Accept-Language": "de, fr;q=0.8, en;q=0.5"})
    assert '<html lang="fr"' in wished.text
    assert "Accept-Language" in wished.headers["Vary"]
    other = client.get("/stacks/demo/roadmap?lang=xx")
    assert '<html lang="en"' in other.text


def test_answers_are_shown_in_the_readers_words(client: TestClient) -> None:
    """Words that queries answer with, and labels of code lists; a filter chooses by the word that is shown."""
    assert "services publics" in client.get("/stacks/demo/overview?lang=fr").text
    page = client.get("/stacks/demo/regulations?lang=fr&instruments.status=Abrogé").text
    assert "<td>Loi ou règlement</td>" in page
    assert "<td>Abrogé</td>" in page
    assert "<td>En vigueur</td>" not in page
    assert "<td>Repealed</td>" in client.get("/stacks/demo/regulations").text
