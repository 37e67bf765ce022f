"""Taking something out: copies with their citation, saved cables, exports, pipes."""

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
from cable_tui.config import Settings
from cable_tui.escape import visible
from cable_tui.tui.archive_worker import ArchiveWorker
from cable_tui.tui.reader.navigation import TravellingScreen
from cable_tui.tui.reader.triage import Work

if TYPE_CHECKING:
    from cable_tui.cables.model import Block
    from cable_tui.notebook.export import ExportFormat


class TakingScreen(TravellingScreen):
    """A cable that is quoted, saved and handed to other programs."""

    BINDINGS = [
        Binding("y", "copy(True)", "copy, the paragraph with its citation", id="take.copy"),
        Binding("Y", "copy(False)", "cite, copy the citation", id="take.cite"),
        Binding("s", "save", "save, the cable as text", id="take.save"),
        Binding("vertical_line", "pipe", "pipe, the cable to a command", id="take.pipe", key_display="|"),
        Binding("x", "export", "export, bookmarks and kept cables", id="take.export"),
    ]

    def __init__(self, library: ArchiveWorker, settings: Settings) -> None:
        super().__init__(library)
        self._settings = settings

    async def action_copy(self, with_text: bool) -> None:
        """Copies the current paragraph with its citation, or the citation alone, to the clipboard and into a file."""
        await self._guarded(self._copy(with_text))

    async def _copy(self, with_text: bool) -> None:
        from cable_tui.evidence.snapshot import about, portion_of
        from cable_tui.notebook.citation import CitationForm, cite, quote
        from cable_tui.tui.terminal.clipboard import copied, sequence

        header = await self._opened_in_sight()
        if header is None:
            return
        block = self._current_block()
        number = block.number if block else None
        citation = cite(about(header), CitationForm(self._settings.citation), number=number, marking=portion_of(block))
        whole = quote(block.text, citation) if with_text and block else citation
        text, is_cut = copied(whole)
        self.app.write_sequence(sequence(text, os.environ))  # type: ignore[attr-defined]
        what = f"{_named(number) if with_text else 'citation'} copied"
        said = f"{what}, cut at 74 kB; whole added to" if is_cut else f"{what}, also added to"
        file = paths.taken_out() / "copied.txt"
        await self._written(file, lambda: files.append(file, f"{whole}\n\n"), said, " ".join(header.notes))

    def _current_block(self) -> Block | None:
        blocks, current = self._viewer.blocks, self._viewer.current
        return blocks[current] if current < len(blocks) and not self._viewer.as_source else None

    async def _written(self, file: Path, work: Callable[[], None], said: str, remark: str = "") -> None:
        """Writes a file and says where it is, or why it could not be written; a remark comes first."""
        try:
            await asyncio.to_thread(work)
        except OSError as error:
            self._say(f"{paths.short(file)} cannot be written: {error.strerror or error}.")
        else:
            self._say(" ".join(filter(None, (remark, f"{said} {paths.short(file)}"))))

    # --- the whole cable ---------------------------------------------------------------------------------------

    async def action_save(self) -> None:
        """Asks where to save the cable."""
        await self._guarded(self._ask_where())

    async def _ask_where(self) -> None:
        header = await self._in_sight()
        if header:
            name = "".join(letter if letter.isalnum() or letter in "-_." else "_" for letter in header.name)
            await self._ask_for(
                "save cable as:", "file to save the cable in", self._save_given, str(paths.taken_out() / f"{name}.txt")
            )

    def _save_given(self, text: str) -> None:
        cable = self._viewer.cable
        if text and cable:
            file = Path(text).expanduser().absolute()
            self._over(file, lambda: self._written(file, lambda: files.write(file, [cable.text]), "saved as"))

    def _over(self, file: Path, work: Work) -> None:
        """Does the work; a file that is there already is asked about."""
        if file.is_dir():
            self._say(f"{file} is a folder.")
        elif file.exists():
            self._confirm(f"{file} exists. Write over it?", work)
        else:
            self._start(work(), "taking")

    async def action_pipe(self) -> None:
        """Asks for a command that reads the cable."""
        await self._guarded(self._ask_command())

    async def _ask_command(self) -> None:
        if await self._in_sight():
            await self._ask_for(
                "pipe cable to:",
                "command that reads the cable's text, as in: grep -n Nazarbayev | less",
                self._pipe_given,
            )

    def _pipe_given(self, command: str) -> None:
        cable = self._viewer.cable
        if not command or cable is None:
            return
        said = ""
        try:
            with self.app.suspend():  # what fails inside must end inside: the screen comes back only then
                try:
                    code = _run(command, visible(cable.text))  # it may print it on the terminal as it is
                    said = f"{command}: " + ("done" if code == 0 else f"ended with code {code}")
                except OSError as error:
                    said = f"The command could not be started: {error.strerror}."
        except SuspendNotSupported:
            said = "This terminal cannot be given to another program."
        self._say(said)

    # --- the notebook ------------------------------------------------------------------------------------------

    async def action_export(self) -> None:
        """Asks where to export bookmarks and kept cables to; with a limit on, those alone that it finds."""
        part = "-limited" if self._limit.query else ""
        file = paths.taken_out() / f"notebook{part}-{date.today().isoformat()}.md"
        await self._ask_for(
            "export what the limit finds to:" if part else "export notebook to:",
            "file to export to, ending in .md .csv .jsonl .ris or .json",
            self._export_given,
            str(file),
        )

    def _export_given(self, text: str) -> None:
        from cable_tui.notebook.export import ExportFormat

        file = Path(text).expanduser().absolute()
        endings = {".md": "md", ".csv": "csv", ".jsonl": "jsonl", ".ris": "ris", ".json": "csljson"}
        if file.suffix not in endings:
            self._say("The file's name has to end in .md, .csv, .jsonl, .ris or .json (CSL-JSON).")
        else:
            form = ExportFormat(endings[file.suffix])
            self._over(file, lambda: self._export(file, form))

    async def _export(self, file: Path, form: ExportFormat) -> None:
        """Exports the bookmarks and kept cables of the list, or of the whole notebook where it is not limited."""
        from cable_tui.notebook.citation import CitationForm
        from cable_tui.notebook.export import export
        from cable_tui.notebook.export.collect import items_of

        items = await self._notes.ask(items_of)
        if self._limit.query and self._library.view:
            rows = await self._library.rows_of([item.about.name for item in items])
            members = self._library.view.members
            items = [item for item in items if rows.get(item.about.name) in members]
        citation = CitationForm(self._settings.citation)
        chunks = export(items, form, citation)
        cables = "1 cable" if len(items) == 1 else f"{len(items):,} cables"
        among = " of this limit" if self._limit.query else ""
        await self._written(file, lambda: files.write(file, chunks), f"exported {cables}{among} to")


def _named(number: int | None) -> str:
    return "paragraph" if number is None else f"¶ {number}"


def _run(command: str, text: str) -> int:
    """Runs a shell command with a text on its standard input and waits for a key; returns its exit code."""
    done = subprocess.run(command, shell=True, input=text.encode("utf-8", "surrogateescape"), check=False)
    sys.stdout.write("\n[enter: back to the cables] ")
    sys.stdout.flush()
    sys.stdin.readline()
    return done.returncode
