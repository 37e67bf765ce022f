"""Plain text of every kind: bytes -> text -> the cables in it."""

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
    """The cables of a text; `Skipped` where there is none, `Problem` for one longer than `MAX_TEXT`."""
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
    """One text from the two parts that tables keep; either may be missing or the word `null`."""
    return "\n".join(part for part in (header, body) if part.strip() not in ("", "null"))


def decode(data: bytes) -> str:
    """Text with LF line ends from UTF-8, or byte by byte from Windows-1252 where it is none."""
    try:
        text = data.decode("utf-8").replace("\ufeff", "")
    except UnicodeDecodeError:
        text = data.decode("utf-8", "surrogateescape").translate(_western())
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def decoded(chunks: Iterable[bytes]) -> Iterator[str]:
    """The same for data in pieces. Files put together from several encodings come out right as well."""
    utf8 = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    lines = io.IncrementalNewlineDecoder(utf8, translate=True)
    for chunk in chunks:
        yield _cleaned(lines.decode(chunk))
    yield _cleaned(lines.decode(b"", final=True))


def _cleaned(text: str) -> str:
    return text if text.isascii() or not _ODD.search(text) else text.translate(_western())


@cache
def _western() -> dict[int, str]:
    """From the escape of a byte that is no UTF-8 to what Windows-1252 (else Latin-1) has for it.

    Byte order marks go: files put together have them in their midst as well.
    """
    latin = {0xDC00 + code: chr(code) for code in range(0x80, 0x100)}
    windows = {0xDC00 + code: bytes([code]).decode("cp1252", "ignore") for code in range(0x80, 0x100)}
    return {escape: windows[escape] or latin[escape] for escape in latin} | {0xFEFF: ""}
