"""Themes: loading, colours that can be read, the sixteen of a terminal, the remembered choice."""
