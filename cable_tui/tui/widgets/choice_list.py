"""A list of choices in a dialog."""

from __future__ import annotations

from textual.binding import Binding
from textual.widgets import OptionList


class ChoiceList(OptionList, inherit_bindings=False):
    """Textual's OptionList with no key but `enter`: the screen moves the cursor with the keys of every other list."""

    BINDINGS = [Binding("enter", "select", "choose")]
