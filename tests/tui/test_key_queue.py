"""Keys that wait are answered whatever becomes of the widget that the one before them went to."""

from __future__ import annotations

import asyncio

from textual.app import ComposeResult
from textual.events import Key
from textual.widget import Widget

from cable_tui.tui.terminal.bursts import Typed
from cable_tui.tui.terminal.key_queue import KeyAnswered, OrderlyApp


class Fleeting(Widget, can_focus=True):
    """Is gone with the first key, and never says that it was answered."""

    def on_key_answered(self, event: KeyAnswered) -> None:
        event.stop()
        self.remove()


class Listening(OrderlyApp):
    def __init__(self) -> None:
        super().__init__()
        self.free: list[str] = []

    def compose(self) -> ComposeResult:
        yield Fleeting()

    def on_mount(self) -> None:
        self.query_one(Fleeting).focus()

    def key_is_free(self, event: Key) -> None:
        self.free.append(event.key)


async def test_behind_a_key_whose_widget_is_gone_those_that_wait_are_answered() -> None:
    app = Listening()
    async with app.run_test():
        app.type([Typed(Key(letter, letter)) for letter in "abc"])  # and none comes behind them
        for _ in range(200):
            await asyncio.sleep(0.01)
            if app.free[-1:] == ["c"]:
                break
        assert app.free[-2:] == ["b", "c"]
