"""The query language: parses a query and compiles it to SQL."""
