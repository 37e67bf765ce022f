"""One update for one key: the screen is painted when every pane has said what has changed."""

from __future__ import annotations

import asyncio

from textual.events import Idle
from textual.message_pump import MessagePump

#: Turns of the loop; a message passes one widget in each, and a pane that it changes tells the screen in one more.
_TURNS = 6
_MOST = 100  # times that a paint is put off for a message; who is never done is shown all the same


class PaintOnce(MessagePump):
    """A screen that waits, when it has nothing to do, until its panes have answered what they were told.

    Textual paints as soon as the screen is idle, and then a frame later again: of a key that moves the cursor of the
    list the row would come first and the text after it. Stands before `Screen` among the bases.
    """

    _times_put_off = 0

    async def on_idle(self, event: Idle) -> None:
        """Lets the panes go on; what they tell comes before the paint."""
        for _ in range(_TURNS):
            await asyncio.sleep(0)
            if self.message_queue_size and self._times_put_off < _MOST:
                self._times_put_off += 1
                event.prevent_default()
                return
        self._times_put_off = 0
