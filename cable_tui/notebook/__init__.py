"""The user's own work: marks, labels, bookmarks with notes, saved views. Precious, and independent of any archive.

Nothing is imported here: the list needs the states of cables and not the rest to be shown.
"""
