"""The panes. Each draws its own lines and repaints only the changed ones."""
