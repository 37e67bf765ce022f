"""The header of the cable in sight: the four main lines, or all facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual.geometry import Offset, Region
from textual.strip import Strip

from cable_tui.cables import describe
from cable_tui.cables.levels import Precedence
from cable_tui.escape import visible, visible_line
from cable_tui.tui.layout import wrap
from cable_tui.tui.plain_ui import spoken
from cable_tui.tui.widgets.paging import Paged, paging

from .lines import Pane, Piece, fit, width_of

if TYPE_CHECKING:
    from cable_tui.cables.model import Cable

FOLDED_LINES = 4
_LABEL = 15


class HeaderPane(Paged, Pane):
    """Shows the facts of `cable`: four lines when folded, all when unfolded, scrolled by `j` and `k`."""

    BINDINGS = paging("header", by_space=False, where="in the header")

    def __init__(self, id: str | None = None) -> None:
        super().__init__(id=id)
        self.cable: Cable | None = None
        self.unfolded = False
        self.top = 0
        self.row = 0  # the current line (plain interface)
        self._beginning = ""
        self._all: list[list[Piece]] = []

    def show(self, cable: Cable | None, beginning: str = "") -> None:
        """Shows a cable's facts; `beginning` of its text stands in for a missing subject."""
        self.cable, self._beginning = cable, beginning
        self.top = self.row = 0
        self._all = self._facts() if self.unfolded or self.is_plain else []
        if self.is_plain:
            self.refresh()
        elif self.unfolded:
            self.styles.height = self.wanted_height
            self.refresh()
        else:  # the rule below is unchanged
            self.refresh(Region(0, 0, self.size.width, max(1, self.size.height - 1)))

    def set_unfolded(self, unfolded: bool) -> None:
        """Folds or unfolds the pane."""
        self.unfolded = unfolded
        self.show(self.cable, self._beginning)
        self.refresh()
        self.styles.height = self.wanted_height if unfolded else None

    @property
    def wanted_height(self) -> int:
        """The height of all facts with the rule below; the style sheet limits it."""
        return len(self._all) + 1

    def action_move(self, step: int) -> None:
        """Scrolls the unfolded facts."""
        if self.is_plain:
            self._step(step)
            return
        last = max(0, len(self._all) - (self.size.height - 1))
        self.top = max(0, min(self.top + step, last))
        self.refresh()

    @property
    def rows_in_sight(self) -> int:
        """The height without the rule in the last line."""
        return self.size.height - 1

    def _step(self, step: int) -> None:
        """Moves the current line (plain interface)."""
        self.row = max(0, min(self.row + step, len(self._all) - 1))
        self.top = max(min(self.top, self.row), self.row - max(1, self.size.height) + 1)
        self.refresh()

    @property
    def cursor_place(self) -> Offset:
        """The start of the current line."""
        return Offset(0, self.row - self.top)

    def on_mouse_scroll_down(self) -> None:
        """Scrolls down."""
        self.action_move(1)

    def on_mouse_scroll_up(self) -> None:
        """Scrolls up."""
        self.action_move(-1)

    def restyle(self) -> None:
        """Rebuilds the facts, which hold styles of the old theme, and redraws."""
        super().restyle()
        if self.unfolded:
            self._all = self._facts()

    def on_resize(self) -> None:
        """Rewraps the facts."""
        if self.is_plain:
            self._all = self._facts()
            self._step(0)
        if self.unfolded:
            self._all = self._facts()
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """Draws one line; the last one is a rule."""
        width = self.size.width
        if self.is_plain:
            rows = self._all[self.top + y : self.top + y + 1]
            return self.line(rows[0] if rows else [])
        if y == self.size.height - 1:
            return self.line([(" " + "─" * (width - 2), self.style("header--rule"))])
        if self.cable is None:
            return self.line([])
        if self.unfolded:
            rows = self._all[self.top + y : self.top + y + 1]
            return self.line(rows[0]) if rows else self.line([])
        lines = (self._title, self._from, self._to, self._tags)
        return self.line(lines[y](self.cable, width)) if y < len(lines) else self.line([])

    # --- folded ----------------------------------------------------------------------------------------------

    def _title(self, cable: Cable, width: int) -> list[Piece]:
        level = cable.classification.level
        banner = f" {visible_line(describe.banner(cable.classification, width // 3))} "
        number = visible_line(cable.message_number or cable.id)
        subject = visible_line(describe.subject(cable) or self._beginning) or "no subject"
        room = width - 1 - width_of(banner) - 1 - width_of(number) - 3
        if room < 20:
            number, room = "", width - 1 - width_of(banner) - 2
        pieces: list[Piece] = [
            (" ", None),
            (banner, self.banner(level)),
            (f" {fit(subject, room)}", self.style("header--subject")),
        ]
        return [*pieces, (f"  {number}", None)] if number else pieces

    def _from(self, cable: Cable, width: int) -> list[Piece]:
        when = describe.moment(cable.date, cable.date_is_exact)
        urgency = str(cable.precedence).lower() if cable.precedence is not Precedence.UNKNOWN else ""
        right = _dotted(when, urgency, " ".join(cable.captions))
        return self._pair("From", cable.origin or cable.sender or "unknown", right, width)

    def _to(self, cable: Cable, width: int) -> list[Piece]:
        official = cable.classified_by
        right = _dotted(describe.until(cable), describe.reasons(cable), official.name if official else "")
        return self._pair("To", describe.addressees(cable) or "not in this source", right, width)

    def _tags(self, cable: Cable, width: int) -> list[Piece]:
        refs = " ".join(reference.id or reference.text for reference in cable.references)
        right = _dotted(f"Ref {refs}" if refs else "", "! see h" if cable.warnings else "")
        return self._pair("Tags", describe.tags(cable) or "none", right, width)

    def _pair(self, label: str, left: str, right: str, width: int) -> list[Piece]:
        """A label and its value on the left, further facts on the right, which are cut first."""
        left, right = visible_line(left), visible_line(right)
        room = width - 8
        wanted = min(width_of(left), max(room - width_of(right) - 2, room // 2))
        space = room - wanted - 2
        pieces: list[Piece] = [(f" {label:<5} ", self.style("header--label")), (fit(left, wanted), None)]
        if space >= 10 and right:
            shown = fit(right, space) if width_of(right) > space else right.rjust(space)
            pieces.append((f"  {shown}", None))
        return pieces

    # --- unfolded --------------------------------------------------------------------------------------------

    def _facts(self) -> list[list[Piece]]:
        if self.cable is None:
            return []
        width = max(10, self.size.width - _LABEL - 2)
        rows = [self._title(self.cable, self.size.width)]
        from cable_tui.cables.glossaries.explain import (
            explained_facts,  # the glossaries are read when they are asked for
        )

        if self.is_plain:
            facts = (f"{label}: {spoken(visible_line(value))}" for label, value in explained_facts(self.cable))
            return [[(line, None)] for fact in facts for line in wrap(fact, max(10, self.size.width))]
        for label, value in explained_facts(self.cable):
            style = self.style("header--note") if label == "Note" else None
            lines = [line for part in visible(value).expandtabs().split("\n") for line in wrap(part, width)]
            for number, line in enumerate(lines):
                name = label if number == 0 else ""
                rows.append([(f" {name:<{_LABEL}}", self.style("header--label")), (line, style)])
        return rows


def _dotted(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
