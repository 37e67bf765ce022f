"""An input line with a label in front."""

from __future__ import annotations

from textual.geometry import Region
from textual.strip import Strip

from cable_tui.tui.plain_ui import is_plain

from .lines import fit, strip_of, width_of
from .visible_input import VisibleInput


class LabelledInput(VisibleInput):
    """A one-line input with a `label` such as `limit:` in its padding; the plain interface says it elsewhere."""

    label = ""

    def show_label(self, label: str) -> None:
        """Sets the label, cut to half the width of the screen."""
        if is_plain(self):
            return
        room = min(width_of(label) + 2, max(1, self.screen.size.width // 2))
        self.label = fit(f" {label} ", room)
        self.styles.padding = (0, 1, 0, room)
        self.refresh()
        self.call_after_refresh(self._scroll_to_cursor)  # the padding has changed

    def _scroll_to_cursor(self) -> None:
        self.scroll_to_region(Region(self._cursor_offset, 0, 1, 1), force=True, animate=False)

    def render_lines(self, crop: Region) -> list[Strip]:
        """The label and the line."""
        strips = super().render_lines(crop)
        room = width_of(self.label)
        if not strips or crop.x >= room:
            return strips
        style = self.rich_style + self.get_component_rich_style("input--placeholder")
        label = strip_of([(self.label, style)], room).crop(crop.x, crop.right)
        for line_filter in self.get_line_filters():  # the input's own strips are already filtered
            label = label.apply_filter(line_filter, self.background_colors[1])
        return [Strip.join([label, strips[0].crop(label.cell_length)]), *strips[1:]]
