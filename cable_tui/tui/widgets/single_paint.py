"""One update per key: the screen is painted once all panes have reported their changes."""

from __future__ import annotations

import asyncio

from textual.events import Idle
from textual.message_pump import MessagePump

#: Turns of the event loop; a message passes one widget in each, and a changed pane tells the screen in one more.
_TURNS = 6
_MOST = 100  # times that a paint is put off, so that a stream of messages cannot prevent it


class PaintOnce(MessagePump):
    """A screen that waits until its panes have handled their messages before it paints.

    Textual paints as soon as the screen is idle, and again a frame later: when a key moves the cursor of the list, the
    row would be painted first and the text after it. Comes before `Screen` among the bases.
    """

    _times_put_off = 0

    async def on_idle(self, event: Idle) -> None:
        """Lets the panes run first, and puts the paint off if they send messages."""
        for _ in range(_TURNS):
            await asyncio.sleep(0)
            if self.message_queue_size and self._times_put_off < _MOST:
                self._times_put_off += 1
                event.prevent_default()
                return
        self._times_put_off = 0
