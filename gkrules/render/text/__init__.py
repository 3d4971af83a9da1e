"""What people read on a terminal: lines with styles, in both languages."""
