"""Knows every key that a table may refer to, so that a wrong reference is an error."""

import re
from pathlib import Path

from rdflib import URIRef

from demo_converter.names import code, national, shared, thing
from demo_converter.tables import Row, SourceError, Tables

# Kind of thing: the files whose column "key" names its keys.
FILES: dict[str, tuple[str, ...]] = {
    "api": ("apis.csv",),
    "business-event": ("business-events.csv",),
    "decision": ("decisions.csv",),
    "evidence-type": ("evidence-types.csv",),
    "indicator": ("indicators.csv",),
    "journey": ("journeys.yaml",),
    "life-event": ("life-events.csv",),
    "mapping": ("mappings.csv",),
    "organisation": ("organisations.csv",),
    "output": ("outputs.csv",),
    "phase": ("roadmap-phases.csv",),
    "product": ("products.csv",),
    "programme": ("programmes.csv",),
    "regulation": ("regulations.csv",),
    "release": ("releases.csv",),
    "roadmap-item": ("roadmap-items.csv",),
    "service": ("services.csv",),
    "strategy": ("strategies.csv",),
    "system": ("systems.csv",),
    "team": ("teams.csv",),
    "workflow": ("workflows.csv",),
}
_CONCEPT = re.compile(r"^<\S+/codelist/([a-z0-9-]+)/([a-z0-9-]+)> a skos:Concept\b", re.MULTILINE)
_KEY = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Index:
    """The keys of this stack, the shared keys in use, and the codes of the code lists."""

    def __init__(self, tables: Tables, codelists: Path) -> None:
        self._keys: dict[str, set[str]] = {kind: _keys_of(tables, files) for kind, files in FILES.items()}
        self._keys["stack"] = {"demo"}
        self._shared: dict[str, set[str]] = {}
        for row in tables["shared-things.csv"]:
            self._shared.setdefault(row.needed("kind"), set()).add(row.needed("key"))
        self._codes = _codes_of(codelists)

    def reference(self, row: Row, column: str, key: str, *kinds: str) -> URIRef:
        """Return the IRI of a thing that a cell names; national things first, then shared ones.

        Where a column may name several kinds of thing, the cell says "kind/key".
        """
        kind, _, bare = key.rpartition("/")
        for candidate in (kind,) if kind in kinds else kinds:
            if bare in self._keys.get(candidate, ()):
                return thing(candidate, bare)
            if bare in self._shared.get(candidate, ()):
                return shared(candidate, bare)
        raise SourceError(row, column, f'unknown {" or ".join(kinds)} "{key}"')

    def code(self, row: Row, column: str, scheme: str, key: str) -> URIRef:
        """Return the IRI of a code that a cell names."""
        if key not in self._codes.get(scheme, ()):
            raise SourceError(row, column, f'"{key}" is not in the code list "{scheme}"')
        return code(scheme, key)


def _codes_of(codelists: Path) -> dict[str, set[str]]:
    codes: dict[str, set[str]] = {}
    for file in sorted(codelists.glob("*.ttl")):
        for scheme, key in _CONCEPT.findall(file.read_text(encoding="utf-8")):
            codes.setdefault(scheme, set()).add(key)
    return codes


def _keys_of(tables: Tables, files: tuple[str, ...]) -> set[str]:
    keys: set[str] = set()
    for file in files:
        for row in tables[file]:
            key = row.needed("key")
            if not _KEY.fullmatch(key):
                raise SourceError(row, "key", f'"{key}" is not in kebab case')
            if national(key) in keys or key in keys:
                raise SourceError(row, "key", f'"{key}" stands in the table twice')
            keys.add(key)
    return keys
