"""A driver for slow lines, which sends only what changes the terminal.

It also hands the terminal over and takes it back when the program is suspended, continued, ended or cut off.
"""

from __future__ import annotations

import asyncio
import os
import select
import signal
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from threading import Event
from time import monotonic
from typing import Any, Protocol, runtime_checkable

from textual.drivers.linux_driver import LinuxDriver
from textual.events import Key, Paste, Resize
from textual.geometry import Offset, Size
from textual.message import Message
from textual.messages import TerminalSupportsSynchronizedOutput

from cable_tui.tui.plain_ui import PLAIN

from .bursts import Bursts, Typed
from .cells import Cells
from .keyboard import Keyboard
from .line import Line
from .linux_console import signs
from .pacing import Pace
from .sizes import believed, measured

#: Terminals that fill erased cells with the current background (terminfo's `bce`); tmux and screen do not.
_ERASE_IN_COLOR = ("xterm", "linux", "rxvt", "alacritty", "kitty", "foot", "konsole", "vte", "gnome", "st-")
#: Signals that would kill the program and leave the terminal in disorder; these end it in order. Of the signals for
#: faults of a program only SIGABRT is here: after the others no code can run safely.
_LEAVE = [
    getattr(signal, name)
    for name in (
        *("SIGTERM", "SIGHUP", "SIGABRT", "SIGUSR1", "SIGUSR2", "SIGALRM", "SIGVTALRM"),
        *("SIGPROF", "SIGXCPU", "SIGIO", "SIGPWR", "SIGSTKFLT"),
    )
    if hasattr(signal, name)
]
#: The same, of which a terminal makes keys while another program has it; they are meant for that one then.
_LEAVE_BY_KEY = (signal.SIGINT, signal.SIGQUIT)
_MOST_TYPED = 4096  # keys that wait; while there are more, nothing is read
_PIECE = 1024  # bytes that are read at once
_LISTEN = 0.1  # seconds for which nothing else is looked at than what is typed
_LOOK = 0.01  # seconds between two looks whether there is room for more keys
_LAST_ANSWER = 1.0  # seconds; an answer that comes later is typed into the shell


@runtime_checkable
class KnowsReader(Protocol):
    """What the driver asks of the application."""

    def cursor_place(self) -> Offset | None:
        """The cell, from 0, where the terminal's cursor belongs; None to hide it."""

    @property
    def has_typed(self) -> bool:
        """Whether keys are waiting."""

    @property
    def is_expecting(self) -> bool:
        """Whether the screen is waiting for something it has requested."""

    @property
    def typed_ahead(self) -> int:
        """The number of waiting keys."""

    def type(self, typed: Sequence[Typed]) -> None:
        """Takes keys from one read."""


class FrugalDriver(LinuxDriver):
    """Textual's driver with a model of the terminal's cells in front.

    Updates stay in the model until the terminal is ready for them (see `pacing`): of several only the last is sent, and
    nothing piles up while the terminal takes no data.
    """

    _cells: Cells | None = None
    _again: asyncio.TimerHandle | None = None  # retries an update that was held back

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        # Textual writes to stderr, which the user may have redirected to a file.
        stream = sys.__stdout__ if sys.__stdout__ and sys.__stdout__.isatty() else sys.__stderr__
        assert stream is not None
        self._line = Line(stream, self._lose, lambda: self._call(self._go_on))
        self._file: Any = self._line
        self._pace = Pace(monotonic)
        self._has_answered = Event()
        self._handed_over = self._taken = 0  # keys, as counted by the thread that listens and by the loop
        self._is_lent = False  # another program has the terminal
        self._size = self._size or self._get_terminal_size()

    def write(self, data: str) -> None:
        """Feeds output into the model; it is sent at the end of the update."""
        size = self._app.size.width, self._app.size.height
        if self._cells is None or self._cells.size != size:
            kind = os.environ.get("TERM", "")
            self._cells = Cells(
                *size,
                erases_in_color=kind.startswith(_ERASE_IN_COLOR),
                cursor=self._cursor_place,
                is_held=self._is_held,
                signs=signs(kind),
                moves=not self._app.has_class(PLAIN),  # screen readers speak what is written, so rewrite moved rows
            )
        if sent := self._cells.feed(data):
            self._send(sent)

    def _cursor_place(self) -> tuple[int, int] | None:
        place = self._app.cursor_place() if isinstance(self._app, KnowsReader) else None
        return None if place is None else (place.y, place.x)  # not `if place`: Offset(0, 0) is false

    def flush(self) -> None:
        """Sends the rest of an unfinished update."""
        if self._cells and not self._is_held() and (sent := self._cells.flush()):
            self._send(sent)
        super().flush()

    def redraw(self) -> None:
        """Sends the whole screen, which another program may have written over."""
        if self._cells:
            self._cells.spoil()
            self.flush()

    # --- pacing

    def _send(self, update: str) -> None:
        """Sends an update, followed by a question if needed to learn when the terminal has processed it."""
        question = self._pace.sent(len(update))
        if question:
            self._has_answered.clear()
        self.write_raw(update + question)

    def _is_held(self) -> bool:
        """Whether to hold an update back; if so, schedules a retry."""
        delay = self._delay() if self._has_terminal else 0.0
        if self._again:
            self._again.cancel()
        self._again = self._loop.call_later(delay, self._go_on) if delay else None
        return delay > 0

    def _delay(self) -> float:
        app = self._app if isinstance(self._app, KnowsReader) else None
        return self._pace.delay(
            has_typed=bool(app and app.has_typed),
            is_expecting=bool(app and app.is_expecting),
            is_busy=self._line.is_busy,
        )

    def _go_on(self) -> None:
        if self._again or (self._cells and self._cells.is_dirty):
            self.flush()

    def process_message(self, message: Message) -> None:
        """Handles a message from the terminal. Called by the input thread."""
        if isinstance(message, TerminalSupportsSynchronizedOutput):
            self._has_answered.set()
            self._call(partial(self._take_answer, monotonic()))
        elif isinstance(message, Resize):
            message = Resize(believed(message.size), believed(message.virtual_size), pixel_size=message.pixel_size)
        super().process_message(message)

    def _take_answer(self, when: float) -> None:
        self._pace.answered(when)
        self._go_on()

    # --- input

    def run_input_thread(self) -> None:
        """Reads from the terminal until told to exit. Keys of one read are passed on together."""
        keyboard, bursts, silence = Keyboard(monotonic), Bursts(), 0.0
        while not self.exit_event.is_set():
            if self._has_no_room:
                self.exit_event.wait(_LOOK)
                keyboard.nobody_listens()
                continue
            began = monotonic()
            patience = keyboard.patience
            ready = select.select([self.fileno], [], [], _LISTEN if patience is None else min(_LISTEN, patience))[0]
            silence += monotonic() - began
            messages = keyboard.feed(self._read()) if ready else keyboard.tick()
            keys = [message for message in messages if isinstance(message, Key | Paste)]
            if keys:
                self._pace.typed()
                self._hand_over(bursts.come(keys, silence))
                silence = 0.0
            for message in messages:
                if not isinstance(message, Key | Paste):
                    self.process_message(message)

    @property
    def _has_no_room(self) -> bool:
        """Whether too many keys are waiting, including those not yet taken by the loop."""
        if not isinstance(self._app, KnowsReader):
            return False
        return self._app.typed_ahead + self._handed_over - self._taken >= _MOST_TYPED

    def _read(self) -> bytes:
        if data := os.read(self.fileno, _PIECE):
            return data
        raise EOFError

    def _hand_over(self, typed: Sequence[Typed]) -> None:
        for event, _, _ in typed:
            event.set_sender(self._app)
        if isinstance(self._app, KnowsReader):
            self._handed_over += len(typed)
            self._call(partial(self._take_keys, self._app, typed))
        else:
            for event, _, _ in typed:
                self.send_message(event)

    def _take_keys(self, app: KnowsReader, typed: Sequence[Typed]) -> None:
        self._taken += len(typed)
        app.type(typed)

    # --- sizes

    def _get_terminal_size(self) -> tuple[int, int]:
        return measured(Size(*super()._get_terminal_size()), self.fileno)

    def resized(self) -> None:
        """Redraws after a change of size, even a brief one: the terminal may have dropped what did not fit."""
        if self._cells and self._cells.size == (self._app.size.width, self._app.size.height):
            self.redraw()

    def fill_gaps(self) -> None:
        """Makes sure that the screen is right once a new size has settled.

        Of several changes in a row Textual sees only the last, and writes nothing if that equals the old size. A size
        that it missed is posted again; output drawn for one size that arrived at another is redrawn.
        """
        size = Size(*self._get_terminal_size())
        if size != self._app.size and self._has_terminal:
            self._app.post_message(Resize(size, size))
        elif self._cells and not self._cells.is_whole:
            self._app.refresh(layout=True)
        else:
            self.redraw()

    def write_raw(self, sequence: str) -> None:
        """Sends a control sequence that prints nothing, bypassing the model."""
        if self._has_terminal:  # without a writer thread the queue would fill and block
            self._line.queued += 1
            super().write(sequence)

    @property
    def _has_terminal(self) -> bool:
        return self._writer_thread is not None and self._writer_thread.is_alive()

    def start_application_mode(self) -> None:
        """Takes the terminal over, in whatever state another program left it."""
        for number in _LEAVE:
            self._loop.add_signal_handler(number, partial(self._app.exit, return_code=128 + number))
        for number in _LEAVE_BY_KEY:  # judged when it comes: the loop looks at it only when the terminal is back
            signal.signal(number, self._asked_by_key)
        self._cells, self._pace = None, Pace(monotonic)
        super().start_application_mode()  # type: ignore[no-untyped-call]
        if self._app.has_class(PLAIN):  # screen readers and braille displays read at the cursor
            self.write_raw("\x1b[?25h")

    def stop_application_mode(self) -> None:
        """Restores the terminal's colours and cursor."""
        if self._again:
            self._again.cancel()
            self._again = None
        if self._pace.is_waiting and not self._line.is_cut:
            self._has_answered.wait(_LAST_ANSWER)
        if self._cells and not self._line.is_busy:
            self.write_raw(self._cells.flush())
        self.write_raw("\x1b[0m\x1b[?25h")
        super().stop_application_mode()

    # --- lent to another program

    def suspend_application_mode(self) -> None:
        """Lends the terminal, with its keys."""
        self._is_lent = True
        super().suspend_application_mode()

    def resume_application_mode(self) -> None:
        """Has the terminal back."""
        super().resume_application_mode()
        self._is_lent = False

    def _asked_by_key(self, number: int, _: object) -> None:
        if not self._is_lent:
            self._call(partial(self._app.exit, return_code=128 + number))

    # --- stopped and continued

    def _sigtstp_application(self, *_: object) -> None:
        """Suspends at the next turn of the loop: a signal may arrive in the middle of a write."""
        if self._auto_restart:
            self._loop.call_soon_threadsafe(self._stop)
        else:  # another program has the terminal
            os.kill(os.getpid(), signal.SIGSTOP)

    def _sigcont_application(self, *_: object) -> None:
        if self._auto_restart:
            self._loop.call_soon_threadsafe(self._take_back)

    def _stop(self) -> None:
        """Gives the terminal to the shell, and takes it back on SIGCONT.

        Raises SIGTSTP with its default action, not SIGSTOP: without a shell to continue it (as in `ssh -t host
        cable-tui`) the kernel does not stop the process, and the screen just comes back.
        """
        super().suspend_application_mode()
        for number in (signal.SIGTSTP, signal.SIGCONT):
            signal.signal(number, signal.SIG_DFL)
        signal.raise_signal(signal.SIGTSTP)
        signal.signal(signal.SIGTSTP, self._sigtstp_application)
        signal.signal(signal.SIGCONT, self._sigcont_application)
        self._take_back()

    def _take_back(self) -> None:
        """Sets the terminal up again and redraws everything."""
        if self._has_terminal:
            super().suspend_application_mode()
        self.resume_application_mode()
        self._app.refresh(layout=True)

    # --- cut off

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except (OSError, EOFError):
            self._lose()
        except Exception as error:
            self._call(partial(self._app._handle_exception, error))

    def _lose(self) -> None:
        """Ends the program as SIGHUP would: the terminal is gone."""
        self._call(partial(self._app.exit, return_code=128 + signal.SIGHUP))

    def _call(self, work: Callable[[], None]) -> None:
        """Calls `work` in the event loop, from another thread."""
        with suppress(RuntimeError):  # the loop is closed: the program is ending
            self._loop.call_soon_threadsafe(work)
