"""Plain text: a table of delimiters where it clearly is one, else what is left of a document when its layout is lost."""

from __future__ import annotations

from gkrules.model.document import Document
from gkrules.reading.context import Context
from gkrules.reading.encoding import check_size
from gkrules.reading.limits import Limits
from gkrules.reading.sheets import delimited
from gkrules.reading.text import dumps


def read(data: bytes, limits: Limits, _context: Context) -> Document:
    """Read a text.

    Raises:
        DocumentError: ``wrong_encoding``, ``damaged`` or ``limit_…``; for embedded tables also what the HTML reader raises.
    """
    check_size(data, limits)
    delimiter = delimited.delimiter_of(data)
    return delimited.read(data, delimiter, limits) if delimiter else dumps.read(data, limits)
