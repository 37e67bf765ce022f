"""Where archive and notebook meet: neither knows the other, and the screen and the commands need both."""
