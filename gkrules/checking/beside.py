"""What stands beside the reports that are checked, as far as rules look at it, and what is found about those that fit none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from gkrules.checking.run import Say, check_reports
from gkrules.collection.alike import alike_notes
from gkrules.collection.matching import Matching, relate
from gkrules.compile.ruleset import Ruleset
from gkrules.model.findings import ReportFindings
from gkrules.model.relations import Related
from gkrules.model.report import ALIKE_TEXT, Report


def beside(reports: Sequence[Report], previous: Sequence[Report], below: Sequence[Report], ruleset: Ruleset) -> Matching:
    """The reports of the year before and of the organs below; remarks about texts that are alike, if a rule of `ruleset` speaks of them."""
    matching = relate(reports, previous, below, lambda prefix, edition: ruleset.whole.compiled(edition).reads(prefix))
    rule = ruleset.for_note(ALIKE_TEXT)
    if rule is None or not ruleset.runs(rule.code):
        return matching
    notes = alike_notes(reports, previous)
    return replace(
        matching, related=[replace(each, remarks=(*each.remarks, *more)) for each, more in zip(matching.related, notes, strict=True)]
    )


def about_unmatched(unmatched: Sequence[tuple[Report, Related]], ruleset: Ruleset, say: Say) -> list[ReportFindings]:
    """The findings about these reports, by the rules about their remarks: of their content, which is not checked, nothing is said."""
    kinds = {note.kind for _, related in unmatched for note in related.remarks}
    rules = [rule for kind in sorted(kinds) if (rule := ruleset.for_note(kind)) is not None and ruleset.runs(rule.code)]
    if not rules:
        return []
    documents = [Report(each.edition, each.unit, each.year, file=each.file, part=each.part) for each, _ in unmatched]
    only = ruleset.selected(select=[rule.code for rule in rules])
    found = check_reports(documents, only, say, [related for _, related in unmatched])
    return [each for each in found if each.findings]
