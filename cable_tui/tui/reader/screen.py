"""The main screen: list, header and paragraphs of one archive. Every command is listed here; the parts implement it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.events import DescendantFocus
from textual.screen import Screen

from cable_tui.config import Settings
from cable_tui.notebook.state import State
from cable_tui.tui.archive_worker import ArchiveWorker
from cable_tui.tui.reader import bookmarks, navigation, output, panes, search, triage, undo
from cable_tui.tui.reader.command_line import CommandLine
from cable_tui.tui.reader.indexer import Indexer
from cable_tui.tui.reader.opening import Opening
from cable_tui.tui.reader.places import Places
from cable_tui.tui.reader.session import Session
from cable_tui.tui.reader.sight import Sight
from cable_tui.tui.widgets.message_list import MessageList
from cable_tui.tui.widgets.paragraph_viewer import ParagraphViewer
from cable_tui.tui.widgets.single_paint import PaintOnce

if TYPE_CHECKING:
    from cable_tui.notebook.values import SavedView
    from cable_tui.tui.widgets.prompt import Prompt
    from cable_tui.tui.widgets.query_line import QueryLine

_MOST_FAULTS = 2000  # lines


class ReaderScreen(PaintOnce, Screen[None]):
    """List, header and text of one archive."""

    BINDINGS = [
        *search.BINDINGS,
        *triage.BINDINGS,
        *undo.BINDINGS,
        *bookmarks.BINDINGS,
        *navigation.BINDINGS,
        *output.BINDINGS,
        Binding("J", "cable(1)", "next cable, from any pane", id="reader.next_cable"),
        Binding("K", "cable(-1)", "previous cable, from any pane", id="reader.previous_cable"),
        *panes.BINDINGS,
        Binding("q", "back", "back", id="reader.back"),
        Binding("escape", "escape", "back; in the list, lift the limit", id="reader.escape", key_display="esc"),
        Binding("Q,ctrl+q", "leave", "quit", id="reader.quit", key_display="Q", priority=False),
        Binding(
            "exclamation_mark",
            "faults",
            "skipped files: not cables, or unreadable",
            id="reader.faults",
            key_display="!",
        ),
        Binding("question_mark,f1", "app.keys", "keys", id="reader.keys", key_display="?"),
        Binding("colon,ctrl+p", "palette", "commands", id="reader.palette", key_display=":"),
    ]

    def __init__(
        self, library: ArchiveWorker, indexer: Indexer, title: str, greeting: str = "", settings: Settings | None = None
    ) -> None:
        super().__init__()
        self._greeting = greeting
        self._session = session = Session(self, library, settings or Settings())
        self._search = search.Search(session)
        self._sight = Sight(session, self._search)
        self._triage = triage.Triage(session, self._search, self._sight)
        self._places = Places(session, self._search, self._sight)
        self._bookmarks = bookmarks.Bookmarks(session, self._search, self._sight, self._triage, self._places)
        self._undo = undo.Undo(session, self._search, self._triage, self._bookmarks)
        self._navigation = navigation.Navigation(session, self._search, self._sight, self._bookmarks)
        self._output = output.Output(session, self._search, self._sight, self._bookmarks)
        self._command_line = CommandLine(session, self._search, self._triage, self._output)
        self._panes = panes.Panes(session, self._search, self._sight, title)
        self._opening = Opening(
            session, indexer, self._search, self._sight, self._triage, self._places, self._bookmarks
        )

    def compose(self) -> ComposeResult:
        """Title line, panes, status line."""
        yield self._session.title
        with Container(id="panes"):
            yield self._session.list
            with Container(id="reading"):
                yield self._session.header
                yield self._session.viewer
        yield self._session.status

    async def on_mount(self) -> None:
        """Shows the cached list, and updates the cache in the background."""
        self._panes.show_facts()
        self._session.list.focus()
        self._panes.give_room("list")  # the focus event comes later and would cause a second layout
        await self._opening.open(self._greeting)

    async def on_unmount(self) -> None:
        """Saves the reading position, and closes everything."""
        await self._opening.close()

    # --- for the application -----------------------------------------------------------------------------------

    @property
    def is_answering(self) -> bool:
        """Whether a new limit or order is still being computed."""
        return self._search.is_answering

    @property
    def is_expecting(self) -> bool:
        """Whether the cable under the cursor is still being loaded."""
        return self._sight.is_expecting

    @property
    def saved_views(self) -> Sequence[SavedView]:
        """The saved views, for the palette."""
        return self._triage.views

    @property
    def command_line(self) -> CommandLine:
        """The commands that take an argument, for the palette."""
        return self._command_line

    def open_view(self, view: SavedView) -> None:
        """Limits and orders the list as saved in a view."""
        self._triage.open_view(view)

    def tell(self, message: str) -> None:
        """Shows a message."""
        self._session.say(message)

    def warn(self, warning: str) -> None:
        """Shows a warning instead of the whole status line; '' clears it."""
        self._session.status.warning = warning

    # --- messages from the widgets -----------------------------------------------------------------------------

    def on_descendant_focus(self, event: DescendantFocus) -> None:
        self._panes.focused(event.widget.id or "")

    def on_resize(self) -> None:
        self._sight.show_banner()

    def on_message_list_highlighted(self, event: MessageList.Highlighted) -> None:
        self._sight.highlighted(event)

    def on_message_list_chosen(self) -> None:
        self._session.viewer.focus()

    def on_paragraph_viewer_moved(self, event: ParagraphViewer.Moved) -> None:
        self._session.status.place = event.place

    def on_paragraph_viewer_end_seen(self) -> None:
        self._sight.ends()

    def on_paragraph_viewer_finished(self) -> None:
        if not self._sight.is_expecting:  # otherwise the key was meant for a cable not yet seen
            self._sight.ends()
            self._triage.go_unread(1)

    def on_paragraph_viewer_past_hits(self, event: ParagraphViewer.PastHits) -> None:
        self._search.past_hits(event.step)

    def on_paragraph_viewer_explained(self, event: ParagraphViewer.Explained) -> None:
        """Explains the abbreviations of a paragraph."""
        from cable_tui.cables.glossaries.explain import abbreviations
        from cable_tui.tui.screens.text import GlossaryScreen

        cable = self._session.viewer.cable
        if words := abbreviations(event.text, cable.origin if cable else ""):
            self.app.push_screen(GlossaryScreen(words))
        else:
            self._session.say("No word of this paragraph is in the glossary.")

    def on_paragraph_viewer_transport_asked(self) -> None:
        """Shows the relay lines and page breaks that were removed from the text."""
        from cable_tui.tui.screens.text import TextScreen

        cable = self._session.viewer.cable
        if lines := "\n".join(filter(None, (cable.transport, *cable.page_marks))) if cable else "":
            self.app.push_screen(TextScreen("Transport lines and page breaks", lines))
        else:
            self._session.say("This source has no transport lines.")

    def on_query_line_asked(self, event: QueryLine.Asked) -> None:
        self._search.asked(event.query)

    def on_query_line_left(self) -> None:
        self._search.left()

    def on_query_line_nothing_fits(self, event: QueryLine.NothingFits) -> None:
        self._session.say(f'No completion for "{event.query.rpartition(" ")[2]}".')

    def on_query_line_helped(self) -> None:
        from cable_tui.tui.screens.query_help import QueryHelp

        self.app.push_screen(QueryHelp())

    def on_prompt_asks(self, event: Prompt.Asks) -> None:
        self._panes.ask_aloud(event.text)

    async def on_prompt_answered(self, event: Prompt.Answered) -> None:
        if event.text is None:
            self._triage.apply_to_cursor()
        await self._session.answered(event.text)

    # --- commands: the list ------------------------------------------------------------------------------------

    def action_cable(self, step: int) -> None:
        """Goes to the next or previous cable from any pane."""
        self._session.list.go_to(self._session.list.cursor + step)

    async def action_query(self, purpose: str) -> None:
        await self._search.open_line(search.Purpose(purpose))

    def action_order(self) -> None:
        self._search.next_order()

    def action_reverse(self) -> None:
        self._search.reverse()

    async def action_unread(self, step: int) -> None:
        await self._triage.next_unread(step)

    async def action_decide(self, state: str) -> None:
        await self._triage.decide(triage.Decision(State(state) if state else None))

    async def action_repeat(self) -> None:
        await self._triage.repeat()

    async def action_label(self) -> None:
        await self._session.guarded(self._triage.ask_labels())

    async def action_select(self) -> None:
        await self._triage.select()

    async def action_range(self) -> None:
        await self._triage.select_range()

    def action_apply(self) -> None:
        self._triage.apply_to_selection()

    def action_views(self) -> None:
        self._triage.show_views()

    async def action_undo(self) -> None:
        await self._session.guarded(self._undo.undo())

    async def action_redo(self) -> None:
        await self._session.guarded(self._undo.redo())

    # --- commands: the cable -----------------------------------------------------------------------------------

    def action_page(self, pages: int) -> None:
        """Pages through the text from any pane; in the plain interface, focuses it first."""
        viewer = self._session.viewer
        if self._session.settings.plain and not viewer.has_focus:
            viewer.focus()
        else:
            viewer.action_page(pages)

    def action_hit(self, step: int) -> None:
        """Goes to the next or previous hit."""
        if self._session.settings.plain:
            self._session.viewer.focus()
        self._session.viewer.action_hit(step)

    async def action_bookmark(self) -> None:
        await self._session.guarded(self._bookmarks.toggle())

    async def action_note(self) -> None:
        await self._session.guarded(self._bookmarks.edit_note())

    def action_bookmarks(self) -> None:
        self._bookmarks.show_all()

    async def action_copy(self, with_text: bool) -> None:
        await self._session.guarded(self._output.copy(with_text))

    async def action_save(self) -> None:
        await self._session.guarded(self._output.ask_where())

    async def action_pipe(self) -> None:
        await self._session.guarded(self._output.ask_command())

    async def action_export(self) -> None:
        await self._output.ask_export()

    async def action_references(self) -> None:
        await self._navigation.show_references()

    async def action_follow(self) -> None:
        await self._session.guarded(self._navigation.show_letters())

    async def action_back_to(self, step: int) -> None:
        await self._session.guarded(self._navigation.back_to(step))

    async def action_missing(self) -> None:
        await self._navigation.ask_missing()

    async def action_overview(self) -> None:
        await self._session.guarded(self._navigation.show_overview())

    # --- commands: the screen ----------------------------------------------------------------------------------

    def action_pane(self, name: str) -> None:
        self._panes.go_to(name)

    def action_zoom(self) -> None:
        self._panes.zoom()

    def action_header(self) -> None:
        self._panes.unfold_header()

    def action_back(self) -> None:
        """Goes back to the list; from the list, quits."""
        if self._panes.is_zoomed:
            self._panes.zoom()
        elif self._session.list.has_focus:
            self.action_leave()
        else:
            self._session.list.focus()

    def action_escape(self) -> None:
        """In the list, clears the selection or lifts the limit; elsewhere goes back. Never quits."""
        if not self._session.list.has_focus or self._panes.is_zoomed:
            self.action_back()
        elif not self._triage.select_none() and self._search.limit.query:
            self._search.ask_query("")

    def action_leave(self) -> None:
        """Quits the program."""
        self.app.exit()

    async def action_faults(self) -> None:
        await self._session.guarded(self._show_faults())

    async def _show_faults(self) -> None:
        from cable_tui.tui.screens.text import TextScreen

        lines = await self._session.library.faults()
        more = len(lines) - _MOST_FAULTS
        rest = [f"... and {more:,} more: cable-tui index --report"] if more > 0 else []
        self.app.push_screen(TextScreen("Skipped files", "\n".join(lines[:_MOST_FAULTS] + rest)))

    def action_palette(self) -> None:
        """Opens the command palette."""
        from cable_tui.tui.screens.commands import CommandsScreen

        self.app.push_screen(CommandsScreen(self._command_line, id="--command-palette"))
