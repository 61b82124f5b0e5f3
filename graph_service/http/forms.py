"""Forms that browsers send: their fields and files, within the limit of a request's body."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import HTTP
from urllib.parse import parse_qsl

from fastapi import Request

from graph_service.errors import DataUnreadable, UnsupportedMedia
from graph_service.http.receiving import received

_FILES, _FIELDS = "multipart/form-data", "application/x-www-form-urlencoded"
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
    if kind not in {_FILES, _FIELDS}:
        raise UnsupportedMedia("Send the form of the page.")
    body = await received(request, limit, _SECONDS, "The operator may allow more (GRAPH_IMPORT_MB).")
    if kind == _FIELDS:
        try:
            return Form(dict(parse_qsl(body.decode("utf-8"), keep_blank_values=True, max_num_fields=100)))
        except ValueError as error:
            raise DataUnreadable(f"The form can't be read: {error}.") from error
    return _parts(f"content-type: {content_type}\r\n\r\n".encode("latin-1", "replace") + body)


def _parts(message: bytes) -> Form:
    whole = BytesParser(policy=HTTP).parsebytes(message)
    form = Form()
    for part in whole.iter_parts() if whole.is_multipart() else ():
        if not isinstance(part, EmailMessage) or part.is_multipart():
            raise DataUnreadable("The form has parts within parts.")
        name = str(part.get_param("name", "", header="content-disposition"))
        content = part.get_payload(decode=True)
        content = content if isinstance(content, bytes) else b""
        if (filename := part.get_filename()) is not None:
            form.files[name] = (filename.replace("\\", "/").rsplit("/", 1)[-1][:255], content)
        else:
            form.texts[name] = content.decode("utf-8", "replace")
    return form
