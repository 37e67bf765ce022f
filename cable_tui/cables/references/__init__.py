"""References to other cables: names of posts, ids, the entries of a REF line and mentions in the text."""
