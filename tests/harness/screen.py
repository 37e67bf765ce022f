"""The screen under Textual's pilot: keys in, text out, and nothing is looked at before the work is done."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

from textual import events
from textual.message import Message
from textual.pilot import Pilot
from textual.widget import Widget
from textual.worker import Worker

from cable_tui import paths
from cable_tui.config import Settings
from cable_tui.tui.app import CableApp
from cable_tui.tui.reader.indexer import Indexer
from cable_tui.tui.widgets.message_list import MessageList
from cable_tui.tui.widgets.paragraph_viewer import ParagraphViewer

PATIENCE = 30.0  # seconds until a test that waits for something fails


class Traffic:
    """Listens to every message of the application."""

    def __init__(self) -> None:
        self.count = 0
        self.built = asyncio.Event()
        self.listeners: list[Callable[[Message], object]] = []

    def __call__(self, message: Message) -> None:
        """Called by Textual; what the pilot itself sends to find out who is busy does not count."""
        self.count += not isinstance(message, events.Callback | events.Idle)
        if isinstance(message, Worker.StateChanged) and message.worker.group == "build" and message.worker.is_finished:
            self.built.set()
        for listener in self.listeners:
            listener(message)


class Reader:
    """An open archive, with the keyboard of its reader."""

    def __init__(self, app: CableApp, pilot: Pilot[None], traffic: Traffic) -> None:
        self.app = app
        self.pilot = pilot
        self._traffic = traffic

    async def press(self, *keys: str) -> None:
        """Presses keys one after the other, each answered in full before the next."""
        for key in keys:
            self.app.simulate_key(key)  # the pilot's press would wait three ticks of a clock for each
            await self.settled()

    async def resize(self, columns: int, rows: int) -> None:
        """Changes the size of the terminal."""
        await self.pilot.resize_terminal(columns, rows)
        await self.settled()

    async def settled(self) -> None:
        """Waits until nobody has anything to say any more and every worker but the build has done its work."""
        await self._quiet()
        while workers := [worker for worker in self.app.workers if worker.group != "build"]:
            await self.app.workers.wait_for_complete(workers)
            await self._quiet()

    async def _quiet(self) -> None:
        """Two rounds through all widgets, each with the layout that it led to, without a message."""
        rounds = 0
        while rounds < 2:
            before = self._traffic.count
            await self.pilot.pause(0)
            rounds = rounds + 1 if self._traffic.count == before else 0

    async def built(self) -> None:
        """Waits for the end of the build, which is a process of its own."""
        await asyncio.wait_for(self._traffic.built.wait(), PATIENCE)
        await self.settled()

    async def until(self, holds: Callable[[], bool]) -> None:
        """Waits until something holds."""
        async with asyncio.timeout(PATIENCE):
            while not holds():
                await self.settled()

    def on_message(self, listener: Callable[[Message], object]) -> None:
        """Has a function called with every message from now on."""
        self._traffic.listeners.append(listener)

    # --- what is seen --------------------------------------------------------------------------------------------

    @property
    def lines(self) -> list[str]:
        """The lines of the screen that is on top, without the blanks at their ends."""
        return [strip.text.rstrip() for strip in self.app.screen._compositor.render_strips(self.app.size)]

    @property
    def body(self) -> list[str]:
        """The screen without its first line, where the build says how it goes."""
        return self.lines[1:]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    @property
    def words(self) -> str:
        """The words of the dialog on the screen, or of all of it, wherever lines are broken."""
        dialog = [line.split("│")[1] for line in self.lines if line.count("│") == 2]
        return " ".join(" ".join(dialog or self.lines).split())

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
        return [line.strip()[1:].strip() for line in self.pane("viewer") if line.strip().startswith("▌")]

    @property
    def focus(self) -> str:
        return self.app.screen.focused.id

    def is_shown(self, name: str) -> bool:
        """Whether a pane has any room on the screen."""
        return self.widget(name).size.area > 0


@asynccontextmanager
async def reading(
    archive: Path,
    columns: int = 80,
    rows: int = 24,
    name: str = "",
    greeting: str = "",
    indexer: Indexer | None = None,
) -> AsyncIterator[Reader]:
    """Opens an archive and waits until what its cache holds is shown; `indexer` is a build that has begun before.

    Without settings of the test's own no cable counts as read by staying on it, as it would on a busy machine.
    """
    traffic = Traffic()
    settings = None if paths.config_file().exists() else Settings(read_after=0.0)
    app = CableApp(archive, name or archive.name, greeting, settings=settings, indexer=indexer)
    async with app.run_test(size=(columns, rows), message_hook=traffic) as pilot:
        reader = Reader(app, pilot, traffic)
        await reader.settled()
        yield reader
