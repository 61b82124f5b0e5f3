"""Forms of several parts (RFC 7578), taken apart in a time that grows with their length alone."""

from __future__ import annotations

from dataclasses import dataclass, field

from python_multipart.exceptions import MultipartParseError
from python_multipart.multipart import MultipartParser, parse_options_header

from graph_service.errors import DataUnreadable

MEDIA_TYPE = "multipart/form-data"
#: No form of a page, and no set of files that is sent at once, has more.
MOST_PARTS = 100


@dataclass
class Part:
    """What a form says of one field; ``filename`` is None where it is no file."""

    headers: dict[bytes, bytes] = field(default_factory=dict)
    content: bytearray = field(default_factory=bytearray)

    @property
    def content_type(self) -> str:
        """The media type that is told, with its parameters; empty where none is."""
        return self.headers.get(b"content-type", b"").decode("latin-1")

    @property
    def name(self) -> str:
        """The name of the field."""
        return self._disposition.get(b"name", b"").decode("utf-8", "replace")

    @property
    def filename(self) -> str | None:
        """The last part of the name of the file, without the folders that it was in."""
        given = self._disposition.get(b"filename")
        return None if given is None else given.decode("utf-8", "replace").replace("\\", "/").rsplit("/", 1)[-1][:255]

    @property
    def _disposition(self) -> dict[bytes, bytes]:
        return parse_options_header(self.headers.get(b"content-disposition"))[1]


def parts_of(body: bytes, content_type: str) -> list[Part]:
    """The parts of ``body``, whose boundary is a parameter of ``content_type``.

    :raises DataUnreadable: where it is no such form, ends before its end, or has forms within.
    """
    boundary = parse_options_header(content_type.encode("latin-1", "replace"))[1].get(b"boundary")
    if not boundary:
        raise DataUnreadable("The form does not say what divides its parts (boundary).")
    parts, name, value, ended = list[Part](), bytearray(), bytearray(), list[bool]()

    def begin() -> None:
        if len(parts) == MOST_PARTS:
            raise DataUnreadable(f"A form may have {MOST_PARTS} parts.")
        parts.append(Part())

    def end_header() -> None:
        parts[-1].headers[bytes(name).lower()] = bytes(value).strip()
        name.clear()
        value.clear()

    def end_headers() -> None:
        if parts[-1].content_type.lower().startswith("multipart/"):
            raise DataUnreadable("The form has parts within parts.")

    def append(target: bytearray, data: bytes, start: int, end: int) -> None:
        target += memoryview(data)[start:end]

    try:
        parser = MultipartParser(
            boundary,
            {
                "on_part_begin": begin,
                "on_header_field": lambda data, start, end: append(name, data, start, end),
                "on_header_value": lambda data, start, end: append(value, data, start, end),
                "on_header_end": end_header,
                "on_headers_finished": end_headers,
                "on_part_data": lambda data, start, end: append(parts[-1].content, data, start, end),
                "on_end": lambda: ended.append(True),
            },
        )
        parser.write(body)
    except MultipartParseError as error:
        raise DataUnreadable(f"The form can't be read: {error}.") from error
    if not ended:
        raise DataUnreadable("The form ends before its end. Send it again.")
    return parts
