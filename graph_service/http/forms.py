"""Forms that browsers send: their fields and files, within the limit of a request's body."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qsl

from fastapi import Request

from graph_service.errors import DataUnreadable, UnsupportedMedia
from graph_service.http.multipart import MEDIA_TYPE, parts_of
from graph_service.http.receiving import received

_FIELDS = "application/x-www-form-urlencoded"
_SECONDS = 300.0


@dataclass(frozen=True)
class Form:
    """The texts of fields, and the name and content of each file."""

    texts: dict[str, str] = field(default_factory=dict)
    files: dict[str, tuple[str, bytes]] = field(default_factory=dict)

    def text(self, name: str, default: str = "") -> str:
        """The text of a field; the ``default`` where it is empty or not there."""
        return self.texts.get(name, "").strip() or default


async def read_form(request: Request, limit: int) -> Form:
    """The form that ``request`` sends.

    :raises UnsupportedMedia: where it sends something else.
    :raises TooLarge: where it is longer than ``limit``.
    :raises DataUnreadable: where it is not what it says.
    """
    content_type = request.headers.get("content-type", "")
    kind = content_type.partition(";")[0].strip().lower()
    if kind not in {MEDIA_TYPE, _FIELDS}:
        raise UnsupportedMedia("Send the form of the page.")
    body = await received(request, limit, _SECONDS, "The operator may allow more (GRAPH_IMPORT_MB).")
    if kind == _FIELDS:
        try:
            return Form(dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=100)))
        except ValueError as error:
            raise DataUnreadable(f"The form can't be read: {error}.") from error
    form = Form()
    for part in parts_of(body, content_type):
        if part.filename is None:
            form.texts[part.name] = part.content.decode("utf-8", "replace")
        else:
            form.files[part.name] = (part.filename, bytes(part.content))
    return form
