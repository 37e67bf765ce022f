"""The Textual application: themes, palette and the reader's screen."""

from __future__ import annotations

import asyncio
import gc
import signal
from collections.abc import Iterable, Mapping
from functools import partial
from pathlib import Path

from textual.app import SystemCommand
from textual.driver import Driver
from textual.screen import Screen

from cable_tui import config, paths
from cable_tui.config import Settings
from cable_tui.tui.library import Library
from cable_tui.tui.screens.reader import ReaderScreen
from cable_tui.tui.terminal import FrugalDriver
from cable_tui.tui.themes import DEFAULT, load_themes
from cable_tui.tui.typing import OrderlyApp
from cable_tui.visible import visible_line


class CableApp(OrderlyApp):
    """Opens one archive."""

    TITLE = "cable-tui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"

    def __init__(
        self,
        archive: Path,
        title: str,
        greeting: str = "",
        driver_class: type[Driver] | None = None,
        settings: Settings | None = None,
    ) -> None:
        self._settings = settings or config.load(paths.config_file())[0]
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
        """A polite end for a program that is asked to go, or whose terminal goes: the terminal is left as it was."""
        if not self.is_headless:
            for number in (signal.SIGTERM, signal.SIGHUP):
                leave = partial(self.exit, return_code=128 + number)
                asyncio.get_running_loop().add_signal_handler(number, leave)

    def on_ready(self) -> None:
        """The program stands: what was loaded for it stays for good, and collecting garbage begins."""
        gc.freeze()
        gc.enable()
        if self._settings.keys:
            self._use_keys(self._settings.keys)

    def _use_keys(self, keys: Mapping[str, str]) -> None:
        """Takes over the user's own keys; an id that no command has is told."""
        from cable_tui.tui.keymap import commands

        known = commands()
        self.set_keymap({name: wanted for name, wanted in keys.items() if name in known})
        unknown = [name for name in keys if name not in known]
        if unknown and isinstance(self.screen, ReaderScreen):
            self.screen.tell(f"config.toml: no command is called {unknown[0]}; cable-tui config --keys lists them.")

    def get_default_screen(self) -> Screen[None]:
        """The reader's screen is the first and only base screen."""
        return ReaderScreen(Library(self._archive), self._archive_title, self._greeting, self._settings)

    def get_css_variables(self) -> dict[str, str]:
        """The colours of the theme, and the share of the list."""
        return super().get_css_variables() | {"list-share": f"{self._settings.list_share}%"}

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
