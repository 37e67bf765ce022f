"""The panes. Each draws its own lines and repaints only those that changed."""
