"""Untrusted RDF, parsed in processes that do nothing else."""

from __future__ import annotations

import atexit
import signal
import threading
import time
from collections.abc import Mapping
from typing import Any

from pyoxigraph import Quad, RdfFormat, parse

from graph_service.errors import DataUnreadable, UnsupportedMedia
from graph_service.sandbox.child import Child, Ended, Late
from graph_service.sandbox.messages import header

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


class Parsers:
    """Processes that parse; safe to call from many threads.

    A process serves one caller at a time. Afterwards up to ``keep`` of them wait for the next; the others end, and so
    does whichever failed, took too long, or says that it is spent.
    """

    def __init__(self, keep: int) -> None:
        self._keep = keep
        self._turn = threading.Lock()
        self._idle: list[Child] = []

    def idle(self) -> list[int]:
        """The numbers of the processes that wait."""
        with self._turn:
            return [child.process_id for child in self._idle]

    def answer(self, asked: Mapping[str, Any], document: bytes, seconds: float) -> tuple[dict[str, Any], bytes]:
        """What a process tells of ``document``, and the statements.

        :raises Late: where it takes longer than ``seconds``.
        :raises Ended: where the process ends over it.
        """
        deadline = time.monotonic() + seconds
        child = self._take()
        spent = True
        try:
            child.send(header(asked), deadline)
            child.send(document, deadline)
            told = child.header(deadline)
            content = child.content(told["length"], deadline)
            spent = told["spent"]
        finally:
            self._give_back(child, spent=spent)
        return told, content

    def close(self) -> None:
        """End those that wait."""
        with self._turn:
            idle, self._idle = self._idle, []
        for child in idle:
            child.stop()

    def _take(self) -> Child:
        with self._turn:
            child = self._idle.pop() if self._idle else None
        if child and child.alive:
            return child
        if child:
            child.stop()
        return Child("graph_service.sandbox.parse_process")

    def _give_back(self, child: Child, *, spent: bool) -> None:
        with self._turn:
            if not spent and len(self._idle) < self._keep:
                self._idle.append(child)
                return
        child.stop()


#: Those of this service; as many wait as are needed when writes now and then overlap.
PARSERS = Parsers(2)
atexit.register(PARSERS.close)


def parse_untrusted(
    document: bytes, media_type: str, base: str, *, seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> list[Quad]:
    """The statements of ``document``; relative IRIs are resolved against ``base``, and blank nodes have names.

    :raises UnsupportedMedia: where documents of ``media_type`` aren't read.
    :raises DataUnreadable: where the document isn't what it should be, or would take too much to parse.
    """
    if media_type not in READ:
        raise UnsupportedMedia(f"Send data as one of {', '.join(READ)}.")
    asked = {"media_type": media_type, "base": base, "seconds": seconds, "megabytes": megabytes}
    try:
        told, content = PARSERS.answer({**asked, "length": len(document)}, document, seconds + _GRACE)
    except Late:
        raise _too_long(seconds) from None
    except Ended as ended:
        if ended.signal == signal.SIGALRM:
            raise _too_long(seconds) from None
        reason = "The document nests deeper, or needs more memory, than a parser bears. Send it in parts."
        raise DataUnreadable(reason) from None
    if "detail" in told:
        raise DataUnreadable(f"{told['detail'].rstrip('.')}.", told.get("line", 0), told.get("column", 0))
    return list(parse(content, format=RdfFormat.N_QUADS))


def _too_long(seconds: float) -> DataUnreadable:
    return DataUnreadable(f"The document takes longer than {seconds:g} seconds to parse. Send it in parts.")
