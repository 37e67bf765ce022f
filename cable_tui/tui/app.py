"""The Textual application: themes, palette and the reader's screen."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from textual.app import SystemCommand
from textual.binding import Binding
from textual.driver import Driver
from textual.screen import Screen
from textual.worker import WorkerFailed

from cable_tui import config, faults, paths
from cable_tui.tui.library import Library
from cable_tui.tui.screens.reader import ReaderScreen
from cable_tui.tui.terminal import FrugalDriver
from cable_tui.tui.themes import DEFAULT, load_themes
from cable_tui.tui.typing import OrderlyApp
from cable_tui.visible import visible_line

_SETTLED = 0.3  # seconds after which a new size has been taken over


class CableApp(OrderlyApp):
    """Opens one archive."""

    TITLE = "cable-tui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS = [Binding("ctrl+z", "suspend_process", "to the shell, until it says fg", id="app.suspend")]

    def __init__(self, archive: Path, title: str, greeting: str = "", driver_class: type[Driver] | None = None) -> None:
        super().__init__(driver_class=driver_class)
        self.animation_level = "none"
        themes, failed = load_themes([paths.shipped_themes()])
        for theme in themes:
            self.register_theme(theme)
        self.theme = DEFAULT if any(theme.name == DEFAULT for theme in themes) else self.theme
        if failed:
            greeting = f"Theme {failed[0].path.name} is not used: {failed[0].reason}"
        self._archive, self._archive_title, self._greeting = archive, title, greeting

    def on_mount(self) -> None:
        """What goes wrong in the background, where nobody waits for it, is reported and not printed."""
        if not self.is_headless:
            asyncio.get_running_loop().set_exception_handler(_noted)

    def on_resize(self) -> None:
        """A window that is back at its size when it is looked at has lost what stood in it all the same."""
        if isinstance(self._driver, FrugalDriver):
            self._driver.resized()
            self.set_timer(_SETTLED, self._driver.fill_gaps)

    @property
    def fault(self) -> BaseException | None:
        """The exception that nobody expected and that has ended the program."""
        error: BaseException | None = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def _handle_exception(self, error: Exception) -> None:
        """Ends the program. Textual would print a traceback with locals, which hold the text of cables."""
        self._return_code = faults.EXIT_CODE
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """Ends the program and shows nothing of what is given, for the same reason."""
        self._handle_exception(RuntimeError("panic"))

    def on_ready(self) -> None:
        """The program stands: what was loaded for it stays for good, and collecting garbage begins."""
        gc.freeze()
        gc.enable()

    def get_default_screen(self) -> Screen[None]:
        """The reader's screen is the first and only base screen."""
        settings, warnings = config.load(paths.config_file())
        greeting = warnings[0] if warnings else self._greeting
        return ReaderScreen(Library(self._archive), self._archive_title, greeting, settings)

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every command that is bound to a key here, with the key; then the themes."""
        seen: set[str] = set()
        for item in screen.active_bindings.values():
            binding = item.binding
            if binding.id and item.enabled and binding.id not in seen:
                seen.add(binding.id)
                key = self.get_key_display(binding)
                yield SystemCommand(
                    binding.description.capitalize(),
                    f"key {key}",
                    lambda action=binding.action, node=item.node: self.run_later(action, node),
                )
        if isinstance(screen, ReaderScreen):
            for view in screen.saved_views:
                yield SystemCommand(
                    f"View {visible_line(view.name)}", visible_line(view.query), partial(screen.open_view, view)
                )
        yield SystemCommand("Theme", "choose the colours", self.action_change_theme)

    def action_redraw(self) -> None:
        """Draws everything anew, whatever another program has left on the terminal."""
        if isinstance(self._driver, FrugalDriver):
            self._driver.redraw()

    def write_sequence(self, sequence: str) -> None:
        """Sends the terminal a control sequence that shows nothing."""
        if isinstance(self._driver, FrugalDriver):
            self._driver.write_raw(sequence)
            self._driver.flush()

    def run_later(self, action: str, node: object) -> None:
        """Runs a bound action on the node it belongs to, once the palette is gone."""
        self.call_later(self.run_action, action, node)


def _noted(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    if isinstance(error := context.get("exception"), Exception):
        faults.report(error)
