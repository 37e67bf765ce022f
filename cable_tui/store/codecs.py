"""Documents as what stands in the column of a row: JSON, plain or compressed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

_compact = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":")).encode
_escaped = json.JSONEncoder(ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode


class Codec:
    """How the documents of one table are stored; this one keeps the JSON text, which SQL can look into."""

    def pack(self, text: str) -> str | bytes:
        """Return what goes into the column."""
        return text

    def unpack(self, stored: Any) -> str:
        """Return the JSON text. May raise ``TypeError`` or ``ValueError`` if it is damaged."""
        return str(stored, "utf-8") if isinstance(stored, bytes) else stored


@dataclass(frozen=True, slots=True)
class ZstdCodec(Codec):
    """Documents compressed one by one; `dictionary` is text typical of them, or trained on it, to refer to.

    A table must be opened with the dictionary it was written with; what was written without one is read with any.
    """

    dictionary: bytes = b""

    def pack(self, text: str) -> bytes:
        """Return the compressed UTF-8 of the text."""
        packed: bytes = _compressor(self.dictionary).compress(text.encode())
        return packed

    def unpack(self, stored: Any) -> str:
        """Return the text of a compressed blob that is whole."""
        from zstandard import ZstdError

        try:
            return str(_decompressor(self.dictionary).decompress(stored), "utf-8")
        except ZstdError as error:
            raise ValueError("the compressed document is damaged") from error


_LEVEL = 4
#: Logarithms of the sizes of the tables for long matches and for short ones, and the letters of a short one. With a
#: dictionary of 2 MB they make texts of some kilobytes 2 % smaller than the level does, in five sixths of the time.
_LONG, _SHORT, _LETTERS, _WINDOW = 19, 17, 6, 22


@lru_cache(maxsize=4)
def _compressor(dictionary: bytes) -> Any:
    import zstandard  # what reads and writes no packed table does without

    if not dictionary:
        return zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
    parameters = zstandard.ZstdCompressionParameters(
        strategy=zstandard.STRATEGY_DFAST,
        hash_log=_LONG,
        chain_log=_SHORT,
        min_match=_LETTERS,
        window_log=_WINDOW,
        write_checksum=True,
        write_dict_id=False,
    )
    known = zstandard.ZstdCompressionDict(dictionary)
    known.precompute_compress(compression_params=parameters)
    return zstandard.ZstdCompressor(dict_data=known, compression_params=parameters)


@lru_cache(maxsize=4)
def _decompressor(dictionary: bytes) -> Any:
    import zstandard

    known = zstandard.ZstdCompressionDict(dictionary) if dictionary else None
    return zstandard.ZstdDecompressor(dict_data=known)


def to_json(document: Mapping[str, Any]) -> str:
    """Return the document as compact JSON. Raises ``TypeError`` or ``ValueError`` if JSON cannot hold it."""
    text = _compact(document)
    try:
        text.encode()
    except UnicodeEncodeError:  # a lone surrogate, as in a file name that is not UTF-8: escaped, it keeps
        return _escaped(document)
    return text
