"""The kinds of documents: what each is told by, what its names end with, and which module reads it."""
