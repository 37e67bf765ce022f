"""What a cable cites and what cites it, as a tree."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from cable_tui.archive import Header, StoreError
from cable_tui.tui.plain import is_plain, spoken
from cable_tui.tui.widgets.bars import HintLine, TitleLine
from cable_tui.visible import visible_line


@dataclass(frozen=True, slots=True)
class Link:
    """One end of a reference: the cable, where the archive has it, and what is known of it otherwise."""

    name: str
    header: Header | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Links:
    """What a cable cites, and what cites it."""

    cites: tuple[Link, ...] = ()
    cited_by: tuple[Link, ...] = ()


Ask = Callable[[str], Awaitable[Links]]
_HINTS = "enter open · space its own references · q back"
_Data = Link | Links | None


class ReferencesScreen(Screen[Header | None]):
    """Returns the cable that the reader wants to open."""

    BINDINGS = [
        Binding("j", "move(1)", "next", id="references.down"),
        Binding("k", "move(-1)", "previous", id="references.up"),
        Binding("g,home", "end(False)", "first", id="references.first", key_display="g"),
        Binding("G,end", "end(True)", "last", id="references.last", key_display="G"),
        Binding("enter", "open", "open the cable", id="references.open", priority=True),
        Binding(
            "space,right,l", "unfold", "its own references", id="references.unfold", key_display="space", priority=True
        ),
        Binding("q,escape,R", "dismiss", "back", id="references.leave", key_display="q"),
        Binding("question_mark,f1", "app.keys", "keys", id="references.keys", key_display="?"),
    ]

    def __init__(self, header: Header, ask: Ask) -> None:
        super().__init__()
        self._cable = header
        self._ask = ask
        self._title = TitleLine(id="title")
        self._tree: Tree[_Data] = Tree("", id="references")
        self._tree.show_root = False
        self._tree.auto_expand = False
        self._tree.guide_depth = 2
        self._title.hints = _HINTS

    def compose(self) -> ComposeResult:
        """Title, tree, keys."""
        yield self._title
        yield self._tree
        if is_plain(self):
            self._tree.show_guides = False
            self._tree.ICON_NODE, self._tree.ICON_NODE_EXPANDED = "closed, ", "open, "
        yield HintLine(_HINTS)

    async def on_mount(self) -> None:
        """Shows both directions."""
        self._title.archive = visible_line(f"References of {self._cable.name} · {self._cable.subject}")
        await self._fill(self._tree.root, self._cable.name)
        self._tree.focus()
        self._tree.cursor_line = 1 if self._tree.last_line >= 1 else 0

    async def _fill(self, node: TreeNode[_Data], name: str) -> None:
        """Adds what a cable cites and what cites it below a node."""
        try:
            links = await self._ask(name)
        except StoreError as error:
            self._title.facts = visible_line(str(error))
            return
        for words, found in (("cites", links.cites), ("cited by", links.cited_by)):
            branch = node.add(Text(f"{words} {len(found)}" if found else f"{words} nothing", style="bold"), expand=True)
            for link in found:
                label = Text(_words(link), no_wrap=True) if is_plain(self) else _label(link)
                branch.add(label, data=link, allow_expand=link.header is not None)
        node.expand()

    def action_move(self, step: int) -> None:
        """Moves the cursor."""
        if step > 0:
            self._tree.action_cursor_down()
        else:
            self._tree.action_cursor_up()

    def action_end(self, last: bool) -> None:
        """Goes to the first or the last line."""
        self._tree.cursor_line = self._tree.last_line if last else 0

    async def action_unfold(self) -> None:
        """Unfolds the references of the cable under the cursor, or folds them."""
        node = self._tree.cursor_node
        if node is None or not isinstance(node.data, Link) or node.data.header is None:
            return
        if not node.children:
            await self._fill(node, node.data.name)
        else:
            node.toggle()

    def action_open(self) -> None:
        """Opens the cable under the cursor."""
        node = self._tree.cursor_node
        link = node.data if node else None
        if isinstance(link, Link):
            if link.header:
                self.dismiss(link.header)
            else:
                self._title.facts = "not in this archive"


def _words(link: Link) -> str:
    """The same for who hears it."""
    if link.header is None:
        return ", ".join(filter(None, (visible_line(link.name), "not in this archive", visible_line(link.note))))
    header = link.header
    number = f"{header.post} {header.serial}" if header.serial else header.name
    marking = spoken(header.classification)
    return visible_line(", ".join(filter(None, (header.day, marking, f"{number}: {header.subject}"))))


def _label(link: Link) -> Text:
    """Date, marking, number, subject; or that the archive does not have it."""
    if link.header is None:
        note = f" ({visible_line(link.note)})" if link.note else ""
        return Text(
            f"{'':<10}  ?     {visible_line(link.name)}  not in this archive{note}", style="italic", no_wrap=True
        )
    header = link.header
    number = f"{header.post} {header.serial}" if header.serial else header.name
    text = Text(f"{header.day:<10}  ", no_wrap=True)
    text.append(f"{header.letters:<5} ", style="bold")
    return text.append(f"{visible_line(number):<18} {visible_line(header.subject)}")
