"""The manual: the list of topics, and a single topic."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from cable_tui import help as manual
from cable_tui.tui.plain_ui import is_plain, said
from cable_tui.tui.widgets.choice_list import ChoiceList
from cable_tui.tui.widgets.paging import Paged, paging
from cable_tui.tui.widgets.text_box import ScrolledScreen, text_box


class ManualScreen(Paged, ModalScreen[None]):
    """The list of topics."""

    BINDINGS = [
        *paging("manual"),
        Binding("q,escape,question_mark,f1,t", "dismiss", "back", id="manual.leave", key_display="q"),
    ]

    def __init__(self) -> None:
        super().__init__()
        self._options = ChoiceList(*map(_option, manual.TOPICS), id="topics", compact=True)

    def compose(self) -> ComposeResult:
        """The topics with their titles."""
        with Vertical(id="dialog"):
            yield Static(Text("Manual", style="bold"), markup=False)
            yield self._options
            yield Static(Text(said(self, "enter open · q back")), markup=False)

    def on_mount(self) -> None:
        """Focuses the list."""
        self._options.focus()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Opens the topic."""
        self.app.push_screen(TopicScreen(manual.TOPICS[event.option_index]))

    def action_move(self, step: int) -> None:
        """Moves the cursor."""
        at = (self._options.highlighted or 0) + step
        self._options.highlighted = max(0, min(at, len(manual.TOPICS) - 1))

    @property
    def rows_in_sight(self) -> int:
        """The height of the list."""
        return self._options.size.height


class TopicScreen(ScrolledScreen):
    """One topic, wrapped to the width of the screen."""

    BINDINGS = [
        Binding("q,escape,question_mark,f1,enter", "dismiss", "close", id="topic.close", key_display="q"),
    ]

    def __init__(self, topic: str) -> None:
        super().__init__()
        self._topic = topic
        self._width = 0

    def compose(self) -> ComposeResult:
        """The scrolling text."""
        self.box = text_box(self, "topic")
        yield self.box

    def on_mount(self) -> None:
        """Focuses the text and wraps it."""
        self.box.focus()
        self.call_after_refresh(self._wrap)

    def on_resize(self) -> None:
        """Rewraps the text."""
        self.call_after_refresh(self._wrap)

    def _wrap(self) -> None:
        width = self.box.scrollable_content_region.width
        if width != self._width:
            self._width = width
            is_read_aloud = is_plain(self)
            self.box.show(Text(manual.markdown(self._topic)) if is_read_aloud else manual.rendered(self._topic, width))


def _option(topic: str) -> Option:
    return Option(Text(f"{topic:<15} ", style="bold", no_wrap=True).append(manual.title(topic), style="not bold"))
