"""The terminal's clipboard, by the control sequence OSC 52, which works over SSH if the terminal allows it.

tmux and screen swallow such sequences unless they are wrapped. tmux forwards either the bare one
(`set-clipboard on`) or the wrapped one (`allow-passthrough on`), so it gets both.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping

#: Bytes of text. hterm and tmux drop sequences over 100,000 bytes, and base64 turns three bytes into four.
LIMIT = 74_000
_SCREEN_CHUNK = 240  # bytes; screen drops longer strings


def copied(text: str) -> tuple[str, bool]:
    """The text cut to `LIMIT`, and whether it was cut."""
    data = text.encode("utf-8", "replace")
    return (text, False) if len(data) <= LIMIT else (data[:LIMIT].decode("utf-8", "ignore"), True)


def sequence(text: str, environment: Mapping[str, str]) -> str:
    """The sequence for the terminal, wrapped as the environment (TMUX, STY, TERM) requires."""
    bare = f"\x1b]52;c;{b64encode(text.encode('utf-8', 'replace')).decode()}\x07"
    if environment.get("TMUX"):
        doubled = bare.replace("\x1b", "\x1b\x1b")
        return f"{bare}\x1bPtmux;{doubled}\x1b\\"
    if environment.get("STY") or environment.get("TERM", "").startswith("screen"):
        return "".join(f"\x1bP{bare[at : at + _SCREEN_CHUNK]}\x1b\\" for at in range(0, len(bare), _SCREEN_CHUNK))
    return bare
