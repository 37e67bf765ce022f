"""The terminal's clipboard, by the control sequence OSC 52: it works over SSH, where the terminal allows it.

tmux and screen keep such sequences for themselves unless they are wrapped. tmux forwards either the bare one
(`set-clipboard on`) or the wrapped one (`allow-passthrough on`), so it gets both.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

#: Bytes of text. Terminals drop sequences of more than 100,000 bytes (hterm, tmux), three bytes becoming four.
LIMIT = 74_000
_SCREEN_CHUNK = 240  # bytes; screen drops longer strings


def copied(text: str) -> tuple[str, bool]:
    """The text as far as a terminal takes it, and whether it was cut."""
    data = text.encode("utf-8", "replace")
    return (text, False) if len(data) <= LIMIT else (data[:LIMIT].decode("utf-8", "ignore"), True)


def sequence(text: str, environment: Mapping[str, str]) -> str:
    """What is to be written to the terminal, wrapped as the environment (TMUX, STY, TERM) asks for."""
    bare = f"\x1b]52;c;{b64encode(text.encode('utf-8', 'replace')).decode()}\x07"
    if environment.get("TMUX"):
        doubled = bare.replace("\x1b", "\x1b\x1b")
        return f"{bare}\x1bPtmux;{doubled}\x1b\\"
    if environment.get("STY") or environment.get("TERM", "").startswith("screen"):
        return "".join(f"\x1bP{bare[at : at + _SCREEN_CHUNK]}\x1b\\" for at in range(0, len(bare), _SCREEN_CHUNK))
    return bare
