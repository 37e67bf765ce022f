"""A cable's text: paragraphs with their numbers, headings, spans and signature."""
