"""The main screen and its parts: what a reader does with the list and the text."""
