"""Saved views: queries with a name."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static
from textual.widgets.option_list import Option

from cable_tui.archive import StoreError
from cable_tui.escape import visible_line
from cable_tui.notebook.values import SavedView
from cable_tui.tui.notebook_worker import NotebookWorker
from cable_tui.tui.plain_ui import said
from cable_tui.tui.widgets.choice_list import ChoiceList
from cable_tui.tui.widgets.paging import Paged, paging
from cable_tui.tui.widgets.prompt import Prompt

if TYPE_CHECKING:
    from cable_tui.notebook.notebook import Notebook
    from cable_tui.notebook.undo import ActionResult


class ViewsScreen(Paged, ModalScreen[SavedView | None]):
    """The list of saved views; returns the one to open. `now` is the current limit and order."""

    BINDINGS = [
        *paging("views", by_space=False),
        Binding("a", "save", "save the current limit", id="views.save"),
        Binding("d", "delete", "delete", id="views.delete"),
        Binding("q,escape,V", "dismiss", "back", id="views.leave", key_display="q"),
    ]

    def __init__(self, notes: NotebookWorker, now: SavedView) -> None:
        super().__init__()
        self._notes = notes
        self._now = now
        self._views: list[SavedView] = []
        self._options = ChoiceList(id="views", compact=True)
        self._prompt = Prompt(id="prompt")
        self._said = Static(markup=False)

    def compose(self) -> ComposeResult:
        """The views by name, and the input line for a new name."""
        with Vertical(id="dialog"):
            yield Static(Text("Saved views", style="bold"), markup=False)
            yield self._options
            yield self._prompt
            yield self._said
            yield Static(Text(said(self, "enter open · a save the current limit · d delete · q back")), markup=False)

    async def on_mount(self) -> None:
        """Loads the views."""
        self._prompt.display = False
        await self._reload("")
        self._options.focus()

    async def _reload(self, message: str) -> None:
        try:
            self._views = await self._notes.ask(lambda notebook: notebook.views())
        except StoreError as error:
            message = str(error)
        self._options.clear_options()
        self._options.add_options([Option(_line(view)) for view in self._views])
        self._options.highlighted = 0 if self._views else None
        self._say(message or ("" if self._views else "No saved views."))

    def _say(self, message: str) -> None:
        self._said.update(Text(visible_line(message)))

    @property
    def _current(self) -> SavedView | None:
        at = self._options.highlighted
        return self._views[at] if at is not None and at < len(self._views) else None

    def on_option_list_option_selected(self) -> None:
        """Opens a view."""
        if self._current:
            self.dismiss(self._current)

    def action_move(self, step: int) -> None:
        """Moves the cursor."""
        if self._views:
            at = (self._options.highlighted or 0) + step
            self._options.highlighted = max(0, min(at, len(self._views) - 1))

    @property
    def rows_in_sight(self) -> int:
        """The height of the list."""
        return self._options.size.height

    def action_save(self) -> None:
        """Asks for the name of the current limit."""
        if self._now.query:
            self._prompt.ask("save view as:", "name of the view", known=lambda: [view.name for view in self._views])
        else:
            self._say("The list is not limited; limit it first with l.")

    def on_prompt_asks(self, event: Prompt.Asks) -> None:
        """Says what to type."""
        self._say(event.text)

    async def on_prompt_answered(self, event: Prompt.Answered) -> None:
        """Saves the current limit under a name."""
        self._options.focus()
        self._say("")
        name = event.text
        if name:
            now = self._now
            view = SavedView(name, now.query, now.order, now.is_reversed)
            await self._write(lambda notebook: notebook.save_view(view))

    async def action_delete(self) -> None:
        """Deletes the view under the cursor."""
        view = self._current
        if view:
            await self._write(lambda notebook: notebook.remove_view(view.name))

    async def _write(self, work: Callable[[Notebook], ActionResult | None]) -> None:
        try:
            done = await self._notes.ask(work)
        except StoreError as error:
            self._say(str(error))
            return
        await self._reload(done.what if done else "")


def _line(view: SavedView) -> Text:
    text = Text(f"{visible_line(view.name):<20} ", style="bold", no_wrap=True)
    return text.append(visible_line(view.query), style="not bold")
