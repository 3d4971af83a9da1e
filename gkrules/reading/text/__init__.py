"""Plain text dumps, whatever marks their tables."""
