"""What several test modules use: invented cables, the real command, the screen under the pilot, a pseudo-terminal."""
