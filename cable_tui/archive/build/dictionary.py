"""The compression dictionary of a large archive: text common to its cables, which halves their size."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

from cable_tui.sources import RawCable, SourceFile, read

from .jobs import LARGE, typical

#: Below this many bytes of text, a dictionary costs more than it saves.
WORTH = 16 * 1024 * 1024
_LARGEST = 2 * 1024 * 1024
_SHARE = 64  # a dictionary has at most one 64th of the text's size, as it takes space too
_SAMPLES = 1400
#: The lengths of segments and of the parts they are chosen by (k and d of COVER; Liao et al., 2016). zstd's own search
#: takes a second and finds no better ones.
_PIECE, _PART = 1000, 8
_PLACES = 28  # sampled in a large file, as its first cables are the oldest


def train(archive: Path, files: list[SourceFile]) -> bytes:
    """A dictionary for the texts of an archive, trained on cables from all its parts; b'' if there are too few."""
    from zstandard import ZstdError, train_dictionary

    size = min(_LARGEST, sum(file.size for file in files) // _SHARE)
    found = islice(_spread(archive, files), _SAMPLES)
    samples: list[bytes | bytearray | memoryview] = [typical(raw).encode() for raw in found]
    try:
        return train_dictionary(size, samples, k=_PIECE, d=_PART).as_bytes()
    except ZstdError:
        return b""


def _spread(archive: Path, files: list[SourceFile]) -> Iterator[RawCable]:
    """Samples of cables from all parts of the archive: from several places in large files, and from small files."""
    large = [file for file in files if file.size > LARGE]
    small = [file for file in files if file.size <= LARGE]
    for file in large[:: max(1, len(large) // 4)]:
        yield from _places(archive, file)
    for file in small[:: max(1, len(small) // _SAMPLES)]:
        yield from _cables(archive, file)


def _places(archive: Path, file: SourceFile) -> Iterator[RawCable]:
    """Some cables from each of several places in a large file, none read twice.

    A file that can only be read from its start gives its first cables.
    """
    each, step, start = _SAMPLES // _PLACES, file.size // _PLACES, 0
    while start < file.size:
        cables = _cables(archive, file, start, 1 if start else 0)
        found = list(islice(cables, each))
        yield from found
        if not found:
            return
        if (end := found[-1].end) is None:
            yield from islice(cables, _SAMPLES - each)
            return
        start = (end // step + 1) * step


def _cables(archive: Path, file: SourceFile, start: int = 0, before: int = 0) -> Iterator[RawCable]:
    return (item for item in read(archive, file, start, before) if isinstance(item, RawCable))
