"""Builds the cache from the sources. A session that only reads does not import it."""
