"""The ids of all commands with their keys, for the configuration."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding
from textual.dom import DOMNode

#: The commands of the program itself, which its application takes over: it cannot be asked from here.
EVERYWHERE = (
    Binding("ctrl+z", "suspend_process", "suspend; fg returns", id="app.suspend"),
    Binding("ctrl+l", "redraw", "redraw the screen", id="app.redraw", priority=True),  # in every place
)
#: The commands that decide: they write into the notebook or a file, send text elsewhere, or say yes to that.
DECIDING = frozenset(
    f"{place}.{name}"
    for place, names in {
        "triage": "keep dismiss read label repeat undo redo",
        "bookmark": "toggle note",
        "bookmarks": "edit delete label undo redo",
        "views": "save delete",
        "take": "copy cite save pipe export",
        "confirm": "yes",
    }.items()
    for name in names.split()
)


def places() -> Iterable[type[DOMNode]]:
    """Every screen and widget that has keys of ours. Imported late: only who asks for all keys needs all screens."""
    from cable_tui.tui.reader import screen
    from cable_tui.tui.screens import (
        bookmarks,
        confirm,
        follow,
        keys,
        manual,
        missing,
        note,
        overview,
        query_help,
        references,
        text,
        views,
    )
    from cable_tui.tui.widgets import header_pane, message_list, paragraph_viewer, prompt, query_line, text_box

    own = (message_list.MessageList, paragraph_viewer.ParagraphViewer, header_pane.HeaderPane, screen.ReaderScreen)
    others = (
        *(bookmarks.BookmarksScreen, overview.OverviewScreen, references.ReferencesScreen, views.ViewsScreen),
        missing.MissingScreen,
        *(
            text_box.ScrolledScreen,
            note.NoteEditor,
            text.TextScreen,
            follow.FollowScreen,
            keys.KeysScreen,
            query_help.QueryHelp,
            manual.ManualScreen,
            manual.TopicScreen,
        ),
        *(confirm.Confirm, query_line.QueryLine, prompt.Prompt),
    )
    return (*own, *others)


def panes() -> tuple[type[DOMNode], ...]:
    """The places whose keys are used together with those of the reader's screen."""
    from cable_tui.tui.widgets import header_pane, message_list, paragraph_viewer

    return message_list.MessageList, paragraph_viewer.ParagraphViewer, header_pane.HeaderPane


def bindings_of(place: type[DOMNode]) -> dict[str, Binding]:
    """The commands of one place that have an id, by that id."""
    found: dict[str, Binding] = {}
    for base in reversed(place.__mro__):
        for binding in vars(base).get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                found[binding.id] = binding
    return found


def commands() -> dict[str, Binding]:
    """Every command that has an id, by that id."""
    found = {name: binding for place in places() for name, binding in bindings_of(place).items()}
    return found | everywhere()


def everywhere() -> dict[str, Binding]:
    """The commands that every place has, by their id."""
    return {binding.id: binding for binding in EVERYWHERE if binding.id}
