"""The user's own work: marks, labels, bookmarks with notes, saved views. Precious, and independent of any archive."""
