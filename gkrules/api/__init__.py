"""What the package offers to programs; the names are listed in `gkrules.__all__`."""

from gkrules.api.checking import check, explain, load_ruleset
from gkrules.api.exchange import answer_schema  # the module gives the nouns what they offer to other programs
from gkrules.api.reading import read, read_all
from gkrules.api.result import Result
from gkrules.model.report import Report

__all__ = ["Report", "Result", "answer_schema", "check", "explain", "load_ruleset", "read", "read_all"]
