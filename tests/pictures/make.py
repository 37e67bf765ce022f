"""Exports the pictures of the README from the program itself: `python tests/pictures/make.py`."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

_HERE = Path(__file__).parent


async def _main_screen(size: tuple[int, int], target: Path) -> None:
    from cable_tui import paths
    from cable_tui.tui.app import CableApp
    from cable_tui.tui.widgets.paragraph_viewer import ParagraphViewer

    app = CableApp(paths.sample_cables(), "sample_cables")
    async with app.run_test(size=size) as pilot:
        viewer = app.screen.query_one(ParagraphViewer)
        while viewer.cable is None:
            await pilot.pause(0.05)
        await pilot.press(*"jjjjj", "enter", "j")  # 08MOSCOW1640, its second paragraph
        await app.workers.wait_for_complete()
        await pilot.pause(0.2)
        target.write_text(app.export_screenshot(title="cable-tui"), encoding="utf-8")


def main() -> None:
    with tempfile.TemporaryDirectory() as home:
        for kind in ("CACHE", "DATA", "CONFIG", "STATE"):  # nobody's marks, settings or theme
            os.environ[f"XDG_{kind}_HOME"] = f"{home}/{kind.lower()}"
        asyncio.run(_main_screen((100, 30), _HERE / "screen.svg"))
        asyncio.run(_main_screen((150, 40), _HERE / "wide.svg"))


if __name__ == "__main__":
    main()
