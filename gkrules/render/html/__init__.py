"""The page of findings: one self-contained HTML file, complete without script, and the pieces of it that notebooks show."""
