"""The results for a file of records: its cables, its problems, and a count of the records that are not cables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cable_tui.sources.raw import Problem, RawCable, Result, Skipped, printable

#: A cable, the reason why a record cannot be read, or '' for a record that is not a cable.
Outcome = RawCable | str


def of_record(name: str, found: Outcome) -> Outcome:
    """The outcome; a reason gets the name of the record before it."""
    return f"{name} {found}" if found and isinstance(found, str) else found


class Counted:
    """Counts the records of a file as they are read."""

    def __init__(self, path: str) -> None:
        self._path = path

    def results(self, outcomes: Iterable[Outcome]) -> Iterator[Result]:
        """The cables and problems as they come, and finally the number of records that hold no cable."""
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
