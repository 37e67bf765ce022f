"""Code that uses both archive and notebook, which do not import each other."""
