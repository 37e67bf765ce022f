"""Text that tries to be a sequence or to be unseen, in every source that the program reads; and who looks for it."""

from __future__ import annotations

import io
import re
import sys
import zipfile
from contextlib import closing
from pathlib import Path

from cable_tui import paths
from cable_tui.archive import Archive, Limit
from cable_tui.archive.build.update import update
from cable_tui.cables.body.reading_order import reading_blocks
from cable_tui.evidence.snapshot import about, bookmark
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.values import SavedView

sys.path.append(str(Path(__file__).parents[1] / "sources"))
from invented import BARE, EXPORT, PLAIN_TELEGRAM, SMART, TELEGRAM, page, quoted

#: Stands in every sequence, beside a number that no colour has.
TOKEN = "QZ7"
_NUMBER = "7347"
#: What does something to a terminal, short: clipboard, title, colour, a C1 title, a new beginning.
SHORT = f"{TOKEN}\x1b]52;c;{TOKEN}\x1b\\\x1b]0;{TOKEN}\x07\x1b[{_NUMBER}m\x9d0;{TOKEN}\x9c\x1bc"
#: All kinds of it, and what is not seen: directions, a tag, a selector, a blank without width.
LONG = (
    f"{SHORT} \x1bP{TOKEN}\x1b\\ \x1b_{TOKEN}\x1b\\ \x1b^{TOKEN}\x1b\\ \x9b{_NUMBER}m \x90{TOKEN}\x9c \x7f\x08\x0b"
    f" \u202e{TOKEN}\u2066 \U000e0051\U000e007f \u200b{TOKEN}\ufe0f\U000e0100\u3164"
)
#: The same where any character may stand; in a file of text a NUL says that it is none.
ANY = f"{LONG}\x00\r"

#: Whole sequences, as a terminal takes them from what it is sent.
_SEQUENCE = re.compile(
    r"\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1b[P_^X][^\x1b]*\x1b\\|\x1b\[[0-?]*[ -/]*[@-~]|\x1b[ -/]*[0-~]", re.DOTALL
)
_UNSEEN = re.compile(
    "[\x00-\x07\x0b-\x0c\x10-\x1f\x7f-\x9f\xad\u061c\u115f\u1160\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164"
    "\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
#: Begins anew, which nobody asks a terminal for; the others that the program does not send either.
_NEVER = ("\x1bc", "\x1bP", "\x1b_", "\x1b^", "\x1b]0;", "\x1b]2;")


def sequences_of(output: bytes) -> list[str]:
    """Every sequence that carries hostile text, or that is none of the program's; and what was sent unseen."""
    text = output.decode("utf-8", "replace")
    found = [
        whole
        for whole in _SEQUENCE.findall(text)
        if TOKEN.casefold() in whole.casefold() or _NUMBER in whole or whole.startswith(_NEVER)
    ]
    return found + unseen(_SEQUENCE.sub("", text))


def unseen(text: str) -> list[str]:
    """Every character of a text that does something or is not seen, but line feeds, tabs and what a line needs."""
    return _UNSEEN.findall(text)


def _fields(text: str, *values: str) -> str:
    """A text in which each of these values has hostile text behind it."""
    for value in values:
        assert value in text, value
        text = text.replace(value, f"{value} {SHORT if len(value) < 30 else LONG}", 1)
    return text


def archive_in(folder: Path) -> Path:
    """A folder with a hostile name, and in it every form of file with hostile text in every field; built."""
    archive = folder / f"archive {SHORT}"
    below = archive / f"below {SHORT}"
    below.mkdir(parents=True)
    header, body = EXPORT[EXPORT.index("VZCZC") :].split("UNCLAS SECTION", 1)
    body = "UNCLAS SECTION" + body
    files = {
        "export.txt": _fields(
            EXPORT,
            "MINISTER VELMER",
            "Embassy Oslo",
            "OO RUEHXX",
            "SECSTATE WASHDC IMMEDIATE 1234",
            "SIPDIS",
            "TAGS: EFIS, NO",
            'cod have "no opinion".',
            "BRANDVIK",
        ),
        "bare.txt": _fields(BARE, "FM AMEMBASSY OSLO", "DECL: 06/04/2019", "OPINION ON COD", "disagreed.", "BRANDVIK")
        .replace("SUBJECT:", f"REF: A. OSLO 10 {SHORT}\nB. 08 PRAGUE 77\nSUBJECT:", 1)
        .replace("Ole Tangvald", "POLOFF met the GOI (ref B), see 08 PRAGUE 77. Ole Tangvald"),
        "telegram.txt": _fields(TELEGRAM, "ACTION EUR-12", "SUBJ: FISH TALKS", "VELMER WAS OUT.", "1974OSLO09003"),
        "plain.txt": _fields(PLAIN_TELEGRAM.replace("9003", "9103"), "TAGS: PFOR, NO", "FISH TALKS", "VELMER WAS OUT."),
        "smart.txt": _fields(SMART, "SBU", "AMEMBASSY OSLO", "SECSTATE ROUTINE", "EFIS, NO", "Ana Velmer", "No news."),
        "page.html": _fields(page(header, body).replace("9001", "9011"), "MINISTER VELMER", "no opinion", "BRANDVIK"),
        "cables.csv": quoted(
            "1", "6/3/2009 12:00", "09OSLO9021", f"Embassy Oslo {LONG}", f"UNCLASSIFIED {SHORT}", f"08OSLO1 {SHORT}",
            header.replace("9001", "9021"), _fields(body.replace("9001", "9021"), "MINISTER VELMER", "no opinion"),
        ),
        f"none {SHORT}.txt": f"no cable {LONG}",
        f"below {SHORT}/a {SHORT}.txt": "C O N F I D E N T I A L OSLO\n"
        f"E.O. 12958: DECL: 06/04/2019\nTAGS: PREL NO\nSUBJECT: SHORT {LONG}\n\n1. (C) Nothing happened. {LONG}\n",
    }  # fmt: skip
    for name, text in files.items():
        (archive / name).write_text(text, encoding="utf-8", newline="")
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as members:
        members.writestr(f"member {SHORT}.txt", f"nothing {LONG}")
        members.writestr(f"cable {SHORT}.txt", _fields(BARE.replace("9002", "9031"), "OPINION ON COD", "disagreed."))
    (archive / f"packed {SHORT}.zip").write_bytes(packed.getvalue())
    update(archive)
    return archive


def fill_notebook(archive: Path) -> None:
    """A bookmark with note and labels on the first paragraphs of each cable, labels on each cable, saved views."""
    with closing(Archive.open(archive)) as opened, closing(Notebook.open()) as notebook:
        view = opened.view(Limit())
        for header in opened.headers(view.window(0, len(view))):
            cable = opened.cable(header.doc_id)
            assert cable
            for place in range(min(2, len(reading_blocks(cable)))):
                new = bookmark(header, reading_blocks(cable), place)
                notebook.note(new, f"a note {ANY}")
                notebook.label_bookmarks([new], [f"label {ANY}"])
            notebook.label([about(header)], [f"label {ANY}"])
        notebook.save_view(SavedView(f"view {ANY}", f'origin:"Embassy Oslo {ANY}"', "date"))
        notebook.save_view(SavedView("all", f"oslo OR ({SHORT})", "date"))


def configure(folder: Path, *, plain: bool) -> Path:
    """Settings and a theme with hostile names; returns a program that leaves hostile text in what it edits."""
    escaped = "".join(sign if sign.isalnum() else f"\\U{ord(sign):08X}" for sign in ANY)
    paths.config_file().parent.mkdir(parents=True, exist_ok=True)
    paths.config_file().write_text(
        f'[screen]\nplain = {str(plain).lower()}\ntheme = "no {escaped}"\n"odd {escaped}" = 1\n'
        f'[reading]\nread_after = 0.0\n[keys]\n"key {escaped}" = "z"\n',
        encoding="utf-8",
    )
    paths.own_themes().mkdir(parents=True, exist_ok=True)
    (paths.own_themes() / f"theme {SHORT}.toml").write_text(f'name = "x {escaped}"\n', encoding="utf-8")
    text, editor = folder / "left.txt", folder / "editor"
    text.write_text(f"from the editor {LONG}\n", encoding="utf-8")
    editor.write_text(f"#!/bin/sh\ncat '{text}' > \"$1\"\n", encoding="utf-8")
    editor.chmod(0o755)
    return editor
