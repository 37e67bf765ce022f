"""The terminal: a driver that sends few bytes, and its parts."""
