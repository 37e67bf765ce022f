"""The names of the notebook's tables."""

from __future__ import annotations

#: `marks`, `bookmarks`, `views`, `places` and `stays` hold the values of `values.py`. An action is a row of `actions`
#: and, with the same id, a row of `changes` with the documents it changed.
MARKS, BOOKMARKS, VIEWS, PLACES, STAYS = "marks", "bookmarks", "views", "places", "stays"
ACTIONS, CHANGES, META = "actions", "changes", "meta"
