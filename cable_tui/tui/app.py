"""The Textual application: themes, command palette and the main screen."""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from rich.console import RenderableType
from textual.app import SystemCommand
from textual.binding import Binding
from textual.driver import Driver
from textual.events import Key
from textual.filter import LineFilter, NoColor
from textual.geometry import Offset
from textual.screen import Screen
from textual.theme import Theme
from textual.widgets import Input
from textual.worker import WorkerFailed

from cable_tui import config, crash, paths
from cable_tui.config import Settings
from cable_tui.escape import visible_line
from cable_tui.tui.archive_worker import ArchiveWorker
from cable_tui.tui.keymap import DECIDING, EVERYWHERE
from cable_tui.tui.plain_ui import PLAIN, key_in_words
from cable_tui.tui.reader.indexer import Indexer
from cable_tui.tui.reader.screen import ReaderScreen
from cable_tui.tui.terminal.driver import FrugalDriver
from cable_tui.tui.terminal.key_queue import OrderlyApp
from cable_tui.tui.terminal.painted import OnlyText
from cable_tui.tui.theme.ansi import SixteenColors
from cable_tui.tui.theme.loading import DEFAULT, FEW_COLORS, FailedTheme, failures, load_themes, shipped_names
from cable_tui.tui.theme.remembered import remember, remembered
from cable_tui.tui.widgets.lines import Pane

_ONLY_TEXT, _NO_COLOR, _SIXTEEN = OnlyText(), NoColor(), SixteenColors()
_OTHER_PLACES = "places.tcss"
_SETTLED = 0.3  # seconds until a new size has settled


class CableApp(OrderlyApp):
    """The application, over one archive."""

    TITLE = "cable-tui"
    CSS_PATH = "app.tcss"
    ENABLE_COMMAND_PALETTE = True
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS = list(EVERYWHERE)

    def __init__(
        self,
        archive: Path,
        title: str,
        greeting: str = "",
        driver_class: type[Driver] | None = None,
        settings: Settings | None = None,
        warnings: Sequence[str] = (),
        indexer: Indexer | None = None,
    ) -> None:
        if settings is None:
            settings, warnings = config.load(paths.config_file())
        self._settings, self._warnings = settings, list(warnings)
        super().__init__(driver_class, ["app.tcss", _OTHER_PLACES, "plain.tcss"] if settings.plain else None)
        self.set_class(settings.plain, PLAIN)
        self.animation_level = "none"
        self._failed_themes: list[FailedTheme] = []
        self._theme_names: list[str] = []
        self._has_all_themes = False
        self._has_size = False
        self._take_themes(load_themes([paths.own_themes()]))
        self._warnings += filter(None, [self._use_theme()])
        self._archive, self._archive_title, self._greeting = archive, title, greeting
        self._indexer = indexer or Indexer(archive, follow_links=settings.follow_links)

    def on_mount(self) -> None:
        """Has errors in background tasks reported instead of printed."""
        if not self.is_headless:
            asyncio.get_running_loop().set_exception_handler(_noted)

    def on_resize(self) -> None:
        """Redraws: a window that changed size, even for a moment, has lost its contents."""
        is_first, self._has_size = not self._has_size, True
        if isinstance(self._driver, FrugalDriver) and not is_first:
            self._driver.resized()
            self.set_timer(_SETTLED, self._driver.fill_gaps)

    @property
    def fault(self) -> BaseException | None:
        """The unexpected exception that ended the program."""
        error: BaseException | None = self._exception
        return error.error if isinstance(error, WorkerFailed) else error

    def _handle_exception(self, error: Exception) -> None:
        """Ends the program. Textual would print a traceback with locals, which contain text of cables."""
        self._return_code = crash.EXIT_CODE
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
        self._close_messages_no_wait()

    def panic(self, *renderables: RenderableType) -> None:
        """Ends the program and prints none of the arguments, for the same reason."""
        self._handle_exception(RuntimeError("panic"))

    def on_ready(self) -> None:
        """Loads the rest once the first screen is shown, and starts garbage collection for what comes after."""
        self._load_other_themes()
        self._load_other_styles()
        gc.freeze()
        gc.enable()
        self._use_keys()
        self._warn()

    def _load_other_styles(self) -> None:
        if not self._settings.plain:
            self.stylesheet.read(Path(__file__).with_name(_OTHER_PLACES))
            self.stylesheet.parse()

    def refresh_css(self, animate: bool = True) -> None:
        """Applies new colours. Before there is a screen, only sets the variables, so that nothing is parsed twice."""
        if self.screen_stack:
            super().refresh_css(animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def _use_keys(self) -> None:
        """Applies the user's keys, and collects warnings about wrong ones."""
        if self._settings.keys:
            from cable_tui.tui.check_settings import checked_keys

            keys, warnings = checked_keys(self._settings)
            self.set_keymap(keys)
            self._warnings += warnings

    def _warn(self) -> None:
        """Shows the first problem with the user's settings and themes, until a key is pressed."""
        parts = [failures(self._failed_themes)]
        if self._warnings:
            told = f"{self._warnings[0].removesuffix('.')} (1 of {len(self._warnings)}: cable-tui config)"
            parts.insert(0, told)
        if isinstance(self.screen, ReaderScreen):
            self.screen.warn(" ".join(filter(None, parts)))

    def key_comes(self) -> None:
        """Clears the start-up warning."""
        if self.screen_stack and isinstance(self.screen, ReaderScreen):
            self.screen.warn("")

    def key_is_free(self, event: Key) -> None:
        """Says that a key is not bound."""
        if isinstance(self.screen, ReaderScreen) and not isinstance(self.focused, Input):
            key, keys = (self.get_key_display(Binding(name, "", "")) for name in (event.key, "question_mark"))
            self.screen.tell(f"Nothing is bound to {key}; {keys} lists the keys.")

    def deciding(self) -> Callable[[Key], bool]:
        """Returns a test for keys whose commands change something; a key typed into a line is not one."""
        bound = {key for key, item in self.screen.active_bindings.items() if item.binding.id in DECIDING}
        focused = self.focused

        def decides(key: Key) -> bool:
            is_written = focused is not None and focused.check_consume_key(key.key, key.character)
            return key.key in bound and not is_written

        return decides

    def key_is_text(self) -> None:
        """Says that keys were ignored as pasted text."""
        for screen in self.screen_stack:
            if isinstance(screen, ReaderScreen):
                screen.tell("Keys came faster than typing: taken as pasted text, nothing was changed.")

    @property
    def is_answering(self) -> bool:
        """Whether the main screen is on top and its next list is still being computed."""
        return isinstance(self.screen, ReaderScreen) and self.screen.is_answering

    def get_default_screen(self) -> Screen[None]:
        """The main screen, the only base screen."""
        library = ArchiveWorker(self._archive, follow_links=self._settings.follow_links)
        library.begin_opening()
        return ReaderScreen(library, self._indexer, self._archive_title, self._greeting, self._settings)

    def cursor_place(self) -> Offset | None:
        """Where the terminal's cursor belongs in the plain interface; None where it is hidden."""
        if not self._settings.plain or not self.screen_stack:
            return None
        from cable_tui.tui.screen_reader_cursor import place_of  # not needed for the first screen

        return place_of(self.screen)

    @property
    def is_expecting(self) -> bool:
        """Whether the cable under the cursor is still being loaded."""
        return bool(self.screen_stack) and isinstance(self.screen, ReaderScreen) and self.screen.is_expecting

    def get_key_display(self, binding: Binding) -> str:
        """The printed form of a key; in words in the plain interface."""
        display = super().get_key_display(binding)
        return key_in_words(display) if self._settings.plain else display

    # --- themes ------------------------------------------------------------------------------------------------

    def _take_themes(self, found: tuple[list[Theme], list[FailedTheme]]) -> None:
        """Registers new themes. The user's are loaded first and so replace built-in ones of the same name."""
        themes, failed = found
        for theme in themes:
            if theme.name not in self._theme_names:
                self._theme_names.append(theme.name)
                self.register_theme(theme)
        self._failed_themes += failed

    def _use_theme(self) -> str:
        """Applies the theme of the settings, the one chosen last, or the default; returns a warning or ''.

        Of the built-in themes only this one is loaded, for a fast first screen. With sixteen colours the default is
        `ansi`: another theme, reduced to the nearest of them, would be black on black.
        """
        wanted = self._settings.theme
        default = FEW_COLORS if self.console.color_system == "standard" else DEFAULT
        for name in (wanted, remembered(paths.theme_file()), default):
            if name and name not in self._theme_names and name in shipped_names(paths.shipped_themes()):
                self._take_themes(load_themes([paths.shipped_themes()], name))
            if name in self._theme_names:
                self.theme = name
                break
        is_missing = wanted and self.theme != wanted
        if not is_missing:
            return ""
        from cable_tui.tui.check_settings import no_theme

        return no_theme(self._settings)

    def _load_other_themes(self) -> None:
        """Loads the other built-in themes, once."""
        if not self._has_all_themes:
            self._has_all_themes = True
            self._take_themes(load_themes([paths.shipped_themes()]))

    def action_change_theme(self) -> None:
        """Opens the list of themes; the chosen one is remembered for later launches."""
        from cable_tui.tui.screens.themes import ThemesScreen

        self._load_other_themes()
        names = sorted(self._theme_names or self.available_themes)
        self.push_screen(ThemesScreen(names, failures(self._failed_themes)), self._keep_theme)

    def _keep_theme(self, name: str | None) -> None:
        if name is None:
            return
        message = f"Theme {name}."
        if self._settings.theme not in ("", name):
            message = f"Theme {name}, for this session only: config.toml sets {visible_line(self._settings.theme)}."
        self.theme = name
        try:
            remember(paths.theme_file(), name)
        except OSError as error:
            message = f"Theme {name}, for this session only; it cannot be saved: {error.strerror}."
        if isinstance(self.screen, ReaderScreen):
            self.screen.tell(message)

    def watch_theme(self) -> None:
        """Redraws the panes once Textual has computed the new colours."""
        if self.is_running:
            self.call_next(self._restyle)

    def _restyle(self) -> None:
        for screen in self.screen_stack:
            for pane in screen.query(Pane):
                pane.restyle()

    def get_css_variables(self) -> dict[str, str]:
        """The theme's variables, and the share of the list.

        Without colours cursors are reversed, but underlined in lists, where Textual drops `reverse`.
        """
        own = super().get_css_variables()
        if self.console.color_system == "standard" and not self.native_ansi_color:
            own["border-blurred"] = own["foreground"]  # the nearest of sixteen would be the background
        variables = own | {"list-share": f"{self._settings.list_share}%"}
        if self.no_color:
            variables |= {
                "block-cursor-text-style": "bold underline",
                "block-cursor-blurred-text-style": "underline",
                "input-cursor-text-style": "reverse",
            }
        return variables

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Filters for every painted line: text only, then no colours or the terminal's sixteen."""
        if self.no_color:
            return [_ONLY_TEXT, _NO_COLOR]
        if self.native_ansi_color:
            return [_ONLY_TEXT, _SIXTEEN]
        return [_ONLY_TEXT, *super().get_line_filters()]

    # --- commands ----------------------------------------------------------------------------------------------

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Every command bound here, with its key; then the saved views and the themes."""
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
            for line, told in screen.command_line.lines():
                yield SystemCommand(
                    visible_line(line), visible_line(told), partial(screen.command_line.run, line), False
                )
        yield SystemCommand("Theme", "choose the colours", self.action_change_theme)

    def action_keys(self) -> None:
        """Lists the keys of the current screen."""
        from cable_tui.tui.screens.keys import KeysScreen  # not needed to show the list

        self.push_screen(KeysScreen(list(self.screen.active_bindings.values())))

    def action_redraw(self) -> None:
        """Redraws the whole screen, which another program may have written over."""
        if isinstance(self._driver, FrugalDriver):
            self._driver.redraw()

    def write_sequence(self, sequence: str) -> None:
        """Sends the terminal a control sequence that prints nothing."""
        if isinstance(self._driver, FrugalDriver):
            self._driver.write_raw(sequence)
            self._driver.flush()

    def run_later(self, action: str, node: object) -> None:
        """Runs a bound action on its node, once the palette has closed."""
        self.call_later(self.run_action, action, node)


def _noted(_: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    if isinstance(error := context.get("exception"), Exception):
        crash.report(error)
