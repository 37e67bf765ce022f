"""Output: copies with citations, saved cables, exports and pipes."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from textual.app import SuspendNotSupported
from textual.binding import Binding

from cable_tui import files, paths
from cable_tui.escape import visible
from cable_tui.tui.reader.bookmarks import Bookmarks
from cable_tui.tui.reader.search import Search
from cable_tui.tui.reader.session import Session, Work
from cable_tui.tui.reader.sight import Sight

if TYPE_CHECKING:
    from cable_tui.cables.model import Block
    from cable_tui.notebook.citation import CitationStyle
    from cable_tui.notebook.export import ExportFormat

BINDINGS = [
    Binding("y", "copy(True)", "copy, the paragraph with its citation", id="take.copy"),
    Binding("Y", "copy(False)", "cite, copy the citation", id="take.cite"),
    Binding("s", "save", "save, the cable as text", id="take.save"),
    Binding("vertical_line", "pipe", "pipe, the cable to a command", id="take.pipe", key_display="|"),
    Binding("x", "export", "export, bookmarks and kept cables", id="take.export"),
]
#: Export formats by file extension.
_ENDINGS = {
    ".md": "md",
    ".html": "html",
    ".csv": "csv",
    ".jsonl": "jsonl",
    ".ris": "ris",
    ".bib": "bib",
    ".json": "csljson",
}


class Output:
    """Copies, saves and pipes the cable in sight; exports the notebook."""

    def __init__(self, session: Session, search: Search, sight: Sight, bookmarks: Bookmarks) -> None:
        self._session, self._search, self._sight, self._bookmarks = session, search, sight, bookmarks

    async def copy(self, with_text: bool) -> None:
        """Copies the current paragraph with its citation, or the citation alone, to the clipboard and a file.

        Raises StoreError.
        """
        from cable_tui.evidence.snapshot import about, portion_of
        from cable_tui.notebook.citation import cite, quote
        from cable_tui.tui.terminal.clipboard import fitting, send

        header = await self._bookmarks.current()
        if header is None:
            return
        block = self._block()
        number, marking, cable = block.number if block else None, portion_of(block), about(header)
        citation = await self._cited(lambda style: cite(cable, style, number=number, marking=marking))
        if citation is None:
            return
        whole = quote(block.text, citation) if with_text and block else citation
        text, is_cut = fitting(whole)
        sent: list[str] = []
        done = await asyncio.to_thread(send, text, os.environ, sent.append)
        for sequence in sent:
            self._session.screen.app.write_sequence(sequence)  # type: ignore[attr-defined]
        what = f"{_named(number) if with_text else 'citation'} {done}"
        said = f"{what}, cut at 74 kB; whole in" if is_cut else f"{what}; also in"
        file = paths.taken_out() / "copied.txt"
        await self._written(file, lambda: files.append(file, f"{whole}\n\n"), said, " ".join(header.notes))

    def _block(self) -> Block | None:
        viewer = self._session.viewer
        blocks, current = viewer.blocks, viewer.current
        return blocks[current] if current < len(blocks) and not viewer.as_source else None

    async def _cited(self, work: Callable[[CitationStyle], str]) -> str | None:
        """Calls `work` with the configured style; None, after telling the reader why, if the style is unusable."""
        from cable_tui.notebook.csl import StyleError, style_of

        setting, folder = self._session.settings.citation, paths.config_file().parent
        try:
            return await asyncio.to_thread(lambda: work(style_of(setting, folder)))
        except StyleError as error:
            self._session.say(str(error))
            return None

    async def _written(self, file: Path, work: Callable[[], None], said: str, remark: str = "") -> None:
        """Writes a file and reports its path, or the error; `remark` comes first in the message."""
        try:
            await asyncio.to_thread(work)
        except OSError as error:
            self._session.say(f"{paths.short(file)} cannot be written: {error.strerror or error}.")
        else:
            self._session.say(" ".join(filter(None, (remark, f"{said} {paths.short(file)}"))))

    # --- the whole cable ---------------------------------------------------------------------------------------

    async def ask_where(self) -> None:
        """Asks where to save the cable. Raises StoreError."""
        if header := await self._sight.current():
            name = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in header.name)
            file = paths.taken_out() / f"{name}.txt"
            await self._session.ask("save cable as:", "file to save the cable in", self.save_as, str(file))

    def save_as(self, text: str) -> None:
        """Saves the cable in sight as a file."""
        cable = self._session.viewer.cable
        if text and cable:
            file = Path(text).expanduser().absolute()
            self._over(file, lambda: self._written(file, lambda: files.write(file, [cable.text]), "saved as"))

    def _over(self, file: Path, work: Work) -> None:
        """Does the work, after asking if the file exists."""
        if file.is_dir():
            self._session.say(f"{file} is a folder.")
        elif file.exists():
            self._session.confirm(f"{file} exists. Overwrite?", work)
        else:
            self._session.start(work(), "taking")

    async def ask_command(self) -> None:
        """Asks for a command to pipe the cable to. Raises StoreError."""
        if await self._sight.current():
            placeholder = "command that reads the cable's text, such as: grep -n Nazarbayev | less"
            await self._session.ask("pipe cable to:", placeholder, self._pipe)

    def _pipe(self, command: str) -> None:
        cable = self._session.viewer.cable
        if not command or cable is None:
            return
        said = ""
        try:
            with self._session.screen.app.suspend():  # catch errors inside, so that the screen is restored
                try:
                    code = _run(command, visible(cable.text))  # the command may print it to the terminal
                    said = f"{command}: " + ("done" if code == 0 else f"exited with code {code}")
                except OSError as error:
                    said = f"Cannot start the command: {error.strerror}."
        except SuspendNotSupported:
            said = "Cannot hand this terminal to another program."
        self._session.say(said)

    # --- the notebook ------------------------------------------------------------------------------------------

    async def ask_export(self) -> None:
        """Asks where to export bookmarks and kept cables, limited as the list is."""
        part = "-limited" if self._search.limit.query else ""
        file = paths.taken_out() / f"notebook{part}-{date.today().isoformat()}.md"
        await self._session.ask(
            "export limited list to:" if part else "export notebook to:",
            f"file to export to, ending in {' '.join(_ENDINGS)}",
            self.export_to,
            str(file),
        )

    def export_to(self, text: str) -> None:
        """Exports to a file, in the form that its ending names."""
        from cable_tui.notebook.export import ExportFormat

        file = Path(text).expanduser().absolute()
        if file.suffix not in _ENDINGS:
            self._session.say(f"The file name must end in one of {' '.join(_ENDINGS)} (CSL-JSON).")
        else:
            form = ExportFormat(_ENDINGS[file.suffix])
            self._over(file, lambda: self._export(file, form))

    async def _export(self, file: Path, form: ExportFormat) -> None:
        """Exports the bookmarks and kept cables of a limited list, or of the whole notebook."""
        from cable_tui.notebook.export import export
        from cable_tui.notebook.export.collect import items_of

        session, is_limited = self._session, bool(self._search.limit.query)
        items = await session.notes.ask(items_of)
        if is_limited and session.library.view:
            names = [item.about.name for item in items]
            rows = await session.library.ask(lambda archive: archive.rows_of(names))
            members = session.library.view.members
            items = [item for item in items if rows.get(item.about.name) in members]
        text = await self._cited(lambda style: "".join(export(items, form, style)))
        if text is None:
            return
        cables = "1 cable" if len(items) == 1 else f"{len(items):,} cables"
        among = " of the limited list" if is_limited else ""
        await self._written(file, lambda: files.write(file, [text]), f"exported {cables}{among} to")


def _named(number: int | None) -> str:
    return "paragraph" if number is None else f"¶ {number}"


def _run(command: str, text: str) -> int:
    """Runs a shell command with the text on standard input, then waits for enter; returns its exit code."""
    done = subprocess.run(command, shell=True, input=text.encode("utf-8", "surrogateescape"), check=False)
    sys.stdout.write("\n[press enter to return] ")
    sys.stdout.flush()
    sys.stdin.readline()
    return done.returncode
