"""What the parts of the main screen share: archive, notebook, panes, messages and questions."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from textual.screen import Screen

from cable_tui.archive import Header, StoreError
from cable_tui.config import Settings
from cable_tui.tui.archive_worker import ArchiveWorker
from cable_tui.tui.marks import CableMarks
from cable_tui.tui.notebook_worker import NotebookWorker
from cable_tui.tui.widgets.bars import StatusLine, TitleLine
from cable_tui.tui.widgets.header_pane import HeaderPane
from cable_tui.tui.widgets.message_list import MessageList
from cable_tui.tui.widgets.paragraph_viewer import ParagraphViewer

if TYPE_CHECKING:
    from textual.timer import Timer
    from textual.widget import Widget

    from cable_tui.notebook.undo import ActionResult
    from cable_tui.tui.widgets.prompt import Prompt

#: Work that may be done later.
Work = Callable[[], Coroutine[None, None, None]]
#: Handles the answer to a question; returns None if it is done at once.
Answer = Callable[[str], Coroutine[None, None, None] | None]
_Result = TypeVar("_Result")

_MESSAGE_SECONDS = 6.0


class Session:
    """One archive and the notebook, as open on the main screen.

    `shown` is the cable whose text is in sight, `marks` holds the notebook's marks of cables in this archive, and
    `building` is the progress of the build ('' without one). `on_change` is called when any of these changes.
    """

    def __init__(self, screen: Screen[None], library: ArchiveWorker, settings: Settings) -> None:
        self.screen = screen
        self.settings = settings
        self.library = library
        self.notes = NotebookWorker()
        self.marks = CableMarks()
        self.title = TitleLine(id="title")
        self.list = MessageList(library.window, id="list")
        self.list.date_form = settings.date
        self.header = HeaderPane(id="header")
        self.viewer = ParagraphViewer(id="viewer")
        self.viewer.text_width = settings.text_width
        self.status = StatusLine(id="status")
        self.shown: Header | None = None
        self.building = ""
        self.on_change: Callable[[], None] = lambda: None
        self.said_at = 0  # the count of cursor moves at the last message
        self._unsaying: Timer | None = None
        self._prompt: Prompt | None = None
        self._answer_to: Answer | None = None
        self._asked_from: Widget | None = None

    # --- work --------------------------------------------------------------------------------------------------

    def start(self, work: Coroutine[None, None, None], group: str) -> None:
        """Does work in the background; later work of the same group does not cancel it."""
        self.screen.run_worker(self.guarded(work), group=group)

    async def guarded(self, work: Coroutine[None, None, None]) -> None:
        """Does work; shows a StoreError as a message."""
        try:
            await work
        except StoreError as error:
            self.say(str(error))

    # --- messages----------------------------------------------------------------------------------------------

    def say(self, message: str) -> None:
        """Shows a message in the status line for some seconds, or until the cursor moves."""
        self.status.message = message.replace(f"{Path.home()}/", "~/")
        self.said_at = self.list.moves
        if self._unsaying:
            self._unsaying.stop()
        self._unsaying = self.screen.set_timer(_MESSAGE_SECONDS, self.unsay)

    def unsay(self) -> None:
        """Clears the message."""
        self.status.message = ""

    def tell(
        self, done: ActionResult | None, prefix: str = "", note: str = "", nothing: str = "Nothing to change."
    ) -> None:
        """Reports what a command did to the notebook; says `nothing` if it changed nothing."""
        left = f"; {done.left:,} changed since, left as is" if done and done.left else ""
        what = f"{prefix}{done.what}{left}" if done else nothing
        self.say(f"{what} · {note}" if note else what)

    def marks_changed(self) -> None:
        """Redraws the list and the title after marks have changed."""
        self.list.refresh()
        self.on_change()

    # --- questions----------------------------------------------------------------------------------------------

    def push(self, screen: Screen[_Result], answered: Callable[[_Result | None], Any] | None = None) -> None:
        """Opens another screen over this one."""
        self.screen.app.push_screen(screen, answered)

    def confirm(self, question: str, work: Work, otherwise: Work | None = None) -> None:
        """Asks a yes-or-no question; does `work` on yes, `otherwise` on no."""
        from cable_tui.tui.screens.confirm import Confirm

        def answered(is_yes: bool | None) -> None:
            if chosen := work if is_yes else otherwise:
                self.start(chosen(), "decision")

        self.push(Confirm(question), answered)

    async def ask(
        self,
        label: str,
        placeholder: str,
        answered: Answer,
        value: str = "",
        known: Callable[[], Iterable[str]] | None = None,
    ) -> None:
        """Opens an input line; `known` gives the words for completion."""
        from cable_tui.tui.widgets.prompt import Prompt  # not needed to show the list

        if self._prompt is None:
            self._prompt = Prompt(id="prompt")
            await self.mount(self._prompt)
        self._asked_from = self.screen.focused
        self._answer_to = answered
        self.unsay()  # makes room for the keys of the line
        self._prompt.ask(label, placeholder, value, known)

    async def answered(self, text: str | None) -> None:
        """Passes an answer on and finishes its work before the next key; None if the line was cancelled."""
        (self._asked_from or self.list).focus()
        answer, self._answer_to = self._answer_to, None
        if text is not None and answer and (work := answer(text)) is not None:
            await self.guarded(work)

    async def mount(self, line: Widget) -> None:
        """Mounts an input line below the panes."""
        await self.screen.mount(line, after=self.screen.query_one("#panes"))
