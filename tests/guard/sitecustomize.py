"""In every Python that a test starts: no connection, and no question for a name, may leave this process.

Found by Python through PYTHONPATH. A socket of the file system is none of the network.
"""

from __future__ import annotations

import socket
import sys
from typing import Any


def forbid(event: str, values: tuple[Any, ...]) -> None:
    """Refuses what would reach for the network."""
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg") and values[0].family == socket.AF_UNIX:
        return
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg", "socket.getaddrinfo", "socket.gethostbyname"):
        raise PermissionError(f"a test reached for the network: {event} {values[1:]}")


sys.addaudithook(forbid)
