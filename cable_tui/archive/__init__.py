"""The archive's cache: built from the sources, listed and read by the screen. Disposable at any time.

`build` is not imported here: a session that only reads never loads the parser.
"""

from cable_tui.store import StoreError

from .archive import Archive
from .header import Header
from .view import Limit, Order, View

__all__ = ["Archive", "Header", "Limit", "Order", "StoreError", "View"]
