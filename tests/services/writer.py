"""A writer to be killed: ``python writer.py STORE HOME WHAT``; each line of input forks a process that changes data.

``WHAT`` is ``changes``, ``imports`` or ``releases``. That process says the number of every change once it is
acknowledged. The shapes are read before, so that it starts to write at once.
"""

from __future__ import annotations

import os
import sys
from itertools import count
from pathlib import Path

from pyoxigraph import Literal, NamedNode, Quad, Triple

from graph_service.model.change import Change
from graph_service.services.changing import apply
from graph_service.services.deployment import Deployment
from graph_service.services.importing.committing import import_source
from graph_service.services.importing.importers import Wanted, importer_named
from graph_service.services.releases import catalogue_of
from graph_service.services.releasing import release_change
from graph_service.settings import Settings

BASE = "https://w3id.org/public-service-graph/"
SERVICES = NamedNode(f"{BASE}graph/demo/services")
BIRTH = NamedNode(f"{BASE}id/service/demo-birth-registration")
KEYWORD = NamedNode("http://www.w3.org/ns/dcat#keyword")


def write(deployment: Deployment) -> None:
    """Change data for ever: ten words come, those before go."""
    held = [Quad(t.subject, t.predicate, t.object, SERVICES) for t in deployment.store.match(BIRTH, KEYWORD, None)]
    for number in count():
        words = [f"word {number} {place} of {os.getpid()}" for place in range(10)]
        added = [Quad(BIRTH, KEYWORD, Literal(word, language="en"), SERVICES) for word in words]
        outcome = apply(deployment, Change({}, f"Words {number}", added=added, removed=held, agent="Writer"))
        held = added
        os.write(1, f"{outcome.generation}\n".encode())


def release(deployment: Deployment) -> None:
    """Change data and publish them for ever; the validation before, which writes nothing, is left out."""
    for number in count():
        word = Quad(BIRTH, KEYWORD, Literal(f"word {number} of {os.getpid()}", language="en"), SERVICES)
        apply(deployment, Change({}, f"Word {number}", added=[word], agent="Writer"))
        catalogue = catalogue_of(deployment, "demo", "services")
        change = release_change(deployment, catalogue, f"{os.getpid()}.{number}", "A word more.")
        outcome = apply(deployment, change, releases=change.graphs)
        os.write(1, f"{outcome.generation}\n".encode())


def bring_in(deployment: Deployment) -> None:
    """Import the description of a service for ever, each time with another word."""
    importer = importer_named(deployment.settings.home, "linked-data")
    described = [t for t in deployment.store.match(BIRTH, None, None) if t.predicate != KEYWORD]
    for number in count():
        word = Literal(f"word {number} of {os.getpid()}", language="en")
        content = "".join(f"{t} .\n" for t in [*described, Triple(BIRTH, KEYWORD, word)]).encode()
        wanted = Wanted("demo", catalogue="services")
        _, verdict = import_source(deployment, importer, content, "service.nt", wanted)
        os.write(1, f"{verdict.generation}\n".encode())


def main(store: str, home: str, what: str) -> None:
    """Fork writers, one after another."""
    deployment = Deployment(Settings(store=f"oxigraph:{store}", home=Path(home)))
    deployment.gate.prepare()
    for _ in sys.stdin:
        child = os.fork()
        if not child:
            {"changes": write, "imports": bring_in, "releases": release}[what](deployment)
        os.write(1, f"started {child}\n".encode())
        os.waitpid(child, 0)
        os.write(1, b"ended\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
