"""Reads plain text of every kind: decodes it and splits it into cables."""

from __future__ import annotations

import codecs
import io
import re
from collections.abc import Iterable, Iterator
from functools import cache

from cable_tui.sources.detect import form_of, holds_cable, holds_record, no_text
from cable_tui.sources.raw import Problem, RawCable, Result, Skipped
from cable_tui.sources.split import split_stream
from cable_tui.sources.stream import HEAD, MAX_TEXT, Stream

_ODD = re.compile("[\udc80-\udcff\ufeff]")


def read(stream: Stream, path: str) -> Iterator[Result]:
    """The cables of a text; `Skipped` if there is none, `Problem` for one longer than `MAX_TEXT`."""
    if kind := no_text(stream.head()):
        yield Skipped(path, kind)
        return
    pieces = split_stream(decoded(stream.chunks()), MAX_TEXT)
    for position, piece in enumerate(pieces, 1):
        if not (holds_cable(piece) or (position == 1 and holds_record(piece))):
            yield Skipped(path, "no line that marks a cable" if piece.strip() else "empty")
        elif len(piece) > MAX_TEXT:
            yield Problem(path, f"cable {position} is longer than {MAX_TEXT >> 20} MB; it and the rest are not read")
        else:
            yield RawCable(piece, path, position, form_of(piece[:HEAD]))


def joined(header: str, body: str) -> str:
    """Joins the header and body that tables store; either may be empty or the word `null`."""
    return "\n".join(part for part in (header, body) if part.strip() not in ("", "null"))


def decode(data: bytes) -> str:
    """Decodes UTF-8, with invalid bytes read as Windows-1252, and converts line ends to LF."""
    try:
        text = data.decode("utf-8").replace("\ufeff", "")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape").translate(_western())
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decoded(chunks: Iterable[bytes]) -> Iterator[str]:
    """Like `decode`, for data in pieces. Handles files concatenated from several encodings."""
    utf8 = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    lines = io.IncrementalNewlineDecoder(utf8, translate=True)
    for chunk in chunks:
        yield _cleaned(lines.decode(chunk))
    yield _cleaned(lines.decode(b"", final=True))


def _cleaned(text: str) -> str:
    return text if text.isascii() or not _ODD.search(text) else text.translate(_western())


@cache
def _western() -> dict[int, str]:
    """Maps the escape of a byte that is not UTF-8 to its character in Windows-1252 (else Latin-1).

    Removes byte order marks, which concatenated files also have in the middle.
    """
    latin = {0xDC00 + code: chr(code) for code in range(0x80, 0x100)}
    windows = {0xDC00 + code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0x100)}
    return {escape: windows[escape] or latin[escape] for escape in latin} | {0xFEFF: ""}
