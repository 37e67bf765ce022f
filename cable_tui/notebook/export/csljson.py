"""CSL-JSON, for citation processors: one item per cable, by the schema `csl-data.json` of the Citation Style Language.

A cable is a `report` of the genre `Cable`, as in Zotero. The archive is left out: the notebook does not know it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from typing import Any

from cable_tui.escape import visible_line

from ..citation import agency, calendar_day
from ..values import CableSummary
from .items import Item
from .ris import NATION, facts, keywords, note, number, plain, publisher, title


def write(items: Iterable[Item]) -> Iterator[str]:
    """The array, one item per line; control characters are written out."""
    before = "[\n"
    for item in items:
        yield before + json.dumps(record(item), ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def record(item: Item) -> dict[str, Any]:
    """One item of CSL-JSON."""
    about = item.about
    author = agency(about.origin, NATION)
    notes = (facts(about), *(note(bookmark) for bookmark in item.bookmarks))
    texts = {
        "title": title(about),
        "number": number(about),
        "genre": "Cable",
        "publisher": publisher(about),
        "keyword": ", ".join(keywords(item)),
        "note": "\n".join(line for line in notes if line),
    }
    return {
        "id": visible_line(about.name),
        "type": "report",
        **({"author": [{"literal": plain(author)}]} if author else {}),
        **({"issued": _issued(about)} if about.day else {}),
        **{name: plain(text) for name, text in texts.items() if text},
    }


def _issued(about: CableSummary) -> dict[str, Any]:
    day = calendar_day(about)
    return {"date-parts": [[day.year, day.month, day.day]]} if day else {"literal": visible_line(about.day)}
