"""All commands by id, with their keys, for the configuration."""

from __future__ import annotations

from collections.abc import Iterable

from textual.binding import Binding
from textual.dom import DOMNode

#: The commands of the application, defined here because this module cannot import it.
EVERYWHERE = (
    Binding("ctrl+z", "suspend_process", "suspend; fg returns", id="app.suspend"),
    Binding("ctrl+l", "redraw", "redraw the screen", id="app.redraw", priority=True),  # also in dialogs
)
#: Commands that change something: write to the notebook or a file, send text elsewhere, or confirm that.
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
    """Every screen and widget with bindings of its own. Imported late: few callers need all screens."""
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
    """The panes, whose bindings work together with those of the main screen."""
    from cable_tui.tui.widgets import header_pane, message_list, paragraph_viewer

    return message_list.MessageList, paragraph_viewer.ParagraphViewer, header_pane.HeaderPane


def bindings_of(place: type[DOMNode]) -> dict[str, Binding]:
    """The commands of a screen or widget by id."""
    found: dict[str, Binding] = {}
    for base in reversed(place.__mro__):
        for binding in vars(base).get("BINDINGS", ()):
            if isinstance(binding, Binding) and binding.id:
                found[binding.id] = binding
    return found


def commands() -> dict[str, Binding]:
    """All commands by id."""
    found = {name: binding for place in places() for name, binding in bindings_of(place).items()}
    return found | everywhere()


def everywhere() -> dict[str, Binding]:
    """The commands that work everywhere, by id."""
    return {binding.id: binding for binding in EVERYWHERE if binding.id}
