"""A connection that waits for no client for long: uvicorn itself waits for ever for half a header or a slow reader."""

from __future__ import annotations

import asyncio
import socket
from typing import Any, ClassVar

from uvicorn.protocols.http.h11_impl import H11Protocol

#: Bytes that the system keeps for a client: with more, it would be long until one is seen to read slowly.
_SEND_BUFFER = 256 * 1024
#: What is to be sent waits for no more where it has more bytes.
_MUCH = 64 * 1024


class JoinedWrites:
    """A transport that sends at once what is written in one turn of the loop, such as header and body of an answer.

    Each sending lets other threads have the interpreter, and waits until it gets that back. What is much is sent at
    once, so that the transport can tell that the client reads slowly.
    """

    def __init__(self, transport: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._written: list[bytes] = []

    def write(self, data: bytes) -> None:
        """Send ``data`` after what was written before: at the end of this turn of the loop, or now if that is much."""
        if not self._written:
            self._loop.call_soon(self._send)
        self._written.append(data)
        if sum(map(len, self._written)) > _MUCH:
            self._send()

    def close(self) -> None:
        """Send what was written, then close."""
        self._send()
        self._transport.close()

    def get_write_buffer_size(self) -> int:
        """How many bytes are still to be sent."""
        return self._transport.get_write_buffer_size() + sum(map(len, self._written))

    def _send(self) -> None:
        written, self._written = self._written, []
        if written:
            self._transport.writelines(written)

    def __getattr__(self, name: str) -> Any:
        """Everything else as the transport has it."""
        return getattr(self._transport, name)


class Connection(H11Protocol):
    """Is closed when the header of a request isn't complete in time, or nothing of an answer is read for a time."""

    header_seconds: ClassVar[float] = 10.0
    reader_seconds: ClassVar[float] = 30.0

    _header_timer: asyncio.TimerHandle | None = None
    _reader_timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn has it
        """Wait for the first header."""
        super().connection_made(JoinedWrites(transport, self.loop))  # type: ignore[arg-type] # it has all of a transport
        connection: socket.socket = transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, _SEND_BUFFER)
        self._await_header()

    def data_received(self, data: bytes) -> None:
        """Wait for the rest of a header, where there is no more than a part of it."""
        super().data_received(data)
        if self.cycle is None or self.cycle.response_complete:  # type: ignore[redundant-expr] # None at first
            self._await_header()
        else:
            self._stop_waiting_for_header()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait for nothing more."""
        self._stop_waiting_for_header()
        self._stop_waiting_for_reader()
        super().connection_lost(exc)

    def pause_writing(self) -> None:
        """Wait until the client reads, because there is more to send than fits into buffers."""
        super().pause_writing()
        self._reader_timer = self.loop.call_later(self.reader_seconds, self._look_at_reader, self._unread)

    def resume_writing(self) -> None:
        """The client reads."""
        self._stop_waiting_for_reader()
        super().resume_writing()

    @property
    def _unread(self) -> int:
        return self.transport.get_write_buffer_size()

    def _look_at_reader(self, unread: int) -> None:
        """Wait again, as long as there is less unread each time."""
        if self._unread < unread:
            self._reader_timer = self.loop.call_later(self.reader_seconds, self._look_at_reader, self._unread)
        else:
            self.transport.abort()

    def _await_header(self) -> None:
        if self._header_timer is None:
            self._header_timer = self.loop.call_later(self.header_seconds, self.transport.abort)

    def _stop_waiting_for_header(self) -> None:
        if self._header_timer:
            self._header_timer.cancel()
            self._header_timer = None

    def _stop_waiting_for_reader(self) -> None:
        if self._reader_timer:
            self._reader_timer.cancel()
