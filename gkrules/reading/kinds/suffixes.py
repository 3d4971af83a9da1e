"""What the names of documents end with. Only folders and archives are searched by it: what a document is, its content tells."""

from __future__ import annotations

from gkrules.reading.kinds.table import KINDS

ARCHIVES = tuple(suffix for kind in KINDS if kind.members for suffix in (*kind.suffixes, *kind.also))
"""Of what holds documents: archives, and mails."""

SUFFIXES = tuple(suffix for kind in KINDS if kind.is_taken for suffix in (*kind.suffixes, *kind.also))
"""Of the kinds that are read."""

REFUSED = tuple(suffix for kind in KINDS if not kind.is_taken for suffix in (*kind.suffixes, *kind.also))
"""Of kinds that may hold reports and cannot be read: they are named as such rather than passed over."""
