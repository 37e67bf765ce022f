"""Streams of bytes that are read once, forward, in bounded memory, and never raise."""

from __future__ import annotations

import codecs
import io
import zlib
from collections.abc import Iterator
from lzma import LZMAError
from typing import IO, Protocol
from zipfile import BadZipFile

HEAD = 4096
CHUNK = 1 << 18
MAX_TEXT = 4 << 20
"""The longest cable that is read, in bytes; the longest known have a twentieth of that.

It bounds time and memory of splitting, parsing, and the window of a CSV.
"""


class Readable(Protocol):
    """The source of a stream: `read1` returns the bytes available, b'' at the end."""

    def read1(self, size: int, /) -> bytes:
        """At most `size` bytes."""


class Stream:
    """The bytes of one file. Any error while reading ends the data; the reason is in `failure`.

    At most `size` bytes are read, if given, so that reading a growing file ends.
    """

    def __init__(self, raw: Readable, size: int | None = None) -> None:
        self._raw = raw
        self._left = size
        self._ahead = b""
        self.failure = ""

    def head(self, size: int = HEAD) -> bytes:
        """The next `size` bytes (fewer at the end) without taking them."""
        while len(self._ahead) < size and (more := self._fetch(size)):
            self._ahead += more
        return self._ahead[:size]

    def read(self, size: int = CHUNK) -> bytes:
        """At most `size` bytes, b'' at the end."""
        if self._ahead:
            data, self._ahead = self._ahead[:size], self._ahead[size:]
            return data
        return self._fetch(size)

    def take(self, size: int) -> bytes:
        """`size` bytes, fewer only at the end."""
        parts = []
        while size > 0 and (chunk := self.read(size)):
            parts.append(chunk)
            size -= len(chunk)
        return b"".join(parts)

    def chunks(self) -> Iterator[bytes]:
        """The rest of the data, in pieces."""
        return iter(self.read, b"")

    def whole(self, limit: int) -> bytes | None:
        """The rest of the data, or None if it is longer than `limit` bytes."""
        data = self.take(limit + 1)
        return data if len(data) <= limit else None

    def file(self, limit: int) -> IO[bytes] | None:
        """The same data with random access: the file itself, or a copy of up to `limit` bytes, else None."""
        if isinstance(self._raw, io.BufferedReader):
            return self._raw
        data = self.whole(limit)
        return None if data is None else io.BytesIO(data)

    def skip(self, size: int) -> None:
        """Skip the next `size` bytes."""
        if isinstance(self._raw, io.BufferedReader) and self._left is not None:
            ahead, self._ahead = self._ahead[:size], self._ahead[size:]
            self._raw.seek(size - len(ahead), io.SEEK_CUR)
            self._left = max(0, self._left - (size - len(ahead)))
            return
        while size > 0 and (chunk := self.read(min(size, CHUNK))):
            size -= len(chunk)

    def _fetch(self, size: int) -> bytes:
        if self.failure:
            return b""
        if self._left is not None:
            size = min(size, self._left)
        try:
            data = self._raw.read1(size)
        except Exception as error:  # each unpacker raises its own; none may stop the other files
            self.failure = reason(error)
            return b""
        if self._left is not None:
            self._left -= len(data)
        return data


class Transcoded(Stream):
    """Another stream's UTF-16 as UTF-8, so that forms are detected in one encoding only."""

    def __init__(self, source: Stream, encoding: str) -> None:
        super().__init__(_Recoder(source, encoding))
        self._source = source

    def _fetch(self, size: int) -> bytes:
        data = super()._fetch(size)
        self.failure = self.failure or self._source.failure
        return data


class _Recoder:
    def __init__(self, source: Stream, encoding: str) -> None:
        self._source = source
        self._decoder = codecs.getincrementaldecoder(encoding)("replace")

    def read1(self, size: int) -> bytes:
        while chunk := self._source.read(max(size, 2)):
            if text := self._decoder.decode(chunk):
                return text.encode("utf-8", "replace")
        return self._decoder.decode(b"", final=True).encode("utf-8", "replace")


def reason(error: Exception) -> str:
    """The reason of an error in reading or unpacking, as the second half of a sentence."""
    if isinstance(error, EOFError):
        return "the packed data end too early"
    if isinstance(error, (zlib.error, LZMAError, BadZipFile)):
        return f"the packed data are damaged ({error})"
    return getattr(error, "strerror", None) or str(error) or type(error).__name__
