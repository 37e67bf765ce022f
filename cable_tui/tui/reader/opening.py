"""Startup and shutdown of the main screen: opens the archive, then the notebook, and follows the build."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from cable_tui.archive import StoreError
from cable_tui.store import StoreDamaged
from cable_tui.tui.reader.bookmarks import Bookmarks
from cable_tui.tui.reader.indexer import Indexer, Step
from cable_tui.tui.reader.places import Places
from cable_tui.tui.reader.search import Search
from cable_tui.tui.reader.session import Session
from cable_tui.tui.reader.sight import Sight
from cable_tui.tui.reader.triage import Triage

#: Shown once, when the first notebook is created.
_HINT = "space reads, F keeps, d dismisses, m bookmarks, ? lists keys"
_LOOK_AT_NOTES = 1.0  # seconds between checks for changes by other sessions
_BUILD_DELAY = 1.0  # seconds, if there is a list to show first


class Opening:
    """Opens the archive, then the notebook; the list does not wait for the notebook."""

    def __init__(
        self,
        session: Session,
        indexer: Indexer,
        search: Search,
        sight: Sight,
        triage: Triage,
        places: Places,
        bookmarks: Bookmarks,
    ) -> None:
        self._session, self._indexer, self._search, self._sight = session, indexer, search, sight
        self._triage, self._places, self._bookmarks = triage, places, bookmarks

    async def open(self, greeting: str) -> None:
        """Shows the cached list, and updates the cache in the background."""
        session = self._session
        try:
            notice = await session.library.open()
            await self._search.reload()
        except StoreError as error:
            session.say(str(error))
            await self._indexer.stop()
            return
        # A build already under way means that there was no cache; it may have stored its first cables by now.
        self._search.began_empty = not session.list.count or self._indexer.was_started
        if notice or greeting:
            session.say(notice or greeting)
        delay = 0.01 if self._search.began_empty else _BUILD_DELAY
        session.screen.set_timer(delay, self._start_indexing)
        session.screen.call_after_refresh(lambda: session.start(self._open_notebook(), "notebook"))

    async def close(self) -> None:
        """Saves the reading position, ends the build and closes cache and notebook."""
        with suppress(StoreError):
            await self._places.remember()
        self._session.notes.close()
        await self._indexer.stop()
        self._session.library.close()

    # --- the notebook ------------------------------------------------------------------------------------------

    async def _open_notebook(self) -> None:
        """Opens the notebook once the list is shown, and returns to where reading stopped."""
        session = self._session
        try:
            notice = await session.notes.open()
        except StoreDamaged as error:
            self._offer_copy(error, *await session.notes.set_aside())
            return
        if notice:
            session.say(notice)
        elif session.notes.is_new and not session.status.message:
            session.say(_HINT)
        if session.notes.is_open:
            await self._use_notebook()

    async def _use_notebook(self) -> None:
        from cable_tui.evidence.query_fields import NotebookFields  # needs the parser of queries

        session = self._session
        fields = NotebookFields(session.notes.path)
        await session.library.ask(lambda archive: archive.use(fields))
        await self._triage.load_marks()
        await self._places.go_back()
        await self._triage.load_views()
        if session.shown:
            await self._sight.open(session.shown)
        session.screen.set_interval(_LOOK_AT_NOTES, lambda: session.start(self._follow_notes(), "follow"))
        await session.notes.ask(lambda notebook: notebook.copy_daily())

    def _offer_copy(self, error: StoreError, aside: Path, copy: Path | None) -> None:
        """Reports a damaged notebook and offers its last copy."""
        where = f"{error} It was set aside as {aside.name}."
        if copy is None:
            self._session.start(self._begin_notebook(None), "notebook")
            self._session.say(f"{where} A new one was started.")
            return
        from cable_tui.notebook.backups import day_of

        question = f"{where}\n\nRestore the copy of {day_of(copy)}? Otherwise a new notebook is started."
        self._session.confirm(question, lambda: self._begin_notebook(copy), lambda: self._begin_notebook(None))

    async def _begin_notebook(self, copy: Path | None) -> None:
        notes = self._session.notes
        day = await notes.put_back(copy) if copy else ""
        notice = await notes.open()
        await self._use_notebook()
        self._session.say(notice or (f"Restored the notebook of {day}." if day else "Started a new notebook."))

    async def _follow_notes(self) -> None:
        """Loads changes written by another session."""
        if await self._session.notes.has_changed():
            await self._triage.load_marks()
            await self._bookmarks.reread()

    # --- the build ---------------------------------------------------------------------------------------------

    def _start_indexing(self) -> None:
        self._show(Step())
        self._session.start(self._follow_build(), "build")

    async def _follow_build(self) -> None:
        session, known = self._session, 0
        async for step in self._indexer.steps():
            self._show(step)
            changed = step.cables if step.finished else step.stored != known
            if changed or (step.finished and not session.list.count):
                known = step.stored
                await self._search.reload()
                await self._triage.load_marks()
            session.on_change()
            if step.message:
                session.say(step.message)
            if step.finished and not self._search.total:
                session.say(step.message or "No cables found in this archive.")

    def _show(self, step: Step) -> None:
        self._session.building = _building(step)
        self._session.on_change()


def _building(step: Step) -> str:
    if step.finished:
        return ""
    if not step.cables:
        return "looking for changes"
    rate = f" · {step.rate:,.0f}/s · {_duration(step.left)} left" if step.rate else ""
    return f"reading {step.cables:,} · {step.share:.0%}{rate}"


def _duration(seconds: float) -> str:
    """Seconds as minutes and seconds, `2:05`."""
    return f"{int(seconds) // 60}:{int(seconds) % 60:02d}"
