"""The manual: one Markdown file for each topic, for the shell and the screen alike."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

_FOLDER = Path(__file__).parent
#: The topics in the order in which they are listed.
TOPICS = (
    "keys",
    "query",
    "missing",
    "notebook",
    "configuration",
    "themes",
    "formats",
    "terminals",
    "files",
    "promises",
    "speed",
)


def markdown(topic: str) -> str:
    """The text of one of `TOPICS`, as Markdown."""
    return (_FOLDER / f"{topic}.md").read_text(encoding="utf-8")


def title(topic: str) -> str:
    """The heading of one of `TOPICS`."""
    return markdown(topic).partition("\n")[0].removeprefix("# ")


def rendered(topic: str, width: int) -> Text:
    """One of `TOPICS` as lines of at most `width` cells, with attributes and without colours."""
    from rich.console import Console
    from rich.markdown import Markdown
    from rich.text import Text
    from rich.theme import Theme

    plain = {"markdown.code": "bold", "markdown.code_block": "none", "markdown.table.border": "dim"}
    plain |= {f"markdown.h{level}": "bold" for level in range(1, 7)} | {"markdown.item.bullet": "none"}
    plain |= {"markdown.link": "none", "markdown.link_url": "none", "markdown.table.header": "bold"}
    page = io.StringIO()
    console = Console(
        file=page, width=width, theme=Theme(plain), color_system="standard", force_terminal=True, legacy_windows=False
    )
    console.print(Markdown(markdown(topic), code_theme="bw", hyperlinks=False))
    lines = Text.from_ansi(page.getvalue()).split()
    for line in lines:
        line.rstrip()  # a table is filled with blanks
    return Text("\n").join(lines)
