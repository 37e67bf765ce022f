"""Packed files (.zip, .gz, .xz, .bz2): unpacks their contents as streams, never to disk."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
from collections import Counter
from collections.abc import Iterator
from enum import Enum
from typing import IO, cast
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from cable_tui.sources.stream import HEAD, Readable, Stream, reason

MAX_RATIO = 100
"""The most times its size that a file may unpack to; text and pages shrink by a factor of four to twenty."""
ALWAYS_ALLOWED = 64 << 20
"""Bytes that even a small file may unpack to."""
MAX_UNPACKED = 64 << 30
"""The most bytes of any file, packed or not; all pages of the largest release have about a fifth of that."""
MAX_NESTED = 128 << 20
"""The largest .zip inside another one, which is held in memory, in bytes."""


class Packing(Enum):
    """How a file is packed; the value is the beginning of its data."""

    ZIP = rb"PK\x03\x04|PK\x05\x06"
    GZIP = rb"\x1f\x8b\x08"
    XZ = rb"\xfd7zXZ\0"
    BZIP2 = rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)"
    FOREIGN = rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07|\x28\xb5\x2f\xfd|.{257}ustar"


_OVERLAPS = "its data are also those of another member; a packer makes no such folder"


def packing_of(head: bytes) -> Packing | None:
    """How data that begin with `head` are packed; None if they are not."""
    return next((packing for packing in Packing if re.match(packing.value, head, re.S)), None)


class Budget:
    """The bytes that one file of the archive may still unpack to, including nested files."""

    def __init__(self, size: int) -> None:
        self.limit = min(max(ALWAYS_ALLOWED, MAX_RATIO * size), MAX_UNPACKED)
        self.left = self.limit

    @property
    def spent(self) -> bool:
        """Whether more was unpacked than allowed."""
        return self.left < 0


class _Unpacked(Stream):
    """A stream that stops when the budget is spent, and fails if it has fewer than the `promised` bytes."""

    def __init__(self, raw: Readable, budget: Budget, step: int | None = None, promised: int = 0) -> None:
        super().__init__(raw)
        self._budget = budget
        self._step = step
        self._promised = promised

    def _fetch(self, size: int) -> bytes:
        if self._budget.spent:
            self.failure = f"it unpacks to more than {self._budget.limit >> 20} MB and is not read any further"
            return b""
        data = super()._fetch(min(size, self._step or size))
        self._budget.left -= len(data)
        self._promised -= len(data)
        if size and not data and self._promised > 0:
            self.failure = self.failure or "it is shorter than the packed folder says"
        return data


def unpacked(stream: Stream, packing: Packing, budget: Budget) -> Stream:
    """The contents of a .gz, .xz or .bz2; truncated or damaged data end the stream with a `failure`."""
    packed = cast(IO[bytes], stream)
    if packing is Packing.GZIP:
        return _Unpacked(gzip.GzipFile(fileobj=packed), budget)
    return _Unpacked(lzma.LZMAFile(packed) if packing is Packing.XZ else bz2.BZ2File(packed), budget)


def members(stream: Stream, budget: Budget) -> Iterator[tuple[str, Stream | str]]:
    """The files in a .zip by name, each as a stream or as the reason why it cannot be read.

    The name '' means the .zip itself. Names are never used as paths. Hidden files and those added by other systems'
    packers are left out, as in a folder.
    """
    file = stream.file(MAX_NESTED)
    if file is None:
        yield "", f"a packed folder inside another is larger than {MAX_NESTED >> 20} MB; unpack it"
        return
    try:
        packed = ZipFile(file)
    except Exception as error:  # a damaged directory can raise anything
        yield "", reason(error)
        return
    with packed:
        overlapping = _overlapping(packed)
        for name, info in _named(packed):
            yield name, _OVERLAPS if info in overlapping else _member(packed, info, budget)
            if budget.spent:
                return


def _overlapping(packed: ZipFile) -> set[ZipInfo]:
    """The members that share data with an earlier one, so that a small file could repeat a text many times."""
    found, end = set[ZipInfo](), 0
    for info in sorted(packed.infolist(), key=lambda info: info.header_offset):
        if info.header_offset < end:
            found.add(info)
        else:
            end = info.header_offset + info.compress_size + 1  # plus a byte of its header
    return found


def _named(packed: ZipFile) -> Iterator[tuple[str, ZipInfo]]:
    """The members that are files; a repeated name gets an ordinal."""
    seen: Counter[str] = Counter()
    for info in packed.infolist():
        if info.filename.endswith("/") or _hidden(info.filename):  # a damaged name may be empty
            continue
        seen[info.filename] += 1
        again = seen[info.filename]
        yield (info.filename if again == 1 else f"{info.filename} ({again})"), info


def _hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) and part not in (".", "..") for part in name.split("/"))


def _member(packed: ZipFile, info: ZipInfo, budget: Budget) -> Stream | str:
    if info.flag_bits & 0x1:
        return "it is encrypted"
    try:
        opened = packed.open(info)
    except Exception as error:  # anything, as above
        return reason(error)
    # The other methods unpack all their input at once, so they get little at a time.
    step = None if info.compress_type in (ZIP_STORED, ZIP_DEFLATED) else HEAD
    return _Unpacked(cast(Readable, opened), budget, step, info.file_size)
