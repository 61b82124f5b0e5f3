"""Updates of scenarios: taken apart without loss, and nothing else let through."""

from __future__ import annotations

import pytest
from pyoxigraph import Store

from graph_service.model.update import Template, read_update

WHERE = 'WHERE { GRAPH ?g { ?s <e:p> ?v } FILTER(?v <= 2 && ?v != "}") # a comment with }\n }'


def test_parts_are_found() -> None:
    """Prologue, templates by their graph, and the pattern as it stands."""
    deletes = "DELETE { GRAPH ?g { ?s e:p ?v } GRAPH <e:g> { ?s e:q 1 } }"
    text = f"PREFIX e: <e:>\n{deletes} INSERT {{ GRAPH ?g {{ ?s e:p 3 }} }} {WHERE}"
    update = read_update(text)
    assert update.deletes == (Template("?g", " ?s e:p ?v "), Template("<e:g>", " ?s e:q 1 "))
    assert update.inserts == (Template("?g", " ?s e:p 3 "),)
    for template in update.deletes + update.inserts:
        Store().query(update.graphs_of(template))
        Store().query(update.triples_of(template))


@pytest.mark.parametrize(
    "text",
    [
        "CLEAR ALL",
        "LOAD <http://example.org/>",
        "INSERT DATA { GRAPH <e:g> { <e:s> <e:p> 1 } }",
        f"INSERT {{ ?s <e:p> 1 }} {WHERE}",
        f"INSERT {{ GRAPH ?g {{ ?s <e:p> [] }} }} {WHERE}",
        f"INSERT {{ GRAPH ?g {{ ?s <e:p> _:b }} }} {WHERE}",
        f"INSERT {{ GRAPH ?g {{ ?s <e:p> 1 }} }} {WHERE} ; DROP ALL",
        f"WITH <e:g> INSERT {{ GRAPH ?g {{ ?s <e:p> 1 }} }} USING <e:h> {WHERE}",
        "INSERT { GRAPH ?g { ?s <e:p> 1 } } WHERE { SERVICE <http://example.org/> { ?s ?p ?g } }",
        "INSERT { GRAPH ?g { ?s <e:p> 1 } } WHERE { ?s ?p ?g",
        WHERE,
        "",
    ],
)
def test_other_updates_are_refused(text: str) -> None:
    """What loads, clears, names no graph, makes blank nodes or calls another server is no action."""
    with pytest.raises(ValueError, match=r"\."):
        read_update(text)
