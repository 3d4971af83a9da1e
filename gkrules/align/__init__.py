"""Document → Report: find the tables and sections of the official form, and keep where everything stands.

This room knows editions of the form as data; it knows no rules.
"""

from gkrules.align.report import align, align_all

__all__ = ["align", "align_all"]
