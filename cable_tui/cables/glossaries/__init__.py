"""What codes and abbreviations mean, with their tables."""
