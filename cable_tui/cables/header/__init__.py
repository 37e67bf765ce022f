"""The lines above a cable's text: container, envelope, classification line, captions, order, subject."""
