"""Marks and bookmarks follow their telegram where its name in an archive is another than the notebook has.

A number that only one cable had leads to several once the archive has them, or once they are told apart; and a cable
that shares its number in one archive may have it to itself in another. What the notebook has under such a name goes to
the cable whose paragraph, date and subject it was written down with; what fits to none stays as it is. So does what it
has under the name of a file, as which a cable goes whose number could not be read, where it is read now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from cable_tui.archive import Archive, Header
from cable_tui.cables.body.reading_order import reading_blocks
from cable_tui.cables.references.posts import split_name
from cable_tui.notebook.names import Entry
from cable_tui.notebook.notebook import Notebook
from cable_tui.notebook.values import digest_of


def follow(archive: Archive, notebook: Notebook) -> tuple[str, ...]:
    """Brings the names in a notebook to those of an archive; returns a sentence for each that is another now.

    Raises StoreError.
    """
    wanted = unsettled(archive, notebook.known_names())
    if not wanted or notebook.read_only:
        return ()
    found = names_of(archive, notebook.entries(wanted))
    conflicts = notebook.rename(found)
    return told(found, conflicts, notebook.not_told(to_tell(found)))


def unsettled(archive: Archive, names: Iterable[str]) -> list[str]:
    """Those of a notebook's names that may not be what the archive calls the cable. Raises StoreError."""
    shared = {split_name(name)[0] for name in archive.shared_names()}
    doubtful = [name for name in names if name in shared or not name.isalnum()]
    here = archive.rows_of(doubtful)
    return [name for name in doubtful if name not in here]


def names_of(archive: Archive, entries: Iterable[Entry]) -> dict[Entry, str]:
    """What the archive calls the cables of these entries; those that are not here are left out. Raises StoreError."""
    texts: dict[int, set[str]] = {}

    def has(header: Header, digest: str) -> bool:
        if header.doc_id not in texts:
            cable = archive.cable(header.doc_id)
            texts[header.doc_id] = {digest_of(block.text) for block in reading_blocks(cable)} if cable else set()
        return digest in texts[header.doc_id]

    found: dict[Entry, str] = {}
    own = str(archive.path.resolve())
    asked = [entry for entry in entries if entry.archive in ("", own)]
    dated = {entry.name for entry in asked if entry.date}
    for entry in sorted(asked, key=lambda one: not one.date):  # where reading stopped follows what was written down
        headers = archive.called(entry.name)
        if not entry.date and entry.name in dated and not split_name(entry.name)[1]:
            others = {name for other, name in found.items() if other.name == entry.name}
            headers = [header for header in headers if header.name in others]
        if name := _name(entry, headers, has):
            found[entry] = name
    return found


def _name(entry: Entry, headers: list[Header], has: Callable[[Header, str], bool]) -> str:
    """The name of the cable that an entry is about, '' where it is not here."""
    if split_name(entry.name)[1] and len(headers) == 1:
        return headers[0].name
    fitting = [one for one in headers if _fits(entry, one) and (not _is_file(entry) or entry.subject or entry.digest)]
    if entry.digest and (len(fitting) > 1 or (_is_file(entry) and not entry.subject)):
        fitting = [one for one in fitting if has(one, entry.digest)] or ([] if _is_file(entry) else fitting)
    return max(fitting, key=lambda one: one.size).name if fitting else ""


def _is_file(entry: Entry) -> bool:
    """Whether it is called by its file, as which another archive may have another one."""
    return not entry.name.isalnum() and not split_name(entry.name)[1]


def _fits(entry: Entry, header: Header) -> bool:
    """Whether a cable may be the one: by its day or minute, and its subject, which may have been read longer or cut."""
    subject = header.subject if header.has_subject else ""
    is_subject = entry.subject.startswith(subject) or subject.startswith(entry.subject)
    is_day = entry.date == header.date or (entry.date[:10] in ("", header.day) and entry.subject == subject)
    return is_subject and (is_day or not entry.date)


def to_tell(names: dict[Entry, str]) -> frozenset[str]:
    """The names of which a reader is to be told once: whoever opens two archives in turn has them change each time."""
    return frozenset(_told_by(entry.name, name) for entry, name in names.items() if entry.name != name)


def _told_by(old: str, new: str) -> str:
    """Of a number and the name that has letters behind it this one, whichever is the newer; else the older."""
    return new if split_name(new)[1] else old


def told(names: dict[Entry, str], conflicts: tuple[str, ...], fresh: frozenset[str]) -> tuple[str, ...]:
    """What to tell the reader of it; `fresh` are those names of which he was not told before."""
    changed: dict[str, set[str]] = {}
    for entry, name in names.items():
        if entry.name != name and _told_by(entry.name, name) in fresh:
            changed.setdefault(entry.name, set()).add(name)
    said = [
        f"{old} is the number of several telegrams here; its marks stay with {', '.join(sorted(new))}."
        if old.isalnum()
        else f"{old} is called {', '.join(sorted(new))} in this archive, and so in the notebook."
        for old, new in sorted(changed.items())
    ]
    return (*said, *conflicts)
