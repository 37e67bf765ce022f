"""The terminal: a driver that sends few bytes, and what it needs."""
