"""The output of `cable-tui search --format csv`: cables, or missing cables as a list of requests."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cable_tui.archive import Header
from cable_tui.archive.requests import Request
from cable_tui.spreadsheet import row

COLUMNS = (
    *("id", "date", "level", "origin", "subject", "tags", "source"),
    *("message_number", "classification", "characters", "remarks"),
)
MISSING_COLUMNS = (
    *("id", "post", "message_number", "date", "not_before", "not_after", "likely", "below", "above"),
    *("cited", "cited_by", "doubts"),
)


def cable_rows(headers: Iterable[Header]) -> Iterator[str]:
    """The header and a row for each cable. Tags are separated by spaces, remarks by `; `."""
    yield row(COLUMNS)
    for header in headers:
        yield row(_cable(header))


def _cable(header: Header) -> tuple[str, ...]:
    number = f"{header.post} {header.serial}" if header.serial else ""
    level = header.level.name.replace("_", " ")
    subject = header.subject if header.has_subject else ""
    known = (header.id, header.date, level, header.origin, subject, " ".join(header.tags), header.source)
    return (*known, number, header.classification, str(header.size), "; ".join(header.notes))


def request_rows(found: Iterable[Request]) -> Iterator[str]:
    """The header and a row for each missing cable. Citing cables and doubts are separated by `; `."""
    yield row(MISSING_COLUMNS)
    for request in found:
        yield row(_request(request))


def _request(request: Request) -> tuple[str, ...]:
    missing, when = request.missing, request.missing.when
    days = (when.first, when.last, when.likely) if when else ()
    told = [day.isoformat() if day else "" for day in days] or ["", "", ""]
    ends = (when.below, when.above) if when else (None, None)
    return (
        *(missing.name, request.post, request.message_number, str(when or ""), *told),
        *(end.id if end else "" for end in ends),
        *(str(missing.cited), "; ".join(map(str, request.citing)), "; ".join(missing.doubts)),
    )
