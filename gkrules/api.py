"""What the package offers to programs. The names are listed in `gkrules.__all__`."""

from __future__ import annotations

import datetime
import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gkrules.model.errors import DocumentError, within
from gkrules.model.findings import Finding, Outcome, ReportFindings, Severity
from gkrules.model.report import Report
from gkrules.reading.limits import DEFAULT_LIMITS, Limits
from gkrules.ruleset.location import rules_folder
from gkrules.ruleset.ruleset import Ruleset, load_folder

if TYPE_CHECKING:
    import pandas as pd


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
    if isolated:
        from gkrules.workers import Request, Worker

        with Worker(limits) as worker:
            request = Request(os.fspath(path), edition=edition, year=year, with_libreoffice=with_libreoffice)
            return list(worker.read_all(request, load_ruleset(edition).editions))
    from gkrules.reading import load

    load_ruleset(edition)
    with within(os.fspath(path)):
        data = load(path, limits=limits)
    return read_all_bytes(data, os.fspath(path), edition=edition, year=year, limits=limits, with_libreoffice=with_libreoffice)


def only_one(reports: Sequence[Report]) -> Report:
    """The only report of a file.

    Raises:
        DocumentError: there are more (``several_reports``).
    """
    if len(reports) == 1:
        return reports[0]
    shown = [f"{report.unit or '?'} {report.year or '?'}" for report in reports[:5]] + (["…"] if len(reports) > 5 else [])
    raise DocumentError(
        "several_reports",
        zh=f"文件中有 {len(reports)} 份报告（{'、'.join(shown)}），这里只能读一份。请用 gkrules.read_all 全部读取，"
        "或用 gkrules check、gkrules extract。",
        en=f"The file holds {len(reports)} reports ({', '.join(shown)}), and only one can be read here. "
        "Read them all with gkrules.read_all, or use gkrules check or gkrules extract.",
    )


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
    from gkrules import reading

    ruleset = load_ruleset(edition)
    with within(name):
        if reading.sniff(data) == "json":
            from gkrules.align.data import reports_of_data
            from gkrules.reading.data import json_data

            loaded = json_data.arranged(json_data.load(data), limits=limits)
            return reports_of_data(loaded, list(ruleset.editions.values()), edition=edition, year=year, file=name)
        from gkrules.align import align_all
        from gkrules.confirm import with_wrapped

        document = reading.read_bytes(data, name, limits=limits, with_libreoffice=with_libreoffice)
        reports = align_all(document, list(ruleset.editions.values()), edition=edition, year=year, file=name)
        return [with_wrapped(report, ruleset) for report in reports]


@dataclass(frozen=True)
class Result:
    """What a check found.

    Attributes:
        ruleset: the rules that were used.
        reports: the findings of each report, in the order of the reports.
        waiver_files: the findings about files of waivers.
    """

    ruleset: Ruleset
    reports: tuple[ReportFindings, ...]
    waiver_files: tuple[ReportFindings, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether there is no finding of severity ``error``, and no rule broke."""
        return not self.outcomes[Outcome.ERROR] and all(finding.severity is not Severity.ERROR for finding in self.findings)

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The findings of all reports."""
        return tuple(finding for report in self.reports for finding in report.findings)

    @property
    def outcomes(self) -> Counter[Outcome]:
        """How often each outcome occurred, over all reports."""
        total: Counter[Outcome] = Counter(dict.fromkeys(Outcome, 0))
        for report in self.reports:
            total.update(report.outcomes)
        return total

    def to_dict(self) -> dict[str, Any]:
        """The result as plain data, in the form that ``gkrules check --format json`` prints."""
        from gkrules.render.json_output import result_dict

        return result_dict(self)

    def to_json(self) -> str:
        """`to_dict` as JSON text."""
        from gkrules.render.json_output import dumps

        return dumps(self.to_dict())

    def to_frame(self) -> pd.DataFrame:
        """One row per finding; its columns are those of `gkrules.render.frame_output.findings_frame`."""
        from gkrules.render.frame_output import findings_frame

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
    today: datetime.date | None = None,
) -> Result:
    """Check one report, or several.

    Two reports of one organ for successive years are also checked against each other.

    Args:
        reports: one report or a sequence of them.
        previous: reports of the year before that are not themselves to be checked.
        below: the reports of the organs below, whose sum the reports must be.
        ruleset: the rules to use; by default those of this package.
        select: codes or prefixes of codes; only these rules.
        ignore: likewise; none of these.
        waivers: files in the form of ``gkrules.yaml``. What they accept is in `ReportFindings.waived` instead of `findings`.
        today: the day that the last days of waivers are measured by; by default today.

    Raises:
        UsageError: a prefix is the start of no code.
        RuleError: a file of waivers is malformed.
    """
    from gkrules.checking.run import check_reports
    from gkrules.checking.waivers import waive
    from gkrules.render.messages import messages
    from gkrules.ruleset.waivers import load_waivers

    several = [reports] if isinstance(reports, Report) else list(reports)
    before = [previous] if isinstance(previous, Report) else list(previous)
    everything = ruleset or load_ruleset()
    rules = everything.selected(select, ignore)
    accepted = {Path(file): load_waivers(file, everything) for file in waivers}

    def worded(found: ReportFindings) -> ReportFindings:
        # A report that was read knows the claims of the package, the ruleset those of users, too.
        edition = rules.editions[found.report.edition.key]

        def with_message(finding: Finding) -> Finding:
            return replace(finding, message=messages(finding, rules.rule(finding.code), edition, rules.facts))

        waived = (replace(each, finding=with_message(each.finding)) for each in found.waived)
        return replace(found, findings=tuple(map(with_message, found.findings)), waived=tuple(waived))

    found = check_reports(several, rules, previous=before, below=below)
    kept = waive(found, accepted, rules, today or datetime.datetime.now().astimezone().date())
    result = Result(rules, tuple(map(worded, kept.reports)), tuple(map(worded, kept.files)))
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
    folders = [Path(folder) for folder in rules]
    return load_folder(rules_folder(), edition, extra=folders, preview=preview) if folders else _own_ruleset(edition, preview)


@lru_cache(maxsize=8)
def _own_ruleset(edition: str | None, preview: bool) -> Ruleset:
    return load_folder(rules_folder(), edition, preview=preview)


def explain(code: str, lang: str = "zh") -> str:
    """What a rule checks, why, on what legal ground and how to mend what it finds, as text.

    Raises:
        UsageError: there is no such rule.
    """
    from gkrules.render.explain_text import explain_lines
    from gkrules.render.lines import plain

    ruleset = load_ruleset()
    return plain(explain_lines(ruleset.rule(code), ruleset.editions, ruleset.facts, lang))


def report_from_data(data: str | bytes | Mapping[str, Any], *, edition: str | None = None, year: int | None = None) -> Report:
    """A report from the exchange form, or from data whose names are keys or labels; see `gkrules.align.data.reports_of_data`."""
    from gkrules.align.data import reports_of_data
    from gkrules.reading.data import json_data

    loaded = json_data.arranged(data if isinstance(data, Mapping) else json_data.load(data))
    return only_one(reports_of_data(loaded, list(load_ruleset(edition).editions.values()), edition=edition, year=year))


def report_to_json(report: Report) -> str:
    """A report in the exchange form."""
    from gkrules.render.json_output import dumps, report_dict

    return dumps(report_dict(report, load_ruleset()))
