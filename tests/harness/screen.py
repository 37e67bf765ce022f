"""The screen under Textual's pilot: keys in, text out, and nothing is looked at before the work is done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget
from textual.worker import Worker

from cable_tui.tui.app import CableApp
from cable_tui.tui.widgets.message_list import MessageList
from cable_tui.tui.widgets.paragraph_viewer import ParagraphViewer

PATIENCE = 30.0  # seconds until a test that waits for something fails


class Reader:
    """An open archive, with the keyboard of its reader."""

    def __init__(self, app: CableApp, pilot: Pilot[None], built: asyncio.Event) -> None:
        self.app = app
        self.pilot = pilot
        self._built = built

    async def press(self, *keys: str) -> None:
        """Presses keys one after the other, each answered in full before the next."""
        for key in keys:
            await self.pilot.press(key)
            await self.settled()

    async def resize(self, columns: int, rows: int) -> None:
        """Changes the size of the terminal."""
        await self.pilot.resize_terminal(columns, rows)
        await self.settled()

    async def settled(self) -> None:
        """Waits until every message is answered, those that the answers caused too, and every worker but the build."""
        await self._answered()
        while workers := [worker for worker in self.app.workers if worker.group != "build"]:
            await self.app.workers.wait_for_complete(workers)
            await self._answered()

    async def _answered(self) -> None:
        for _ in range(3):  # key, message to the screen, message of the pane that it changes
            await self.pilot.pause(0)

    async def built(self) -> None:
        """Waits for the end of the build, which is a process of its own."""
        await asyncio.wait_for(self._built.wait(), PATIENCE)
        await self.settled()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Waits until something holds."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await self.settled()

    # --- what is seen --------------------------------------------------------------------------------------------

    @property
    def lines(self) -> list[str]:
        """The lines of the screen that is on top, without the blanks at their ends."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips(self.app.size)]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    def pane(self, name: str) -> list[str]:
        """The lines of one pane as it draws them."""
        widget: Widget = self.widget(name)
        return [widget.render_line(y).text.rstrip() for y in range(widget.size.height)]

    def widget(self, name: str) -> Widget:
        return self.app.screen_stack[0].query_one(f"#{name}")

    @property
    def title(self) -> str:
        return self.pane("title")[0]

    @property
    def status(self) -> str:
        return self.pane("status")[0]

    @property
    def list(self) -> MessageList:
        return self.widget("list")

    @property
    def viewer(self) -> ParagraphViewer:
        return self.widget("viewer")

    @property
    def cursor(self) -> str:
        """The id of the cable under the cursor of the list."""
        return self.list.current.id

    @property
    def shown(self) -> str:
        """The id of the cable in the viewer."""
        return self.viewer.cable.id

    @property
    def paragraph(self) -> int | None:
        """The number that is printed in the status line, as in `¶ 2 of 9`."""
        _, found, rest = self.status.partition("¶ ")
        return int(rest.split()[0]) if found else None

    @property
    def barred(self) -> list[str]:
        """The lines of the viewer that carry the bar, without it."""
        return [line[1:].strip() for line in self.pane("viewer") if line.startswith("▌")]

    @property
    def focus(self) -> str:
        return self.app.screen.focused.id

    def is_shown(self, name: str) -> bool:
        """Whether a pane has any room on the screen."""
        return self.widget(name).size.area > 0


@asynccontextmanager
async def reading(
    archive: Path, columns: int = 80, rows: int = 24, name: str = "", greeting: str = ""
) -> AsyncIterator[Reader]:
    """Opens an archive and waits until what its cache holds is shown."""
    built = asyncio.Event()

    def watch(message: Message) -> None:
        if isinstance(message, Worker.StateChanged) and message.worker.group == "build" and message.worker.is_finished:
            built.set()

    app = CableApp(archive, name or archive.name, greeting)
    async with app.run_test(size=(columns, rows), message_hook=watch) as pilot:
        reader = Reader(app, pilot, built)
        await reader.settled()
        yield reader
