"""Renames cables in the notebook that an archive calls by another name.

A number may turn out to be shared by several cables, and a cable that shares its number in one archive may be the only
one with it in another. A cable whose number could not be read is named after its file until the number is read. The
notebook's entries under an old name move to the cable that matches their paragraph, date and subject; entries that
match none stay as they are.
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
    """Renames cables in a notebook to their names in an archive; returns a sentence for each change to report.

    Raises StoreError.
    """
    wanted = unsettled(archive, notebook.known_names())
    if not wanted or notebook.read_only:
        return ()
    found = names_of(archive, notebook.entries(wanted))
    conflicts = notebook.rename(found)
    return told(found, conflicts, notebook.not_told(to_tell(found)))


def unsettled(archive: Archive, names: Iterable[str]) -> list[str]:
    """The names that may differ from those in the archive. Raises StoreError."""
    shared = {split_name(name)[0] for name in archive.shared_names()}
    doubtful = [name for name in names if name in shared or not name.isalnum()]
    here = archive.rows_of(doubtful)
    return [name for name in doubtful if name not in here]


def names_of(archive: Archive, entries: Iterable[Entry]) -> dict[Entry, str]:
    """The archive's names for the cables of these entries; entries without a cable are left out. Raises StoreError."""
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
    for entry in sorted(asked, key=lambda one: not one.date):  # positions, which have no date, follow the others
        headers = archive.called(entry.name)
        if not entry.date and entry.name in dated and not split_name(entry.name)[1]:
            others = {name for other, name in found.items() if other.name == entry.name}
            headers = [header for header in headers if header.name in others]
        if name := _name(entry, headers, has):
            found[entry] = name
    return found


def _name(entry: Entry, headers: list[Header], has: Callable[[Header, str], bool]) -> str:
    """The name of the cable that an entry is about, '' if the archive does not have it."""
    if split_name(entry.name)[1] and len(headers) == 1:
        return headers[0].name
    fitting = [one for one in headers if _fits(entry, one) and (not _is_file(entry) or entry.subject or entry.digest)]
    if entry.digest and (len(fitting) > 1 or (_is_file(entry) and not entry.subject)):
        fitting = [one for one in fitting if has(one, entry.digest)] or ([] if _is_file(entry) else fitting)
    return max(fitting, key=lambda one: one.size).name if fitting else ""


def _is_file(entry: Entry) -> bool:
    """Whether an entry's name is that of a file; another archive may have another cable in it."""
    return not entry.name.isalnum() and not split_name(entry.name)[1]


def _fits(entry: Entry, header: Header) -> bool:
    """Whether a cable matches an entry by date and subject; one subject may be a cut form of the other."""
    subject = header.subject if header.has_subject else ""
    is_subject = entry.subject.startswith(subject) or subject.startswith(entry.subject)
    is_day = entry.date == header.date or (entry.date[:10] in ("", header.day) and entry.subject == subject)
    return is_subject and (is_day or not entry.date)


def to_tell(names: dict[Entry, str]) -> frozenset[str]:
    """The names to report once; opening two archives in turn changes them each time."""
    return frozenset(_told_by(entry.name, name) for entry, name in names.items() if entry.name != name)


def _told_by(old: str, new: str) -> str:
    """The name under which a change is reported: the new one if it has letters after its number, else the old."""
    return new if split_name(new)[1] else old


def told(names: dict[Entry, str], conflicts: tuple[str, ...], fresh: frozenset[str]) -> tuple[str, ...]:
    """The sentences to show; `fresh` are the names not reported before."""
    changed: dict[str, set[str]] = {}
    for entry, name in names.items():
        if entry.name != name and _told_by(entry.name, name) in fresh:
            changed.setdefault(entry.name, set()).add(name)
    said = [
        f"{old} is the number of several cables here; its marks stay with {', '.join(sorted(new))}."
        if old.isalnum()
        else f"{old} is called {', '.join(sorted(new))} in this archive, and so in the notebook."
        for old, new in sorted(changed.items())
    ]
    return (*said, *conflicts)
