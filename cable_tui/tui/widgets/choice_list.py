"""Names to choose from in a dialog."""

from __future__ import annotations

from textual.binding import Binding
from textual.widgets import OptionList


class ChoiceList(OptionList, inherit_bindings=False):
    """A list of Textual without its keys but `enter`: the screen moves the cursor by those of every other list."""

    BINDINGS = [Binding("enter", "select", "choose")]
