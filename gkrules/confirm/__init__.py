"""Report → Report: readings that a document alone leaves open, and that the equations of the form settle.

This room knows rules, which `align` does not, and no document: it stands above `align`, and below `checking`.
"""

from gkrules.confirm.wrapped import with_wrapped

__all__ = ["with_wrapped"]
