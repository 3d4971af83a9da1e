"""What the package offers to programs. The names are listed in `gkrules.__all__`."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gkrules.model.drawing import drawn, provide_drawing
from gkrules.model.errors import UsageError
from gkrules.model.findings import Finding, Outcome, ReportFindings, RosterFindings, Severity
from gkrules.model.relations import BELOW, LAST_YEAR
from gkrules.model.report import Report, provide
from gkrules.pipeline import read as pipeline
from gkrules.pipeline.read import ReadOptions, only_one
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.rulefiles.rulebook import load_rulebook, own_rulebook

if TYPE_CHECKING:
    import pandas as pd

    from gkrules.compile.ruleset import Ruleset


def read(
    path: str | os.PathLike[str],
    *,
    edition: str | None = None,
    year: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    isolated: bool = False,
    with_libreoffice: bool = False,
) -> Report:
    """Read a report from a document or from the JSON that `extract` prints. The file is never written.

    Args:
        path: a ``.docx``, ``.odt``, ``.ott``, ``.fodt``, ``.doc``, ``.wps``, ``.rtf``, ``.html``, ``.mht``, ``.pdf``, ``.ofd``, ``.xlsx``,
            ``.xls``, ``.ods``, ``.csv``, ``.txt``, ``.md`` or ``.json`` file, or a mail (``.eml``) with one report, attached or as its
            text; its kind is told by its content.
        edition: key of the edition to read it with; by default told by the reporting year, else by the labels.
        year: the reporting year; by default the one that the title names, else the statistical period, else the name of the sheet.
        limits: how large a document may be, and how long reading it may take.
        isolated: read it in a process of its own, started for it: only then time and memory are bounded, and a document that
            crashes a library does not end this process. For many files use `gkrules.workers`, whose processes serve on.
        with_libreoffice: have LibreOffice convert old Word files (``.doc``) instead of reading them ourselves.

    Returns:
        The report, with the place of every cell. A number is taken only where its row and its column are certain; the cells of other rows
        are ``TEXT`` with what stands there, and the rows are among `Report.notes`.

    Raises:
        DocumentError: the file cannot be read, is not a report, or holds several (``several_reports``; see `read_all`).
        UsageError: there is no such edition.
    """
    return only_one(read_all(path, edition=edition, year=year, limits=limits, isolated=isolated, with_libreoffice=with_libreoffice))


def read_all(
    path: str | os.PathLike[str],
    *,
    edition: str | None = None,
    year: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    isolated: bool = False,
    with_libreoffice: bool = False,
) -> list[Report]:
    """Read every report of a file: two years in one document, a sheet for each organ, a county in one PDF. Otherwise as `read`.

    Reports are told apart by titles with another organ or year, by section one when it comes again, and by sheets. Where there are
    several, `Report.part` counts them, and `year` is the year of those that state none.

    Raises:
        DocumentError: the file cannot be read, is no report, or it is not certain what belongs to which of its reports
            (``several_reports``).
        UsageError: there is no such edition.
    """
    options = ReadOptions(edition, year, limits, with_libreoffice)
    if not isolated:
        return pipeline.read_file(path, options)
    from gkrules.workers import Worker

    with Worker() as worker:
        return list(worker.read_all(pipeline.Request(os.fspath(path), options=options), own_rulebook(edition).editions))


def read_bytes(
    data: bytes,
    name: str,
    *,
    edition: str | None = None,
    year: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    with_libreoffice: bool = False,
) -> Report:
    """Read a report from the bytes of a document that `name` stands for; otherwise as `read`.

    Raises:
        DocumentError: the document cannot be read, is not a report, or holds several.
        UsageError: there is no such edition.
    """
    return only_one(read_all_bytes(data, name, edition=edition, year=year, limits=limits, with_libreoffice=with_libreoffice))


def read_all_bytes(
    data: bytes,
    name: str,
    *,
    edition: str | None = None,
    year: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    with_libreoffice: bool = False,
) -> list[Report]:
    """Read every report from the bytes of a document that `name` stands for; otherwise as `read_all`.

    Raises:
        DocumentError: as `read_all`.
        UsageError: there is no such edition.
    """
    return pipeline.read_bytes(data, name, ReadOptions(edition, year, limits, with_libreoffice))


@dataclass(frozen=True)
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

    def render(self, form: str, lang: str = "zh") -> str | bytes:
        """The result in one of the formats of ``gkrules check --format``: ``html``, ``sarif``, ``xlsx`` …

        Args:
            form: name of the format.
            lang: ``zh`` or ``en``.

        Returns:
            Text, or bytes where the format is no text (``xlsx``).

        Raises:
            UsageError: there is no such format (``unknown_format``), or its extra is not installed (``missing_extra``).
        """
        from gkrules.render.formats import formats, reporter
        from gkrules.render.inputs import Checked
        from gkrules.render.lines import plain

        names = formats("result")
        if form not in names:
            raise UsageError("render/unknown_format", format=form, names=names)
        made = reporter("result", form).render(Checked(self), lang, count=len(self.reports))
        return made if isinstance(made, (str, bytes)) else plain(made)

    def _repr_html_(self) -> str | None:
        """What a notebook shows, with the extra ``html``."""
        return drawn(self)

    def to_frame(self) -> pd.DataFrame:
        """One row per finding; its columns are those of `gkrules.render.data.frame_output.findings_frame`."""
        from gkrules.render.data.frame_output import findings_frame

        return findings_frame(self)


def check(
    reports: Report | Sequence[Report],
    *,
    previous: Report | Sequence[Report] = (),
    below: Sequence[Report] = (),
    ruleset: Ruleset | None = None,
    select: Iterable[str] = (),
    ignore: Iterable[str] = (),
    waivers: Iterable[str | os.PathLike[str]] = (),
    rosters: Iterable[str | os.PathLike[str]] = (),
    today: datetime.date | None = None,
) -> Result:
    """Check one report, or several.

    Two reports of one organ for successive years are also checked against each other. What is given as `previous` or `below` and
    cannot be compared is a finding with its reason.

    Args:
        reports: one report or a sequence of them.
        previous: reports of the year before that are not themselves to be checked; matched by organ and year.
        below: the reports of the organs below, whose sum the reports must be. Those of another year, and those whose names tell that
            they are of no organ below, are left out of it.
        ruleset: the rules to use; by default those of this package.
        select: codes or prefixes of codes; only these rules.
        ignore: likewise; none of these.
        waivers: files in the form of ``gkrules.yaml``. What they accept is in `ReportFindings.waived` instead of `findings`.
        rosters: files that name the organs that must report (see docs/offices.md); what is found about them is in `Result.rosters`.
        today: the day that the last days of waivers are measured by; by default today.

    Raises:
        UsageError: a prefix is the start of no code.
        RuleError: a file of waivers or a roster is malformed.
    """
    from gkrules.checking.beside import about_unmatched, beside
    from gkrules.checking.rosters import check_rosters
    from gkrules.checking.run import check_reports
    from gkrules.checking.waivers import waive
    from gkrules.render.messages import messages
    from gkrules.rulefiles.rosters import load_roster
    from gkrules.rulefiles.waivers import load_waivers

    several = [reports] if isinstance(reports, Report) else list(reports)
    before = [previous] if isinstance(previous, Report) else list(previous)
    everything = ruleset or load_ruleset()
    rules = everything.selected(select, ignore)
    accepted = {Path(file): load_waivers(file, everything) for file in waivers}
    lists = [load_roster(file) for file in rosters]

    matching = beside(several, before, below, rules)
    found = check_reports(several, rules, messages, matching.related, whole=everything.whole)
    found += about_unmatched(matching.unmatched, rules, messages)
    kept = waive(found, accepted, rules, today or datetime.datetime.now().astimezone().date(), messages)
    unmatched = tuple(each for each in kept.reports[len(several) :] if each.findings or each.waived)
    listed = check_rosters(lists, [*several, *below], rules, messages)
    compared = frozenset(prefix for prefix in (LAST_YEAR, BELOW) if any(each.known(prefix) for each in matching.related))
    result = Result(rules, kept.reports[: len(several)], kept.files, unmatched, listed, compared)
    for code in dict.fromkeys(finding.code for finding in result.findings):
        rules.warn_if_deprecated(code)
    return result


def load_ruleset(
    edition: str | None = None,
    *,
    rules: Iterable[str | os.PathLike[str]] = (),
    preview: bool = False,
) -> Ruleset:
    """The rules of this package, for one edition of the form (its schema is then `Ruleset.schema`) or for all.

    Args:
        edition: key of the edition.
        rules: folders with rules of your own, which are added, or take the place of ours that they extend.
        preview: use the rules of status ``preview``, too.

    Raises:
        RuleError: a rule of yours is malformed.
        UsageError: there is no such edition, or no such folder.
    """
    from gkrules.compile.ruleset import Ruleset, own_ruleset

    folders = tuple(rules)
    return Ruleset.of(load_rulebook(edition, rules=folders, preview=preview)) if folders else own_ruleset(edition, preview)


def explain(code: str, lang: str = "zh") -> str:
    """What a rule checks, why, on what legal ground and how to mend what it finds, as text.

    Raises:
        UsageError: there is no such rule.
    """
    from gkrules.render.lines import plain
    from gkrules.render.text.explain import explain_lines

    return plain(explain_lines(own_rulebook().rule(code), own_rulebook(), lang))


class _Exchange:
    """What `Report` offers to other programs."""

    def from_json(self, data: str | bytes | Mapping[str, Any], *, edition: str | None, year: int | None) -> Report:
        return pipeline.read_data(data, ReadOptions(edition, year))

    def from_frames(
        self, frames: Mapping[str, pd.DataFrame] | Sequence[pd.DataFrame], *, unit: str, year: int | None, edition: str | None
    ) -> Report:
        return pipeline.read_frames(frames, unit=unit, options=ReadOptions(edition, year))

    def to_json(self, report: Report) -> str:
        from gkrules.render.data.json_output import dumps, report_dict

        return dumps(report_dict(report, own_rulebook()))


def _draw(noun: object) -> str | None:
    """A report, a finding, what was found about a report, or a result as HTML; nothing without the extra."""
    try:
        from gkrules.render.html import notebook
    except ImportError:
        return None
    if isinstance(noun, Result):
        return notebook.result_piece(noun)
    if isinstance(noun, Report):
        return notebook.report_piece(noun)
    if isinstance(noun, ReportFindings):
        return notebook.findings_piece(noun)
    return notebook.finding_piece(noun) if isinstance(noun, Finding) else None


provide(_Exchange())
provide_drawing(_draw)
