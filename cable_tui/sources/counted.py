"""Results of a file of records: its cables, its problems, and a word on the records that are no cables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cable_tui.sources.raw import Problem, RawCable, Result, Skipped, printable

#: A cable, the reason why a record cannot be read, or '' for a record that is no cable.
Outcome = RawCable | str


def of_record(name: str, found: Outcome) -> Outcome:
    """The same; a reason as a sentence that begins with the name of the record."""
    return f"{name} {found}" if found and isinstance(found, str) else found


class Counted:
    """Counts the records of a file while they are read."""

    def __init__(self, path: str) -> None:
        self._path = path

    def results(self, outcomes: Iterable[Outcome]) -> Iterator[Result]:
        """The cables and problems as they come, and at the end how many records hold no cable."""
        others = total = 0
        for outcome in outcomes:
            total += 1
            if isinstance(outcome, RawCable):
                yield outcome
            elif outcome:
                yield Problem(self._path, printable(outcome))
            else:
                others += 1
        if others == total:
            yield Skipped(self._path, "records that hold no cable" if total else "no records")
        elif others:
            yield Skipped(self._path, f"{others:,} of its {total:,} records hold no cable")
