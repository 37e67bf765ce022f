"""Exports the pictures of the README from the program itself: `python tests/pictures/make.py`."""

from __future__ import annotations

import asyncio
import os
import tempfile
from pathlib import Path

_HERE = Path(__file__).parent


#: File, size, and the keys that lead to what it shows.
PICTURES = (
    ("screen", (100, 30), "l id:08MOSCOW1640 enter esc enter j"),
    ("wide", (150, 40), "l id:08MOSCOW1640 enter esc enter j"),
    ("bookmarks", (100, 30), "m J J j m M quoted·in·chapter·2 ctrl+s L fish enter '"),
    ("references", (100, 30), "l id:08MOSCOW1640 enter R enter"),
    ("overview", (100, 30), "F d i"),
)
_NAMES = {"esc": ["escape"], "'": ["apostrophe"]}


async def _picture(name: str, size: tuple[int, int], keys: str) -> None:
    from cable_tui import paths
    from cable_tui.archive.build.update import update
    from cable_tui.tui.app import CableApp
    from cable_tui.tui.widgets.paragraph_viewer import ParagraphViewer

    update(paths.sample_cables())  # a list that is still growing takes the cursor from what is to be shown
    app = CableApp(paths.sample_cables(), "sample_cables")
    async with app.run_test(size=size) as pilot:
        viewer = app.screen.query_one(ParagraphViewer)
        while viewer.cable is None:
            await pilot.pause(0.05)
        await pilot.pause(1.0)
        for word in keys.split():
            await pilot.press(*_pressed(word))
            await pilot.pause(0.6)
        await app.workers.wait_for_complete()
        await pilot.pause(0.5)
        (_HERE / f"{name}.svg").write_text(app.export_screenshot(title="cable-tui"), encoding="utf-8")


def _pressed(word: str) -> list[str]:
    if word in _NAMES or word in ("enter", "ctrl+s"):
        return _NAMES.get(word, [word])
    return ["colon" if letter == ":" else "space" if letter == "·" else letter for letter in word]


def main() -> None:
    for name, size, keys in PICTURES:
        with tempfile.TemporaryDirectory() as home:
            for kind in ("CACHE", "DATA", "CONFIG", "STATE"):  # nobody's marks, settings or theme
                os.environ[f"XDG_{kind}_HOME"] = f"{home}/{kind.lower()}"
            asyncio.run(_picture(name, size, keys))


if __name__ == "__main__":
    main()
