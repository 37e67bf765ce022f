"""The screens: the reader's, and those that open over it."""
