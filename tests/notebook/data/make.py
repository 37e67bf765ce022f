"""Writes a notebook over small archives with the program as it is: `python tests/notebook/data/make.py TARGET`.

TARGET gets `archive/` (an invented cable in every form of file, and three telegrams under one number), `notebook.db`,
`backup.jsonl` and `blocks.json` (what was on the screen when each bookmark was made). What lies in `version-1/` was
written by version 1 of the notebook, over these files and `sample_cables`. It is not to be written again: it stands
for the notebooks that people have.
"""

from __future__ import annotations

import json
import os
import sys
from contextlib import closing
from pathlib import Path

_TEMPLATE = """\
                                  Message Text


 UNCLASSIFIED

 PAGE 01        {post}  {number:06}
 ORIGIN SY-0{case}

                     ---------------------  0{case}1234
 R 20143{case}Z NOV 7{year}
 FM {sender}
 TO {to}
 UNCLAS {post} {number}
 E.O. 11652: N/A
 TAGS: ASEC
 SUBJECT: INVESTIGATION NUMBER {case} OF OTTO VELMER

 1. THE RSO IS ASKED TO INTERVIEW PERSON NUMBER {case} ABOUT THE FISH OF CASE {case}.

 2. REPORT BEFORE CHRISTMAS.{more}
 KISSINGER




                              Message Attributes

Capture Date: 01 JAN 1994
Document Number: 197{year}{post}{number:05}
Draft Date: 20 NOV 197{year}
From: {post}
Locator: TEXT ON-LINE, ON MICROFILM
Original Classification: UNCLASSIFIED
Subject: INVESTIGATION NUMBER {case} OF OTTO VELMER
TAGS: ASEC
To: {to}
"""
_MORE = "\n\n 3. PERSON NUMBER 2 HAS A BROTHER IN BERGEN, WHO SELLS NETS."
_TRANSPORT = """\
VZCZCXYZ0000
RR RUEHWEB

DE RUEHNY #{number} 1541200
ZNY CCCCC ZZH
R 031200Z JUN 09
FM AMEMBASSY OSLO
TO RUEHC/SECSTATE WASHDC 1236
"""
_BODY = """\
C O N F I D E N T I A L OSLO 00{number}

E.O. 12958: DECL: 06/03/2019
TAGS: PREL, NO
SUBJECT: TALKS ABOUT {what}

1. (C) Ana Velmer had nothing to say about {what}.

2. (U) Ole Tangvald had even less.

VELMER
"""


def _export(number: int, what: str) -> str:
    first = f"09OSLO{number}\nTALKS ABOUT {what}\nWed Jun 03 00:00:00 +0200 2009\nCONFIDENTIAL\nEmbassy Oslo\n"
    return first + _TRANSPORT.format(number=number) + _BODY.format(number=number, what=what)


def _page(number: int, what: str) -> str:
    head, body = _TRANSPORT.format(number=number), _BODY.format(number=number, what=what)
    table = "".join(f"<td>{cell}</td>" for cell in (f"09OSLO{number}", "2009-06-03 12:00", "CONFIDENTIAL"))
    return (
        f"<html><body><h3>Viewing cable 09OSLO{number}, TALKS ABOUT {what}</h3><table class='cable'><tr>"
        "<th>Reference ID</th><th>Created</th><th>Classification</th><th>Origin</th></tr>"
        f"<tr>{table}<td>Embassy Oslo</td></tr></table><code><pre>{head}</pre></code><code><pre>{body}</pre></code>"
        "</body></html>"
    )


def _row(number: int, what: str) -> str:
    head, body = _TRANSPORT.format(number=number), _BODY.format(number=number, what=what)
    return f'"1","6/3/2009 12:00","09OSLO{number}","Embassy Oslo","CONFIDENTIAL","","{head}","{body}"\n'


def _telegram(case: int, **more: object) -> str:
    facts: dict[str, object] = {"post": "STATE", "number": 290286, "year": 6, "more": "", "case": case}
    facts |= {"sender": "SECSTATE WASHDC", "to": "AMEMBASSY OSLO"}
    return _TEMPLATE.format(**(facts | more))


def files() -> dict[str, str]:
    """The archive: the text of each file by its name."""
    jidda = {"number": 4711, "year": 5, "sender": "AMEMBASSY JIDDA"}
    return {
        "export.txt": _export(9001, "COD"),
        "transmission.txt": _TRANSPORT.format(number=9002) + _BODY.format(number=9002, what="HADDOCK"),
        "page.html": _page(9003, "HERRING"),
        "cables.csv": _row(9004, "MACKEREL"),
        "without-number.txt": "SUBJECT: NETS\n\n1. (U) A text that has no number at all.\n\n2. (U) And no date.\n",
        "1976/state-1.txt": _telegram(1),
        "1976/state-2.txt": _telegram(2, more=_MORE),
        "1976/state-3.txt": _telegram(3),
        "1975/jidda.txt": _telegram(4, post="JIDDA", **jidda),
        "1975/jeddah.txt": _telegram(4, post="JEDDAH", **jidda),
    }


def write(target: Path) -> None:
    """Writes archive and notebook; everything else of the program goes to folders of TARGET that are to be removed."""
    for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"):
        os.environ[name] = str(target / "scratch")
    from cable_tui.archive import Archive
    from cable_tui.archive.build.update import update
    from cable_tui.cables.body.reading_order import reading_blocks
    from cable_tui.evidence.snapshot import about, bookmark
    from cable_tui.notebook import portable
    from cable_tui.notebook.notebook import Notebook
    from cable_tui.notebook.state import State
    from cable_tui.notebook.values import LastPosition, Place, SavedView, digest_of

    archive = target / "archive"
    for name, text in files().items():
        (archive / name).parent.mkdir(parents=True, exist_ok=True)
        (archive / name).write_text(text)
    seen: dict[str, list[str]] = {}
    with closing(Notebook.open(target / "notebook.db")) as notebook:
        for folder in (archive, Path(__file__).parents[3] / "sample_cables"):
            update(folder)
            with closing(Archive.open(folder)) as opened:
                for number, header in enumerate(opened.headers(list(opened.whole().ids))):
                    blocks = reading_blocks(opened.cable(header.doc_id))
                    notebook.decide([about(header)], (State.KEPT, State.DISMISSED, State.READ)[number % 3])
                    notebook.label([about(header)], ["fish", f"label {number % 2}"])
                    for place in range(min(2, len(blocks))):
                        item = bookmark(header, blocks, place)
                        notebook.bookmark(item)
                        seen.setdefault(header.name, []).append(item.text)
                    notebook.note(bookmark(header, blocks, 0), f"note on {header.name}")
                    last = len(blocks) - 1
                    notebook.remember(Place(header.name, last, digest_of(blocks[last].text)), None)
        notebook.remember(None, LastPosition("/archive", "76STATE290286"))
        notebook.remember(None, LastPosition("/jidda", "75JIDDA4711"))
        for name in ("id:76STATE290286", "id:75JIDDA4711", "ref:75JIDDA4711 OR label:fish"):
            notebook.save_view(SavedView(f"view {name}", name))
        (target / "backup.jsonl").write_text("".join(portable.write(notebook.contents())))
        gone = [item for item in notebook.bookmarks("76STATE290286") if item.place == 1]
        notebook.remove_bookmarks(gone)
        notebook.decide([item.about for item in notebook.bookmarks("75JIDDA4711")][:1], State.UNREAD)
    (target / "blocks.json").write_text(json.dumps(seen, indent=1) + "\n")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
