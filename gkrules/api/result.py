"""What a check found, and the forms in which it is handed on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gkrules.model.arguments import language_of, shown
from gkrules.model.drawing import drawn
from gkrules.model.errors import UsageError
from gkrules.model.findings import Finding, Outcome, ReportFindings, RosterFindings, Severity, told_findings
from gkrules.model.relations import BELOW, LAST_YEAR
from gkrules.words import Language

if TYPE_CHECKING:
    import pandas as pd

    from gkrules.compile.ruleset import Ruleset


@dataclass(frozen=True, repr=False)
class Result:
    """What a check found.

    Attributes:
        ruleset: the rules that were used.
        reports: the findings of each report, in the order of the reports.
        waiver_files: the findings about files of waivers.
        unmatched: where several reports are checked, the findings about those that were given to compare with and fit none of them.
        rosters: the findings about rosters, and whom they are about.
    """

    ruleset: Ruleset
    reports: tuple[ReportFindings, ...]
    waiver_files: tuple[ReportFindings, ...] = ()
    unmatched: tuple[ReportFindings, ...] = ()
    rosters: tuple[RosterFindings, ...] = ()
    _compared: frozenset[str] = field(default=frozenset(), repr=False)

    def __repr__(self) -> str:
        count = f"{len(self.reports)} report{'s' * (len(self.reports) != 1)}"
        return f"<Result of {count}: {told_findings(self.findings)}>"

    @property
    def ok(self) -> bool:
        """Whether there is no finding of severity ``error``, no rule broke, and what was to be compared was."""
        return not (self.outcomes[Outcome.ERROR] or self.nothing_compared) and all(
            finding.severity is not Severity.ERROR
            for finding in (*self.findings, *(finding for roster in self.rosters for finding in roster.findings))
        )

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all reports, also about those that were given to compare with."""
        return tuple(finding for report in (*self.reports, *self.unmatched) for finding in report.findings)

    @property
    def nothing_compared(self) -> bool:
        """Whether reports of the year before, or of the organs below, were given and fit none: see the findings."""
        kinds = {finding.note.kind for finding in self.findings if finding.note}
        return any(kind in kinds and prefix not in self._compared for kind, prefix in (("no_previous", LAST_YEAR), ("no_below", BELOW)))

    @property
    def outcomes(self) -> Counter[Outcome]:
        """How often each outcome occurred, over all reports."""
        total: Counter[Outcome] = Counter(dict.fromkeys(Outcome, 0))
        for report in self.reports:
            total.update(report.outcomes)
        return total

    def to_dict(self) -> dict[str, Any]:
        """The result as plain data, in the form that ``gkrules check --format json`` prints."""
        from gkrules.render.data.json_output import result_dict

        return result_dict(self)

    def to_json(self) -> str:
        """`to_dict` as JSON text."""
        from gkrules.render.data.json_output import dumps

        return dumps(self.to_dict())

    def render(self, form: str, lang: Language = "zh") -> str | bytes:
        """The result in one of the formats of ``gkrules check --format``: ``html``, ``sarif``, ``xlsx`` …

        Args:
            form: name of the format.
            lang: ``zh`` or ``en``.

        Returns:
            Text, or bytes where the format is no text (``xlsx``).

        Raises:
            UsageError: there is no such format (``unknown_format``) or language (``wrong_type``), or an extra is not installed
                (``missing_extra``).
        """
        from gkrules.render.formats import formats, reporter
        from gkrules.render.inputs import Checked
        from gkrules.render.lines import plain

        names = formats("result")
        lang = language_of(lang)
        if not isinstance(form, str) or form not in names:
            raise UsageError("render/unknown_format", format=shown(form), names=names)
        made = reporter("result", form).render(Checked(self), lang, count=len(self.reports))
        return made if isinstance(made, (str, bytes)) else plain(made)

    def _repr_html_(self) -> str | None:
        """What a notebook shows, with the extra ``html``."""
        return drawn(self)

    def to_frame(self) -> pd.DataFrame:
        """One row per finding; its columns are those of `gkrules.render.data.frame_output.findings_frame`."""
        from gkrules.render.data.frame_output import findings_frame

        return findings_frame(self)
