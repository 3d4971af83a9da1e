"""What the names of documents end with. Only folders and archives are searched by it: what a document is, its content tells."""

from __future__ import annotations

ARCHIVES = (".zip", ".gz", ".tgz", ".tar", ".7z", ".eml")
"""Of what holds documents: archives, and mails."""

SUFFIXES = (
    *(".txt", ".md", ".html", ".htm", ".shtml", ".mht", ".mhtml", ".docx", ".doc", ".wps", ".odt", ".ott", ".fodt", ".rtf", ".pdf", ".ofd"),
    *(".xlsx", ".xls", ".ods", ".csv", ".json"),
    *ARCHIVES,
)
"""Of the kinds that are read."""

REFUSED = (".rar", ".msg")
"""Of kinds that may hold reports and cannot be read: they are named as such rather than passed over."""
