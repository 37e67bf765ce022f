"""Mails with cables in their text or attachments: single mails (.eml) and mailboxes (mbox)."""

from __future__ import annotations

import email
import io
import re
from collections.abc import Callable, Iterator
from email.message import Message

from cable_tui.sources.raw import Problem, RawCable, Result, Skipped, printable
from cable_tui.sources.stream import CHUNK, Stream

MAX_MAIL = 32 << 20
"""The largest mail, in bytes, including attachments."""
MAX_PARTS = 500
"""The most parts of a mail that are examined."""

_BEGINNING = re.compile(rb"(?:^|\n\r?\n)From \S[^\n]{0,200}\d{4}[^\n]{0,20}\r?\n(?=[!-9;-~]+:)")
_QUOTED = re.compile(rb"^>(?=>*From )", re.M)
_UNSEEN = re.compile(r"[/\\\x00-\x1f]+")

#: Reads the contents of a part, under the path given.
Reader = Callable[[Stream, str], Iterator[Result]]


def read(stream: Stream, path: str, contents: Reader) -> Iterator[Result]:
    """The cables of all mails; `Problem` for a mail that cannot be read, `Skipped` if there is no cable."""
    in_box = stream.head(5) == b"From "
    total = others = 0
    for data in _mails(stream) if in_box else [stream.whole(MAX_MAIL)]:
        total += 1
        place = f"{path}!{total}" if in_box else path
        if data is None:
            yield Problem(place, f"a mail of more than {MAX_MAIL >> 20} MB")
            continue
        found = False
        for result in _cables(data, place, contents):
            found = True
            yield result
        others += not found
    if others:
        what = f"{others:,} of its {total:,} mails hold no cable" if in_box else "a mail that holds no cable"
        yield Skipped(path, what)


def _mails(stream: Stream) -> Iterator[bytes | None]:
    """Each mail of a mailbox; None for one that is too long, whose rest is skipped."""
    data, searched, is_dropped = b"", 1, False
    while True:
        found = _BEGINNING.search(data, searched)
        if found is None:
            if len(data) > MAX_MAIL:
                if not is_dropped:
                    yield None
                data, is_dropped = data[-400:], True
            searched = max(1, len(data) - 400)
            more = stream.take(max(CHUNK, len(data)))
            if not more:
                break
            data += more
            continue
        if not is_dropped:
            yield _unquoted(data[: found.start()])
        is_dropped = False
        data, searched = data[found.start() :].lstrip(b"\r\n"), 1
    if data and not is_dropped:
        yield _unquoted(data)


def _unquoted(data: bytes) -> bytes:
    """The mail without the mailbox's separator line and quoting."""
    return _QUOTED.sub(b"", data.partition(b"\n")[2])


def _cables(data: bytes, path: str, contents: Reader) -> Iterator[Result]:
    """The cables of one mail, and its parts that cannot be read."""
    try:
        parts = list(_parts(email.message_from_bytes(data)))
    except Exception as error:  # the parser may fail on data that are not a mail
        yield Problem(path, printable(f"the mail is damaged ({error or type(error).__name__})"))
        return
    is_found = False
    for number, (name, payload) in enumerate(parts):
        place = f"{path}!{name}" if name else path if number == 0 else f"{path}!part {number + 1}"
        if is_found and name is None:
            continue  # the same text as a page
        for result in contents(Stream(io.BytesIO(payload)), place):
            if not isinstance(result, Skipped):
                is_found |= isinstance(result, RawCable)
                yield result


def _parts(mail: Message) -> Iterator[tuple[str | None, bytes]]:
    """The non-empty parts by name: '' for a text, None for an alternative form of it, else the attachment's name."""
    seen: dict[str, int] = {}
    has_plain = False
    for number, part in enumerate(mail.walk()):
        if number >= MAX_PARTS:
            return
        if part.is_multipart():
            continue
        payload = part.get_payload(decode=True)
        if not isinstance(payload, bytes) or not payload.strip():
            continue
        name = _name(part)
        if name:
            seen[name] = seen.get(name, 0) + 1
            yield (name if seen[name] == 1 else f"{name} ({seen[name]})"), payload
        elif part.get_content_maintype() == "text":
            is_page = part.get_content_subtype() == "html"
            yield (None if is_page and has_plain else ""), _recoded(part, payload)
            has_plain = has_plain or not is_page


def _name(part: Message) -> str:
    name = part.get_filename() or ""
    return printable(_UNSEEN.sub("_", str(name)))[:200].strip()


def _recoded(part: Message, payload: bytes) -> bytes:
    """A text in UTF-8, converted from the named encoding; unchanged if that is unknown or wrong."""
    charset = part.get_content_charset() or "utf-8"
    try:
        return payload.decode(charset).encode()
    except (LookupError, ValueError):
        return payload
