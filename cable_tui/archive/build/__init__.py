"""Builds the cache from the sources. Not imported by a session that only reads."""
