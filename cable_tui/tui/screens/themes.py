"""Choosing a theme, with a live preview of the one under the cursor."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static

from cable_tui.escape import visible_line
from cable_tui.tui.plain_ui import said
from cable_tui.tui.widgets.choice_list import ChoiceList
from cable_tui.tui.widgets.paging import Paged, paging


class ThemesScreen(Paged, ModalScreen[str | None]):
    """The list of themes; returns the chosen name, None if cancelled.

    `names` are the choices; `note` is shown below them.
    """

    BINDINGS = [
        *paging("themes", by_space=False),
        Binding("q,escape", "leave", "cancel", id="themes.leave", key_display="esc"),
    ]

    def __init__(self, names: list[str], note: str = "") -> None:
        super().__init__()
        self._names = names
        self._note = visible_line(note)
        self._before = ""
        self._is_over = False  # a pending preview may come after the choice
        self._options = ChoiceList(*names, id="themes", compact=True, markup=False)

    def compose(self) -> ComposeResult:
        """The names in a narrow box at the side, so that the preview stays visible."""
        with Vertical(id="theming"):
            yield Static(Text("Themes", style="bold"), markup=False)
            yield self._options
            yield Static(Text(self._note), markup=False)
            yield Static(Text(said(self, "enter use · esc back")), markup=False)

    def on_mount(self) -> None:
        """Puts the cursor on the current theme."""
        self._before = self.app.theme
        self._options.highlighted = self._names.index(self._before) if self._before in self._names else 0
        self._options.focus()

    def on_option_list_option_highlighted(self, event: OptionList.OptionHighlighted) -> None:
        """Shows the theme under the cursor."""
        if not self._is_over:
            self.app.theme = self._names[event.option_index]

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Chooses the theme."""
        self._is_over = True
        self.dismiss(self._names[event.option_index])

    def action_move(self, step: int) -> None:
        """Moves the cursor."""
        at = (self._options.highlighted or 0) + step
        self._options.highlighted = max(0, min(at, len(self._names) - 1))

    @property
    def rows_in_sight(self) -> int:
        """The height of the list."""
        return self._options.size.height

    def action_leave(self) -> None:
        """Restores the previous theme."""
        self._is_over = True
        self.app.theme = self._before
        self.dismiss(None)
