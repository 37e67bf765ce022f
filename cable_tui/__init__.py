"""cable-tui: a reader for diplomatic cables in a terminal."""

__version__ = "0.2.0"
