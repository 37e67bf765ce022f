"""All bookmarks: a list, and below it the current paragraph with its note."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import VerticalScroll
from textual.screen import Screen
from textual.widgets import Static

from cable_tui.archive import StoreError
from cable_tui.archive.query.syntax import QueryError
from cable_tui.cables.levels import Level
from cable_tui.cables.markings import read_marking
from cable_tui.escape import visible, visible_line
from cable_tui.evidence.verify import now_reads
from cable_tui.notebook.values import Bookmark
from cable_tui.tui.archive_worker import ArchiveWorker
from cable_tui.tui.notebook_worker import NotebookWorker
from cable_tui.tui.plain_ui import is_plain, level_in_words, said
from cable_tui.tui.reader.search import told
from cable_tui.tui.reader.triage import read_labels
from cable_tui.tui.screens.note import NoteEditor
from cable_tui.tui.widgets.bars import HintLine, TitleLine
from cable_tui.tui.widgets.lines import Piece, fit
from cable_tui.tui.widgets.paging import Paged, paging
from cable_tui.tui.widgets.prompt import Prompt
from cable_tui.tui.widgets.row_list import RowList
from cable_tui.tui.widgets.single_paint import PaintOnce

if TYPE_CHECKING:
    from cable_tui.notebook.notebook import Notebook
    from cable_tui.notebook.undo import ActionResult

_HINTS = "enter go · e note · d delete · L labels · / limit · u undo · q back"
_WIDE = 60  # cells; the least width to show the day


class BookmarkList(RowList[Bookmark]):
    """One line for each bookmark: day, cable, marking, paragraph, first words, note."""

    def show(self, rows: list[Bookmark]) -> None:
        """Replaces the bookmarks; the cursor stays on its bookmark, or on its row."""
        own = self.current
        uids = [row.uid for row in rows]
        self.fill(rows, uids.index(own.uid) if own and own.uid in uids else self.cursor)

    def words(self, item: Bookmark) -> str:
        """`2009-06-03, CONFIDENTIAL, OSLO 9010, paragraph 2, note: to check, labels fish: Ana Velmer spoke.`"""
        marking = read_marking(item.marking)
        parts = (
            item.about.day,
            level_in_words(marking.level, marking.caveats, marking.short) if marking else "not marked",
            item.about.number or item.about.name,
            "" if item.number is None else f"paragraph {item.number}",
            f"note: {item.note}" if item.note else "",
            f"labels {', '.join(item.labels)}" if item.labels else "",
        )
        return visible_line(f"{', '.join(filter(None, parts))}: {item.text[:200]}")

    def pieces(self, item: Bookmark) -> list[Piece]:
        """The cells of a bookmark; the day only if it fits."""
        number = "" if item.number is None else f"¶{item.number}"
        labels = f"[{', '.join(item.labels)}] " if item.labels else ""
        note = f"» {item.note} — " if item.note else ""
        words = visible_line(f"{labels}{note}{item.text[:200]}")
        day: list[Piece] = [(f"{item.about.day:<10} ", self.style("list--date"))] if self.size.width >= _WIDE else []
        return [
            *day,
            (fit(visible_line(_marking(item)), 5) + " ", self.marking(_level(item))),
            (fit(visible_line(item.about.number or item.about.name), 18) + " ", None),
            (fit(number, 4) + " ", self.style("viewer--number")),
            (words, None),
        ]


class BookmarksScreen(Paged, PaintOnce, Screen[Bookmark | None]):
    """The list of bookmarks; returns the one to go to."""

    BINDINGS = [
        *paging("bookmarks"),
        Binding("tab", "whole", "show the whole bookmark", id="bookmarks.whole", key_display="tab"),
        Binding("enter", "choose", "go to the paragraph", id="bookmarks.choose"),
        Binding("e,M", "edit", "edit the note", id="bookmarks.edit", key_display="e"),
        Binding("d,m", "delete", "delete (u undoes)", id="bookmarks.delete", key_display="d"),
        Binding("L", "label", "labels", id="bookmarks.label"),
        Binding("slash,l", "limit", "limit by a query", id="bookmarks.limit", key_display="/"),
        Binding("u", "undo", "undo", id="bookmarks.undo"),
        Binding("ctrl+r", "redo", "redo", id="bookmarks.redo"),
        Binding("escape", "escape", "lift the limit; back", id="bookmarks.escape", key_display="esc"),
        Binding("q,apostrophe", "dismiss", "back", id="bookmarks.leave", key_display="q"),
        Binding("question_mark,f1", "app.keys", "keys", id="bookmarks.keys", key_display="?"),
    ]

    def __init__(self, notes: NotebookWorker, library: ArchiveWorker) -> None:
        super().__init__()
        self._notes = notes
        self._library = library
        self._all: list[Bookmark] = []
        self._query = ""
        self._purpose = ""  # what the input line asks for
        self._list = BookmarkList("bookmarks")
        self._title = TitleLine(id="title")
        self._title.hints = f"tab whole text · {_HINTS}"
        self._text = Static(markup=False)
        self._prompt = Prompt(id="prompt")
        self._labels: list[str] = []
        self._whole = Text()

    def compose(self) -> ComposeResult:
        """Title, list, current paragraph, keys."""
        yield self._title
        yield self._list
        with VerticalScroll(id="paragraph", can_focus=False):
            yield self._text
        yield self._prompt
        yield HintLine(_HINTS)

    async def on_mount(self) -> None:
        """Loads the bookmarks."""
        self._prompt.display = False
        self._list.focus()
        await self._reload()

    # --- what is shown -----------------------------------------------------------------------------------------

    async def _reload(self, message: str = "") -> None:
        try:
            self._all = await self._notes.ask(lambda notebook: notebook.bookmarks())
        except StoreError as error:
            message = str(error)
        await self._limit_to(self._query, message)

    async def _limit_to(self, query: str, message: str = "") -> None:
        """Shows the bookmarks that a query finds; if it is invalid or finds none, the list stays as it is."""
        from cable_tui.evidence.search import found_by

        try:
            rows = await asyncio.to_thread(found_by, self._all, query)
        except (QueryError, StoreError) as error:
            self._say(told(query, error))
            return
        if not rows and query != self._query and self._all:
            self._say(f"No bookmark matches {query}.")
            return
        self._query = query
        self._list.show(rows)
        self._show_current()
        self._say(message)

    def _say(self, message: str) -> None:
        count = f"{len(self._list.rows):,} of {len(self._all):,}" if self._query else f"{len(self._all):,}"
        limit = f" · {self._query}" if self._query else ""
        self._title.archive = f"Bookmarks{limit}"
        self._title.facts = message or count
        if not self._all:
            self._title.facts = message or "none yet; m bookmarks a paragraph"

    def _show_current(self) -> None:
        item = self._list.current
        self._show_text(self._shown(item) if item else Text())
        if item:
            self.run_worker(self._compare(item), group="compare", exclusive=True)

    async def _compare(self, item: Bookmark) -> None:
        """Shows the archive's text below the bookmarked text if they differ."""
        try:
            header = await self._library.ask(lambda archive: archive.find(item.about.name))
            reading = await self._library.read(header.doc_id, "") if header else None
        except StoreError:
            return
        if reading and (other := await asyncio.to_thread(now_reads, item, reading.cable)):
            self._show_text(self._shown(item).append(f"\n\n{visible(other)}", style="not bold"))
            if is_plain(self):
                self._say("The text in the archive differs; tab shows both.")

    def _show_text(self, text: Text) -> None:
        self._whole = text
        self._text.update(text)

    def _shown(self, item: Bookmark) -> Text:
        """The whole bookmark: cable, paragraph, note, labels."""
        about = item.about
        number = "" if item.number is None else f" ¶ {item.number}"
        marking = f"({item.portion})" if item.marking else ""
        facts = " · ".join(filter(None, (about.name, about.day, about.origin, about.classification)))
        head = said(self, f"{visible_line(facts)}{number}")
        text = Text(f"{head} {visible_line(marking)}\n{visible_line(about.subject)}", style="bold")
        text.append(f"\n\n{visible(item.text)}", style="not bold")
        if item.note:
            text.append(f"\n\n{said(self, '»')} {visible(item.note)}", style="italic not bold")
        if item.labels:
            text.append(f"\n\nlabels: {visible_line(', '.join(item.labels))}", style="not bold")
        return text

    def action_whole(self) -> None:
        """Shows the whole bookmark in a dialog."""
        from cable_tui.tui.screens.text import TextScreen

        if self._list.current:
            self.app.push_screen(TextScreen("Bookmark", self._whole.plain))

    # --- keys --------------------------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """Moves the cursor."""
        self._list.move(step)
        self._show_current()

    @property
    def rows_in_sight(self) -> int:
        """The height of the list."""
        return self._list.size.height

    def action_choose(self) -> None:
        """Goes to the paragraph."""
        if self._list.current:
            self.dismiss(self._list.current)

    async def action_escape(self) -> None:
        """Shows all bookmarks again, or goes back."""
        if self._query:
            await self._limit_to("")
        else:
            self.dismiss(None)

    def action_edit(self) -> None:
        """Edits the note."""
        item = self._list.current

        async def edited(note: str | None) -> None:
            if item and note is not None:
                await self._write(lambda notebook: notebook.note(item, note))

        if item:
            self.app.push_screen(NoteEditor(item), edited)

    async def action_delete(self) -> None:
        """Deletes the bookmark."""
        item = self._list.current
        if item:
            await self._write(lambda notebook: notebook.remove_bookmarks([item]))

    async def action_undo(self) -> None:
        """Undoes the last command."""
        await self._write(lambda notebook: notebook.undo(), "undone: ", "Nothing to undo.")

    async def action_redo(self) -> None:
        """Redoes the command undone last."""
        await self._write(lambda notebook: notebook.redo(), "redone: ", "Nothing to redo.")

    async def _write(
        self, work: Callable[[Notebook], ActionResult | None], prefix: str = "", nothing: str = ""
    ) -> None:
        try:
            done = await self._notes.ask(work)
        except StoreError as error:
            self._say(str(error))
            return
        await self._reload(f"{prefix}{done.what}" if done else nothing)

    # --- the input line ----------------------------------------------------------------------------------------

    def action_limit(self) -> None:
        """Asks for a query."""
        self._purpose = "limit"
        self._prompt.ask("limit:", "words, label:energy, tag:PREL, date:2008 …", self._query)

    async def action_label(self) -> None:
        """Asks for labels."""
        if self._list.current is None:
            return
        try:
            self._labels = await self._notes.ask(lambda notebook: notebook.labels())
        except StoreError as error:
            self._say(str(error))
            return
        self._purpose = "label"
        self._prompt.ask("labels:", "labels, as in: energy, to check, -gas", known=lambda: self._labels)

    def on_prompt_asks(self, event: Prompt.Asks) -> None:
        """Says what to type."""
        self._say(event.text)

    async def on_prompt_answered(self, event: Prompt.Answered) -> None:
        """Applies the query or the labels."""
        self._list.focus()
        item = self._list.current
        if event.text is None:
            self._say("")
            return
        if self._purpose == "limit":
            await self._limit_to(event.text)
        elif item:
            add, remove = read_labels(event.text)
            await self._write(lambda notebook: notebook.label_bookmarks([item], add, remove))


def _marking(item: Bookmark) -> str:
    """The marking, in parentheses if it is inherited from "entire text"."""
    return f"({item.marking})" if item.inherited else item.marking or "-"


def _level(item: Bookmark) -> Level:
    """The level of the paragraph's own marking."""
    marking = read_marking(item.marking)
    return marking.level if marking else Level.UNKNOWN
