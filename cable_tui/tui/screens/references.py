"""A tree of references: what a cable cites and what cites it; for a missing cable, what cites it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import NamedTuple

from rich.style import Style
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding
from textual.screen import Screen
from textual.widgets import Tree
from textual.widgets.tree import TreeNode

from cable_tui.archive import Archive, Header, StoreError
from cable_tui.archive.citations import Link, Place, citation, links
from cable_tui.archive.estimate import WIDEST
from cable_tui.escape import visible_line
from cable_tui.tui.archive_worker import ArchiveWorker
from cable_tui.tui.plain_ui import is_plain, spoken
from cable_tui.tui.widgets.bars import HintLine, TitleLine
from cable_tui.tui.widgets.paging import Paged, paging
from cable_tui.tui.widgets.single_paint import PaintOnce

_READ = 40  # citing cables read in advance for their paragraphs

_HINTS = "enter open · space its own references · q back"


class Target(NamedTuple):
    """A cable to open, and the block in it (None: where reading stopped)."""

    header: Header
    block: int | None = None


@dataclass(frozen=True, slots=True)
class _Row:
    """A cable in the tree; `of` is the id that it cites, '' if it is the cited one."""

    link: Link
    of: str = ""


_Data = _Row | Target | None


class _Tree(Tree[_Data]):
    """A tree with a hidden root and labels cut with an ellipsis."""

    def render_label(self, node: TreeNode[_Data], base_style: Style, style: Style) -> Text:
        """A label cut to the width of the tree."""
        text = super().render_label(node, base_style, style)
        depth = 0
        while node.parent is not None and node.parent is not self.root:
            node, depth = node.parent, depth + 1
        if self.size.width:
            text.truncate(max(1, self.size.width - self.guide_depth * depth), overflow="ellipsis")
        return text


class ReferencesScreen(Paged, PaintOnce, Screen[Target | None]):
    """The tree of references of the cable `name`; returns the cable to open. `title` is the first line."""

    BINDINGS = [
        *paging("references", by_space=False),
        Binding("enter", "open", "open the cable, or who cites a missing one", id="references.open", priority=True),
        Binding(
            "space,right,l",
            "unfold",
            "unfold its own references",
            id="references.unfold",
            key_display="space",
            priority=True,
        ),
        Binding("q,escape,R", "dismiss", "back", id="references.leave", key_display="q"),
        Binding("question_mark,f1", "app.keys", "keys", id="references.keys", key_display="?"),
    ]

    def __init__(self, title: str, name: str, library: ArchiveWorker) -> None:
        super().__init__()
        self._subject = name
        self._library = library
        self._filled: set[TreeNode[_Data]] = set()
        self._title = TitleLine(id="title")
        self._title.archive = title
        self._tree = _Tree("", id="references")
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
        await self._fill(self._tree.root, self._subject)
        self._tree.focus()
        rows = range(max(0, self._tree.last_line + 1))
        self._tree.cursor_line = next((line for line in rows if self._row_at(line)), 0)

    def _row_at(self, line: int) -> _Row | None:
        node = self._tree.get_node_at_line(line)
        return node.data if node and isinstance(node.data, _Row) else None

    async def _fill(self, node: TreeNode[_Data], name: str) -> None:
        """Adds what a cable cites and what cites it below a node."""
        self._filled.add(node)
        try:
            found = await self._library.ask(lambda archive: links(archive, name))
        except StoreError as error:
            self._title.facts = str(error)
            return
        if found.header is None:
            node.add_leaf(
                Text(visible_line(" · ".join(filter(None, (found.when, found.grounds)))), style="italic", no_wrap=True)
            )
        else:
            self._branch(node, "cites", found.cites)
        citing = self._branch(node, "cited by", found.cited_by, found.header.id if found.header else name)
        node.expand()
        self.run_worker(self._look(citing, with_text=found.header is None), group="places")

    def _branch(
        self, node: TreeNode[_Data], words: str, found: tuple[Link, ...], of: str = ""
    ) -> list[TreeNode[_Data]]:
        branch = node.add(Text(f"{words} {len(found)}" if found else f"{words} nothing", style="bold"), expand=True)
        return [branch.add(self._label(link), data=_Row(link, of)) for link in found]

    def _label(self, link: Link) -> Text:
        return Text(_words(link), no_wrap=True) if is_plain(self) else _label(link)

    async def _look(self, nodes: list[TreeNode[_Data]], *, with_text: bool) -> None:
        """Finds and shows the citing paragraphs, cable by cable; with their text if `with_text` is set."""
        for node in nodes[:_READ]:
            try:
                row = await self._placed(node)
            except StoreError as error:
                self._title.facts = str(error)
                return
            if row is None or row.link.header is None:
                continue
            for place in row.link.places or () if with_text else ():
                node.add_leaf(_paragraph(place), data=Target(row.link.header, place.block))
            if with_text:
                node.expand()

    async def _placed(self, node: TreeNode[_Data]) -> _Row | None:
        """The row of a citing cable with its citing paragraphs."""
        row = node.data
        if not isinstance(row, _Row) or not row.of or row.link.header is None or row.link.places is not None:
            return row if isinstance(row, _Row) else None
        header, of = row.link.header, row.of
        how = await self._library.ask(lambda archive: _citation_in(archive, header, of))
        found = replace(row, link=replace(row.link, places=how.places, labels=how.labels, doubts=how.doubts))
        node.data = found
        node.set_label(self._label(found.link))
        return found

    def action_move(self, step: int) -> None:
        """Moves the cursor."""
        self._tree.cursor_line = max(0, min(self._tree.cursor_line + step, self._tree.last_line))
        self._tree.scroll_to_line(self._tree.cursor_line, animate=False)

    @property
    def rows_in_sight(self) -> int:
        """The height of the tree."""
        return self._tree.size.height

    async def action_unfold(self) -> None:
        """Unfolds the references of the cable under the cursor, or folds them."""
        node = self._tree.cursor_node
        if node is None or not isinstance(node.data, _Row):
            return
        if node not in self._filled:
            await self._fill(node, node.data.link.name)
        else:
            node.toggle()

    async def action_open(self) -> None:
        """Opens the cable under the cursor at its citation; for a missing cable, unfolds what cites it."""
        node = self._tree.cursor_node
        if node is None or node.data is None:
            return
        if isinstance(node.data, Target):
            self.dismiss(node.data)
        elif node.data.link.header is None:
            await self.action_unfold()
        else:
            await self._open(node, node.data.link.header)

    async def _open(self, node: TreeNode[_Data], header: Header) -> None:
        try:
            row = await self._placed(node)
        except StoreError as error:
            self._title.facts = str(error)
            return
        places = row.link.places if row and row.of else None
        self.dismiss(Target(header, places[0].block if places else None))


def _words(link: Link) -> str:
    """`_label` in words, for the plain interface."""
    if link.header is None:
        return visible_line(spoken(", ".join(filter(None, (link.name, *_facts(link), f"sent {link.when}")))))
    header = link.header
    number = f"{header.post} {header.serial}{header.letters_behind}" if header.serial else header.name
    marking = spoken(header.classification)
    found = spoken(", ".join(_citation(link)))
    return visible_line(", ".join(filter(None, (header.day, marking, found, f"{number}: {header.subject}"))))


def _label(link: Link) -> Text:
    """Date, marking, number, citing paragraphs, subject; for a missing cable, what is known of it."""
    if link.header is None:
        said = " · ".join(map(visible_line, _facts(link)))
        return Text(f"{link.when:<{WIDEST}}  ?     {visible_line(link.name)}  {said}", style="italic", no_wrap=True)
    header = link.header
    number = f"{header.post} {header.serial}{header.letters_behind}" if header.serial else header.name
    text = Text(f"{header.day:<{WIDEST}}  ", no_wrap=True)
    text.append(f"{visible_line(header.letters):<5} ", style="bold")
    said = " · ".join(map(visible_line, (*_citation(link), header.subject)))
    return text.append(f"{visible_line(number):<18} {said}")


def _facts(link: Link) -> list[str]:
    """What is known of a missing cable."""
    often = [f"cited by {link.cited_by:,}"] if link.cited_by > 1 else []
    return [*link.doubts, "not in this archive", *often, *_how(link)]


def _citation_in(archive: Archive, header: Header, name: str) -> Link:
    cable = archive.cable(header.doc_id)
    return citation(cable, name) if cable else Link(name, places=())


def _citation(link: Link) -> list[str]:
    """How one cable cites another: doubts first, so that they are never cut off, then labels and paragraphs."""
    return [*link.doubts, *_how(link)]


def _how(link: Link) -> list[str]:
    return [*(f"ref {label}" for label in link.labels), *_numbers(link)]


def _numbers(link: Link) -> list[str]:
    """The citing paragraphs: `¶ 2, 5`, a count of unnumbered ones, or `REF line` if there are none."""
    if link.places is None:
        return []
    if not link.places:
        return ["REF line"]
    numbers = [str(place.number) for place in link.places if place.number is not None]
    others = len(link.places) - len(numbers)
    unnumbered = f"{others} unnumbered" if others else ""
    return [" + ".join(filter(None, ("¶ " + ", ".join(numbers) if numbers else "", unnumbered)))]


def _paragraph(place: Place) -> Text:
    number = f"¶ {place.number}" if place.number is not None else "¶"
    text = Text(f"{number:<5} ", style="bold", no_wrap=True)
    return text.append(visible_line(place.text), style="not bold")
