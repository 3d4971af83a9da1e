"""The shapes of the files that people write: declared once, for the loaders here and for the JSON Schemas of editors."""
