"""What an answer rests on, as JSON, as CSV and in lines for terminals."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from graph_service.services.deployment import Deployment
from graph_service.services.explaining import Explanation
from graph_service.services.origins import Origin
from graph_service.store.base import Term

_ORIGIN = ("graph", "catalogue", "version", "change", "title", "committed", "mapping")
_COLUMNS = ("subject", "property", "value", *_ORIGIN, "file", "sha256")


def explanation_document(found: Explanation) -> dict[str, Any]:
    """For JSON."""
    return {
        "query": found.query.name,
        "rows": found.rows,
        "total": found.total,
        "computed": list(found.computed),
        "truncated": found.truncated,
        "facts": [
            {**dict(zip(_COLUMNS[:3], _texts(fact), strict=True)), "statedIn": [asdict(origin) for origin in origins]}
            for fact, origins in found.facts.items()
        ],
        "receipt": asdict(found.receipt),
    }


def explanation_csv(found: Explanation) -> str:
    """A row for each fact, graph that states it, and file that it came from there."""
    output = io.StringIO()
    writer = csv.writer(output)
    writer.writerow(_COLUMNS)
    for fact, origins in found.facts.items():
        for origin in origins:
            told = [getattr(origin, name) or "" for name in _ORIGIN]
            files = [(file.name, file.sha256) for file in origin.sources] or [("", "")]
            writer.writerows([*_texts(fact), *told, *file] for file in files)
    return output.getvalue()


def explanation_lines(deployment: Deployment, found: Explanation) -> Iterator[str]:
    """``subject  property  value  [catalogue version, file]``, a line for each fact."""
    base, names = f"{deployment.settings.base}id/", deployment.vocabulary.labels
    for fact, origins in found.facts.items():
        subject, property_, value = _texts(fact)
        said = f"{subject.removeprefix(base)}  {names.get(property_, property_)}  {value.removeprefix(base)}"
        yield f"{said}  [{'; '.join(origin_text(origin) for origin in origins)}]"
    if found.computed:
        yield f"Worked out from these, not stated: {', '.join(found.computed)}."
    if found.truncated:
        yield "There are more facts than these; ask for one row."


def origin_text(origin: Origin) -> str:
    """``demo-journeys 1.0, journeys.ttl``."""
    name = (origin.catalogue or origin.graph).rsplit("/", 1)[-1]
    files = ", ".join(file.name for file in origin.sources)
    return f"{name} {origin.version}".rstrip() + (f", {files}" if files else "")


def _texts(fact: Triple) -> tuple[str, str, str]:
    return _text(fact.subject), fact.predicate.value, _text(fact.object)


def _text(term: Term) -> str:
    return term.value if isinstance(term, NamedNode | Literal | BlankNode) else str(term)
