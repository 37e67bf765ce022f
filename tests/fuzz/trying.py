"""One try: a check over an input, within time and memory that are in proportion to its size."""

from __future__ import annotations

import resource
import signal
import time
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

FLOOR, EACH = 0.5, 20e-6
"""Seconds of the processor that a check may take, and those more that it may for each byte: twenty times the usual."""
MEMORY_FLOOR, MEMORY_EACH = 96 << 20, 100
"""Bytes that a check may take more than all before it, and those for each byte of its input."""


class Broken(AssertionError):
    """Something that always holds does not; the message says what, and does not depend on the input's words."""

    def __init__(self, what: str, detail: str = "") -> None:
        super().__init__(what)
        self.detail = detail


@dataclass(frozen=True)
class Fault:
    """What is wrong with an input: `kind` is the same for the same fault."""

    kind: str
    detail: str
    words: bool = False  # the detail says which, and they make the fault


class _TooSlow(BaseException):
    """No `except Exception` of the program holds it up."""


def _stop(_: int, frame: FrameType | None) -> None:
    raise _TooSlow("".join(traceback.format_stack(frame)[-4:]))


def fault_of(check: Callable[[bytes], None], data: bytes, floor: float = FLOOR) -> Fault | None:
    """What is wrong with an input, None where nothing is. What was slow is tried again."""
    found = _once(check, data, floor)
    for _ in range(2):
        if found is None or not found.kind.startswith("slow"):
            return found
        found = _once(check, data, floor)
    return found


def _once(check: Callable[[bytes], None], data: bytes, floor: float) -> Fault | None:
    allowed = floor + EACH * len(data)
    before = _peak()
    signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, allowed)
    try:
        check(data)
    except Broken as broken:
        return Fault(str(broken), broken.detail, bool(broken.detail))
    except _TooSlow as slow:
        return Fault(f"slow: more than {allowed:.1f} s for {len(data):,} bytes", str(slow))
    except Exception as error:
        return Fault(f"{type(error).__name__} at {_place(error)}", traceback.format_exc())
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
    more = _peak() - before
    if more > MEMORY_FLOOR + MEMORY_EACH * len(data):
        return Fault("memory", f"{more >> 20} MiB more for {len(data):,} bytes")
    return None


def _place(error: BaseException) -> str:
    """The innermost line of the program that an exception came through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "cable_tui" in frame.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "the check"


def _peak() -> int:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def reduced(check: Callable[[bytes], None], data: bytes, fault: Fault, seconds: float = 40) -> bytes:
    """The smallest input found that has the same fault: lines are left out, then characters."""
    if fault.kind.startswith(("slow", "memory")):
        return data
    end = time.monotonic() + seconds

    def has_it(smaller: bytes) -> bool:
        found = fault_of(check, smaller)
        return found is not None and found.kind == fault.kind and (not fault.words or found.detail == fault.detail)

    for separator in (b"\n", b" ", b""):
        parts = data.split(separator) if separator else [data[at : at + 1] for at in range(len(data))]
        data = separator.join(_fewer(parts, lambda left, sep=separator: has_it(sep.join(left)), end))
    return data


def _fewer(parts: list[bytes], has_it: Callable[[list[bytes]], bool], end: float) -> list[bytes]:
    size = len(parts) // 2
    while size and time.monotonic() < end:
        at = 0
        while at < len(parts) and time.monotonic() < end:
            left = parts[:at] + parts[at + size :]
            if left and has_it(left):
                parts = left
            else:
                at += size
        size //= 2
    return parts
