"""The clipboard of the reader's terminal, over SSH and inside tmux or screen.

Nothing confirms that a clipboard was set, so a text is sent, never copied. Inside tmux its own command does it: as tmux
comes it forwards neither a bare OSC 52 (`set-clipboard external`) nor a wrapped one (`allow-passthrough off`), but
`tmux load-buffer -w` sets its buffer and sends the text to the terminals of its clients. Elsewhere the sequence OSC 52
is written, wrapped for screen.
"""

from __future__ import annotations

import subprocess
from base64 import b64encode
from collections.abc import Callable, Mapping

#: Bytes of text. hterm and tmux drop sequences over 100,000 bytes, and base64 turns three bytes into four.
LIMIT = 74_000
_SCREEN_CHUNK = 240  # bytes; screen drops longer strings
_PATIENCE = 2.0  # seconds for tmux to answer

SENT = "sent to the clipboard"
IN_TMUX = "in tmux's buffer and sent"
IN_TMUX_ALONE = "in tmux's buffer"


def fitting(text: str) -> tuple[str, bool]:
    """The text as far as a terminal takes it, and whether it was cut."""
    data = text.encode("utf-8", "replace")
    return (text, False) if len(data) <= LIMIT else (data[:LIMIT].decode("utf-8", "ignore"), True)


def send(text: str, environment: Mapping[str, str], write: Callable[[str], None]) -> str:
    """Sends a text to the clipboard; returns what was done, in a few words.

    `write` is given the control sequence where there is no tmux (TMUX in the environment), or where it does not answer.
    """
    if environment.get("TMUX"):
        # Without -w, which tmux has since 3.2, the buffer alone is set.
        for options, done in ((["-w"], IN_TMUX), ([], IN_TMUX_ALONE)):
            if _load(text, options, environment):
                return done
    write(sequence(text, environment))
    return SENT


def _load(text: str, options: list[str], environment: Mapping[str, str]) -> bool:
    data = text.encode("utf-8", "replace")
    command = ["tmux", "load-buffer", *options, "-"]
    try:
        done = subprocess.run(
            command, input=data, capture_output=True, timeout=_PATIENCE, env=dict(environment), check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def sequence(text: str, environment: Mapping[str, str]) -> str:
    """OSC 52 with the text, wrapped where the environment (STY, TERM) names screen."""
    bare = f"\x1b]52;c;{b64encode(text.encode('utf-8', 'replace')).decode()}\x07"
    if environment.get("STY") or environment.get("TERM", "").startswith("screen"):
        return "".join(f"\x1bP{bare[at : at + _SCREEN_CHUNK]}\x1b\\" for at in range(0, len(bare), _SCREEN_CHUNK))
    return bare
