"""The query language on one screen, with examples that find something in the samples."""

from __future__ import annotations

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding

from cable_tui.tui.widgets.text_box import ScrolledScreen, text_box

#: Queries, and what they find.
EXAMPLES = (
    ("glonass", "the word, in subject and text; accents and case do not matter"),
    ('"space cooperation"', "the words next to each other"),
    ("kazakh*", "words with this prefix"),
    ("medvedev nazarbayev", "both words"),
    ("glonass OR uranium", "either word"),
    ("nazarbayev NOT glonass", "the first without the second; -glonass is the same"),
    ("(oil OR gas) AND pipeline", "parentheses group"),
    ("subject:scenesetter", "in the subject alone; text: in the text alone"),
    ("origin:moscow", "the post; from: as printed; to: any addressee"),
    ("tag:KNNP", "a TAG; a country also by name, tag:russia"),
    ("class:>=confidential", "the level: class:secret, class:<secret"),
    ("caveat:NOFORN", "a caveat or a caption, such as SIPDIS or NODIS"),
    ("date:2008-06", "a year, a month or a day; date:[2008-05 TO 2008-06]"),
    ("ref:08MOSCOW1425", "cables that refer to this one"),
    ("is:missing", "cables cited but missing; is:missing tag:PREL: by those cables"),
    ("MOSCOW 1640", "a message number, an id, or a text that contains one"),
    ("precedence:>=immediate", "IMMEDIATE or above"),
    ("signed:hoagland", "who signed"),
    ("concept:fishing", "a concept, in the 1970s; also drafter:, office:, film:"),
)


class QueryHelp(ScrolledScreen):
    """The help on queries."""

    BINDINGS = [
        Binding("q,escape,question_mark,f1,enter", "dismiss", "close", id="query_help.close", key_display="q"),
    ]

    def compose(self) -> ComposeResult:
        """The scrolling table of examples."""
        self.box = text_box(self, "keys", _table())
        yield self.box

    def on_mount(self) -> None:
        """Focuses the table."""
        self.box.focus()


def _table() -> Text:
    text = Text("Queries  (q closes)\n")
    for query, meaning in EXAMPLES:
        text.append(f"\n {query}", style="bold")
        text.append(f"\n     {meaning}")
    text.append("\n\nWords side by side mean AND.")
    text.append("\nEnter limits the list; an empty query or Esc shows all cables.")
    return text
