"""The reader's screen: list, header and paragraphs of one archive. It owns what is shown; the panes show it."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Container
from textual.timer import Timer

from cable_tui.archive import Header, StoreError
from cable_tui.cables import describe
from cable_tui.cables.levels import Level
from cable_tui.config import Settings
from cable_tui.store import StoreDamaged
from cable_tui.tui.archive_worker import ArchiveWorker, Reading
from cable_tui.tui.reader.indexer import Indexer, Step
from cable_tui.tui.reader.panes import PanesScreen
from cable_tui.tui.widgets.message_list import MessageList
from cable_tui.tui.widgets.paragraph_viewer import ParagraphViewer

#: Once, when the first notebook is made.
_HINT = "space reads, F keeps, d dismisses, m bookmarks, ? lists keys"
_LOOK_AT_NOTES = 1.0  # seconds between two looks at what other sessions write
_MOST_FAULTS = 2000  # lines
_BUILD_DELAY = 1.0  # seconds; where there is a list to show, showing it comes first


class ReaderScreen(PanesScreen):
    """Three panes over one archive."""

    BINDINGS = [
        Binding("J", "cable(1)", "next cable, from any pane", id="reader.next_cable"),
        Binding("K", "cable(-1)", "previous cable, from any pane", id="reader.previous_cable"),
        Binding("1", "pane('list')", "list", id="reader.list"),
        Binding("2", "pane('header')", "header", id="reader.header_pane"),
        Binding("3", "pane('viewer')", "paragraphs", id="reader.viewer"),
        Binding("plus", "zoom", "zoom", id="reader.zoom", key_display="+"),
        Binding("h", "header", "header in full", id="reader.header"),
        Binding("q", "back", "back", id="reader.back"),
        Binding("escape", "escape", "back; in the list: all cables again", id="reader.escape", key_display="esc"),
        Binding("Q,ctrl+q", "leave", "quit", id="reader.quit", key_display="Q", priority=False),
        Binding(
            "exclamation_mark",
            "faults",
            "unread files, what is no cable or cannot be read",
            id="reader.faults",
            key_display="!",
        ),
        Binding("question_mark,f1", "app.keys", "keys", id="reader.keys", key_display="?"),
        Binding("colon,ctrl+p", "palette", "commands", id="reader.palette", key_display=":"),
    ]

    def __init__(
        self, library: ArchiveWorker, indexer: Indexer, title: str, greeting: str = "", settings: Settings | None = None
    ) -> None:
        self._stay_timer: Timer | None = None
        super().__init__(library, settings or Settings())
        self._viewer.text_width = self._settings.text_width
        self._list.date_form = self._settings.date
        self._archive_title = title
        self._greeting = greeting
        self._indexer = indexer
        self._wanted = 0  # counts what was asked to be shown; an answer to an older question is dropped
        self._building = ""
        self._total = 0

    def compose(self) -> ComposeResult:
        """Title, panes, status."""
        yield self._title
        with Container(id="panes"):
            yield self._list
            with Container(id="reading"):
                yield self._header
                yield self._viewer
        yield self._status

    async def on_mount(self) -> None:
        """Shows what the cache holds and brings it up to date in the background."""
        self._title.archive = self._archive_title
        self._list.focus()
        self._give_room("list")  # the focus comes a moment later, and with it would come a second layout
        try:
            notice = await self._library.open()
            await self._reload()
        except StoreError as error:
            self._say(str(error))
            await self._indexer.stop()
            return
        # A build that was started already was so since there was no cache: it may have stored its first cables by now.
        self._began_empty = not self._list.count or self._indexer.was_started
        if notice or self._greeting:
            self._say(notice or self._greeting)
        self.set_timer(0.01 if self._began_empty else _BUILD_DELAY, self._start_indexing)
        self.call_after_refresh(lambda: self._start(self._open_notebook(), "notebook"))

    async def _open_notebook(self) -> None:
        """Opens the notebook once the list is shown, and goes on where reading stopped."""
        try:
            notice = await self._notes.open()
        except StoreDamaged as error:
            self._offer_copy(error, *await self._notes.set_aside())
            return
        if notice:
            self._say(notice)
        elif self._notes.is_new and not self._status.message:
            self._say(_HINT)
        if self._notes.is_open:
            await self._use_notebook()

    async def _use_notebook(self) -> None:
        from cable_tui.evidence.query_fields import NotebookFields  # needs the parser of queries

        await self._library.use(NotebookFields(self._notes.file))
        await self._load_ledger()
        await self._return_to_stay()
        await self._load_views()
        if self._shown:
            await self._open_pages(self._shown)
        self.set_interval(_LOOK_AT_NOTES, lambda: self._start(self._follow_notes(), "follow"))
        await self._notes.copy_daily()

    def _offer_copy(self, error: StoreError, aside: Path, copy: Path | None) -> None:
        """Says that a notebook was damaged, and offers its last copy."""
        where = f"{error} It was set aside as {aside.name}, beside it."
        if copy is None:
            self._start(self._begin_notebook(None), "notebook")
            self._say(f"{where} A new one begins.")
            return
        from cable_tui.notebook.backups import day_of

        question = f"{where}\n\nGo on with the copy of {day_of(copy)}? Without it a new notebook begins."
        self._confirm(
            question,
            lambda: self._begin_notebook(copy),
            lambda: self._begin_notebook(None),
        )

    async def _begin_notebook(self, copy: Path | None) -> None:
        day = await self._notes.put_back(copy) if copy else ""
        notice = await self._notes.open()
        await self._use_notebook()
        self._say(notice or (f"The notebook is that of {day}." if day else "A new notebook begins."))

    async def _follow_notes(self) -> None:
        """Takes over what another session has written."""
        if await self._notes.has_changed():
            await self._reread_notes()

    def _start_indexing(self) -> None:
        self._building = _building(Step())
        self._show_facts()
        self._start(self._follow_build(), "build")

    async def on_unmount(self) -> None:
        """Remembers where reading stopped, ends the build and closes cache and notebook."""
        with suppress(StoreError):
            await self._remember_stay()
        self._notes.close()
        await self._indexer.stop()
        self._library.close()

    # --- the list and the cable in sight -----------------------------------------------------------------------

    async def _reload(self) -> None:
        """Takes over a changed archive; the cursor stays on its cable."""
        async with self._showing:
            self._library.forget()
            view, self._total = await self._library.look(self._limit)
            await self._take_over(view)
            await self._load_ledger()

    async def _follow_build(self) -> None:
        known = 0
        async for step in self._indexer.steps():
            self._building = _building(step)
            self._show_facts()
            changed = step.cables if step.finished else step.stored != known
            if changed or (step.finished and not self._list.count):
                known = step.stored
                await self._reload()
            self._show_facts()
            if step.message:
                self._say(step.message)
            if step.finished and not self._total:
                self._say(step.message or "No cable was found in this archive.")

    def on_message_list_highlighted(self, event: MessageList.Highlighted) -> None:
        """Previews the cable under the cursor, at once if it is at hand."""
        self._show_facts()
        if self._shown is not None and event.move > self._said_at:  # the reader goes on: what was said is over
            self._status.message = ""
        self._wanted += 1
        header = event.header
        if header is None:
            self._shown = None
            self._show(None)
        elif header != self._shown:  # a row may have got another cable
            if reading := self._library.at_hand(header.doc_id, self._query):
                self._bring(header, reading)
            self._start(self._preview(header, self._wanted), "preview")

    @property
    def is_expecting(self) -> bool:
        """Whether the text of the cable under the cursor is still to come."""
        return self._shown != self._list.current

    async def _preview(self, header: Header, wanted: int) -> None:
        """Shows a cable that was not at hand, then has its neighbours fetched; an older request gives way."""
        if wanted != self._wanted:
            return
        reading = await self._library.read(header.doc_id, self._query, lambda: wanted == self._wanted)
        if wanted == self._wanted and self._shown != header:
            self._bring(header, reading)
        if wanted == self._wanted:
            await self._open_pages(header)
        for neighbour in self._list.neighbours():
            if wanted == self._wanted:
                await self._library.read(neighbour.doc_id, self._query)

    def _bring(self, header: Header, reading: Reading | None) -> None:
        """Shows another cable; it counts as read once the reader has stayed on it."""
        super()._bring(header, reading)
        self._show(reading)
        self._begin_stay(header)

    def _begin_stay(self, header: Header) -> None:
        """From now on the reader stays on a cable."""
        self._decided()
        is_seen = not self._settings.plain or self._viewer.has_focus
        if self._settings.read_after and is_seen:
            self._stay_timer = self.set_timer(self._settings.read_after, lambda: self._has_stayed(header))

    def _has_stayed(self, header: Header) -> None:
        if header == self._shown:
            self._mark_seen(header)
            self._visited(header)
            self._start(self._remember_stay(), "places")

    def _decided(self) -> None:
        """What the reader has decided on is not changed by time."""
        if self._stay_timer:
            self._stay_timer.stop()

    async def _show_all(self) -> None:
        """Lifts the limit."""
        view, self._total = await self._library.look(replace(self._limit, query=""))
        async with self._showing:
            await self._take_over(view)

    def _show(self, reading: Reading | None) -> None:
        cable = reading.cable if reading else None
        self._header.show(cable, self._shown.subject if self._shown else "")
        self._viewer.show(cable, reading.hits if reading else ())
        if self._hit_step:
            self._viewer.go_to_end_hit(self._hit_step)
            self._hit_step = 0
        self._status.level = cable.classification.level if cable else Level.UNKNOWN
        self._show_banner()

    def _show_banner(self) -> None:
        """The banner stands in the last line too, in its short form where that is short of room."""
        cable = self._viewer.cable
        self._status.banner_text = describe.banner(cable.classification, self.size.width // 5) if cable else ""

    # --- what the panes say --------------------------------------------------------------------------------------

    def on_paragraph_viewer_moved(self, event: ParagraphViewer.Moved) -> None:
        """Says where the reader is."""
        self._status.place = event.place

    def on_paragraph_viewer_finished(self) -> None:
        """Goes on with the next unread cable; this one was read to its end."""
        if self._shown != self._list.current:  # typed ahead of the next cable, which is not to be left unseen
            return
        self.on_paragraph_viewer_end_seen()
        self._say(self._go_unread(1))

    def on_paragraph_viewer_end_seen(self) -> None:
        """What was read to its end is read."""
        if self._shown:
            self._mark_seen(self._shown)

    def on_message_list_chosen(self) -> None:
        """Goes to the paragraphs."""
        self._viewer.focus()

    # --- the lines above and below -----------------------------------------------------------------------------

    def _show_facts(self) -> None:
        header = self._list.current
        alone = self.has_class("-zoomed") and not self.has_class("-zoomed-list")
        cable = f" · {header.post} {header.serial} · {header.subject}" if alone and header else ""
        limit = f" · {self._limit.query}" if self._limit.query else ""
        self._title.archive = f"{self._archive_title}{limit}{cable}"
        facts = (self._building, self._place(), self._counts(), self._limit.sign)
        self._title.facts = " · ".join(part for part in facts if part)
        if self._settings.plain:
            self._status.facts = f"{self._title.facts} · {self._title.archive}"

    def _place(self) -> str:
        """Where the cursor is: `3 of 12`, and of how many while the list is limited."""
        count, view = self._list.count, self._library.view
        if not count:
            return "no cables yet" if self._building else "empty"
        more = "" if view is None or view.is_whole else "+"
        limited = f" ({self._total:,})" if self._limit.query else ""
        return f"{self._list.cursor + 1:,} of {count:,}{more}{limited}"

    def _counts(self) -> str:
        """How far the reader has come: `214 of 251,287 decided`; and what is selected."""
        view = self._library.view
        if not self._list.count or view is None or not self._notes.is_open:
            return ""
        selected = len(self._list.selection())
        chosen = f" · {selected:,} selected" if selected else ""
        return f"{self._ledger.decided(view):,} of {self._list.count:,} decided{chosen}"

    # --- keys ----------------------------------------------------------------------------------------------------

    def action_cable(self, step: int) -> None:
        """Goes to the next or previous cable from any pane."""
        self._list.go_to(self._list.cursor + step)

    def action_page(self, pages: int) -> None:
        """Pages through the text from any pane; where it is not shown beside the list, goes to it."""
        if self._settings.plain and not self._viewer.has_focus:
            self._viewer.focus()
        else:
            self._viewer.action_page(pages)

    def action_hit(self, step: int) -> None:
        """Goes to the next or previous hit, which has to be in sight."""
        if self._settings.plain:
            self._viewer.focus()
        super().action_hit(step)

    def action_back(self) -> None:
        """Back to the list; from the list, out."""
        if self.has_class("-zoomed"):
            self.action_zoom()
        elif self._list.has_focus:
            self.action_leave()
        else:
            self._list.focus()

    def action_escape(self) -> None:
        """Lifts the limit where the list is looked at; elsewhere goes back. It never ends the program."""
        if not self._list.has_focus or self.has_class("-zoomed"):
            self.action_back()
        elif self._list.select_none():
            self._is_for_selection = False
            self._show_facts()
        elif self._limit.query:
            self._lift_limit()

    def action_leave(self) -> None:
        """Leaves the program."""
        self.app.exit()

    async def action_faults(self) -> None:
        """Shows what could not be read, each with its reason."""
        await self._guarded(self._show_faults())

    async def _show_faults(self) -> None:
        from cable_tui.tui.screens.text import TextScreen

        lines = await self._library.faults()
        more = len(lines) - _MOST_FAULTS
        rest = [f"... and {more:,} more: cable-tui index --report"] if more > 0 else []
        self.app.push_screen(TextScreen("What was not read", "\n".join(lines[:_MOST_FAULTS] + rest)))

    def action_palette(self) -> None:
        """Opens the command palette."""
        from cable_tui.tui.screens.commands import CommandsScreen

        self.app.push_screen(CommandsScreen(id="--command-palette"))

    def on_resize(self) -> None:
        """The banner in the status line gives way on a narrow screen."""
        self._show_banner()


def _building(step: Step) -> str:
    if step.finished:
        return ""
    if not step.cables:
        return "looking for changes"
    rate = f" · {step.rate:,.0f}/s · {_duration(step.left)} left" if step.rate else ""
    return f"reading {step.cables:,} · {step.share:.0%}{rate}"


def _duration(seconds: float) -> str:
    """Minutes and seconds: 2:05."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
