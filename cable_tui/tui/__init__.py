"""The screen: list, header and paragraphs. Screens own the state, widgets show it and send messages."""
