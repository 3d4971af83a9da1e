"""What the package offers to programs; the names are listed in `gkrules.__all__`."""

from gkrules.api import exchange as _exchange  # noqa: F401 - it gives the nouns what they offer to other programs
from gkrules.api.checking import check, explain, load_ruleset
from gkrules.api.reading import read, read_all
from gkrules.api.result import Result
from gkrules.model.report import Report

__all__ = ["Report", "Result", "check", "explain", "load_ruleset", "read", "read_all"]
