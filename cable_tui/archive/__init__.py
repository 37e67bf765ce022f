"""The archive's cache, built from the sources and read by the screen. It may be deleted at any time.

This folder has more than fifteen modules because each holds one thing that is read from the cache (orders, overview,
missing cables, estimates, citations ...), imported only when a reader asks for it: a session that only reads and never
searches loads neither `build` and its parser nor `query`.
"""

from cable_tui.store import StoreError

from .archive import Archive
from .header import Header
from .view import Limit, Order, View

__all__ = ["Archive", "Header", "Limit", "Order", "StoreError", "View"]
