"""Resolves the many spellings of Building Blocks and workflows to their keys."""

import re
from pathlib import Path

from govstack_converter.rdf import ConversionError
from govstack_converter.source import clean, folded, read_table


class BuildingBlockNames:
    """The table of aliases of the Building Blocks."""

    def __init__(self, source: Path) -> None:
        """Read the table from the source folder."""
        self._keys: dict[str, str] = {}
        self._labels: dict[str, list[str]] = {}
        known = {row["key"] for row in read_table(source, "building-blocks.csv")}
        for row in read_table(source, "aliases.csv"):
            alias, key = row["alias"], row["building_block"]
            if key not in known:
                raise ConversionError(f"aliases.csv: '{alias}' names unknown '{key}'")
            if self._keys.setdefault(folded(alias), key) != key:
                raise ConversionError(f"aliases.csv: '{alias}' has two meanings")
            if row["kind"] == "name":
                self._labels.setdefault(key, []).append(alias)

    def key(self, name: str, where: str) -> str:
        """Return the key of a Building Block; `where` tells the reader of an error the place.

        A remark in brackets behind the name, such as a product, is left out.
        """
        for candidate in (folded(name), re.sub(r"\s*\([^()]*\)$", "", folded(name))):
            if candidate in self._keys:
                return self._keys[candidate]
        raise ConversionError(f"{where}: '{clean(name)}' is no known Building Block; add it to aliases.csv")

    def labels(self, key: str) -> list[str]:
        """Return the names in words that a Building Block is known by."""
        return self._labels.get(key, [])


class WorkflowNames:
    """The table of the workflow names of the use cases."""

    def __init__(self, source: Path) -> None:
        """Read the table from the source folder."""
        known = {row["key"] for row in read_table(source, "workflows.csv")}
        self._keys: dict[str, list[str]] = {}
        for row in read_table(source, "workflow-names.csv"):
            keys = [key for key in row["workflows"].split(";") if key]
            if not keys and not row["reason"]:
                raise ConversionError(f"workflow-names.csv: '{row['published']}' lacks a reason")
            for key in keys:
                if key not in known:
                    raise ConversionError(f"workflow-names.csv: unknown workflow '{key}'")
            self._keys[folded(row["published"])] = keys

    def keys(self, name: str, where: str) -> list[str]:
        """Return the generic workflows that a published name stands for; none for free text."""
        if folded(name) not in self._keys:
            raise ConversionError(f"{where}: '{clean(name)}' is no known workflow; add it to workflow-names.csv")
        return self._keys[folded(name)]
