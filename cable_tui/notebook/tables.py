"""The names of the notebook's tables."""

from __future__ import annotations

#: `marks`, `bookmarks`, `views`, `places` and `stays` hold the values of `values.py`; an action is a row of `actions`
#: and, under the same number, what it has changed in `changes`.
MARKS, BOOKMARKS, VIEWS, PLACES, STAYS = "marks", "bookmarks", "views", "places", "stays"
ACTIONS, CHANGES, META = "actions", "changes", "meta"
