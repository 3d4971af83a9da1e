"""What is found about reports that were given to compare with and fit none of those checked."""

from __future__ import annotations

from collections.abc import Sequence

from gkrules.checking.run import Say, check_reports
from gkrules.compile.ruleset import Ruleset
from gkrules.model.findings import ReportFindings
from gkrules.model.relations import Related
from gkrules.model.report import Report


def about_unmatched(unmatched: Sequence[tuple[Report, Related]], ruleset: Ruleset, say: Say) -> list[ReportFindings]:
    """The findings about these reports, by the rules about their remarks: of their content, which is not checked, nothing is said."""
    kinds = {note.kind for _, related in unmatched for note in related.remarks}
    rules = [rule for kind in sorted(kinds) if (rule := ruleset.for_note(kind)) is not None and ruleset.runs(rule.code)]
    if not rules:
        return []
    documents = [Report(each.edition, each.unit, each.year, file=each.file, part=each.part) for each, _ in unmatched]
    only = ruleset.selected(select=[rule.code for rule in rules])
    found = check_reports(documents, only, say, beside=[related for _, related in unmatched])
    return [each for each in found if each.findings]
