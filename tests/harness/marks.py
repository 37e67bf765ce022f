"""A cable as a notebook knows it: the older of the two samples."""

from __future__ import annotations

from cable_tui.cables.levels import Level
from cable_tui.notebook.values import CableSummary

MOSCOW = CableSummary(
    "08MOSCOW1640",
    number="MOSCOW 001640",
    date="2008-06-09T14:47",
    level=Level.CONFIDENTIAL,
    classification="CONFIDENTIAL",
    origin="Embassy Moscow",
    subject="MEDVEDEV'S EASY TRIP TO KAZAKHSTAN",
    tags=("PREL", "ENRG"),
)
