"""Words and formats for what was read and found: one module per output. Nothing is decided here."""
