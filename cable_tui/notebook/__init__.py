"""The user's own work: marks, labels, bookmarks with notes, saved views; independent of any archive.

This file imports nothing: the list needs only `state` at start.
"""
