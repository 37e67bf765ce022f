"""Themes: loading, contrast, the sixteen colours of a terminal, the remembered choice."""
