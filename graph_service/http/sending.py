"""What is sent is first written whole, in memory or in a file, and only then sent.

So an error on the way is still answered as an error, the store is free again however slowly a client reads, and
memory stays the same however large the answer is.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Mapping
from typing import IO

from fastapi import Response
from fastapi.responses import StreamingResponse

#: What is longer is written to a file.
IN_MEMORY = 4 * 2**20
_PIECE = 64 * 1024


def sent(write: Callable[[IO[bytes]], None], media_type: str, headers: Mapping[str, str]) -> Response:
    """The response whose body is what ``write`` writes; must be called in a thread."""
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed when it was sent
    try:
        write(file)
        size = file.tell()
        file.seek(0)
        if size <= IN_MEMORY:
            content = file.read()
            file.close()
            return Response(content, media_type=media_type, headers=dict(headers))
    except BaseException:
        file.close()
        raise
    response = StreamingResponse(_pieces(file), media_type=media_type, headers=dict(headers))
    response.headers["Content-Length"] = str(size)
    return response


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(_PIECE):
            yield piece
