"""Untrusted RDF, parsed in a process of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

from pyoxigraph import Quad, RdfFormat, parse

from graph_service.errors import DataUnreadable, UnsupportedMedia

#: Formats that data may be sent in, by media type.
READ = {
    "text/turtle": RdfFormat.TURTLE,
    "application/n-triples": RdfFormat.N_TRIPLES,
    "application/n-quads": RdfFormat.N_QUADS,
    "application/trig": RdfFormat.TRIG,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/rdf+xml": RdfFormat.RDF_XML,
}
SECONDS, MEGABYTES = 20.0, 1024
_GRACE = 10.0


def parse_untrusted(
    document: bytes, media_type: str, base: str, *, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> list[Quad]:
    """The statements of ``document``; relative IRIs are resolved against ``base``, and blank nodes have names.

    :raises UnsupportedMedia: where documents of ``media_type`` aren't read.
    :raises DataUnreadable: where the document isn't what it should be, or would take too much to parse.
    """
    if media_type not in READ:
        raise UnsupportedMedia(f"Send data as one of {', '.join(READ)}.")
    environment = {"PYTHONPATH": os.pathsep.join(filter(None, sys.path)), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-P", "-m", "graph_service.sandbox.parse_process", media_type, base]
    command += [str(seconds), str(megabytes)]
    try:
        done = subprocess.run(  # noqa: S603 - our own module
            command,
            input=document,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env=environment,
            start_new_session=True,
            timeout=seconds + _GRACE,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise _too_long(seconds) from None
    if done.returncode == -signal.SIGALRM:
        raise _too_long(seconds)
    head, _, content = done.stdout.partition(b"\n")
    if done.returncode or not head:
        raise DataUnreadable("The document nests deeper, or needs more memory, than a parser bears. Send it in parts.")
    told = json.loads(head)
    if "detail" in told:
        raise DataUnreadable(f"{told['detail'].rstrip('.')}.", told.get("line", 0), told.get("column", 0))
    return list(parse(content, format=RdfFormat.N_QUADS))


def _too_long(seconds: float) -> DataUnreadable:
    return DataUnreadable(f"The document takes longer than {seconds:g} seconds to parse. Send it in parts.")
