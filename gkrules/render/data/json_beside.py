"""What the JSON result of a check says beside the findings: which reports were compared, and what all comes to. See `json_shapes`."""

from typing import Annotated, NotRequired, TypedDict

from gkrules.rulefiles.shapes.declaring import doc

From1 = Annotated[int, doc(minimum=1)]
Part = Annotated[int | None, doc("Which of the reports of the file it is, from 1; null where the file holds one.", minimum=1)]
Unit = Annotated[str, doc("The organ; empty when unknown.")]
Year = Annotated[int | None, doc("The reporting year.")]


class OtherReport(TypedDict):
    """A report that another was compared with."""

    file: str
    part: NotRequired[Part]
    unit: Unit
    year: Year


class Related(TypedDict):
    """What a report was compared with."""

    previous: Annotated[OtherReport | None, doc("The same organ's report of the year before.")]
    below: Annotated[list[OtherReport], doc("The reports of the organs below that were summed.")]


class RuleCount(TypedDict):
    """How often a rule found something."""

    code: str
    count: From1


class Summary(TypedDict):
    """Counts over all files. with_errors, with_warnings, clean, not_checked and unreadable add up to files."""

    files: Annotated[
        int, doc("The reports checked and the files that could not be; a report of a file with several counts as one.", minimum=0)
    ]
    with_errors: Annotated[int, doc(minimum=0)]
    with_warnings: Annotated[int, doc("With warnings or remarks, and nothing graver.", minimum=0)]
    clean: Annotated[int, doc("Without findings.", minimum=0)]
    not_checked: Annotated[int, doc("Nothing of them could be decided.", minimum=0)]
    unreadable: Annotated[int, doc(minimum=0)]
    unmatched: Annotated[int, doc("Reports that were given to compare with and fit none; they are none of the files.", minimum=0)]
    findings: Annotated[int, doc(minimum=0)]
    causes: Annotated[
        int, doc("What there is to mend: findings with one cause are one, a finding without a known cause is one.", minimum=0)
    ]
    rules: Annotated[list[RuleCount], doc("The most frequent first.")]


class Kinds(TypedDict):
    """Findings by kind."""

    findings: Annotated[int, doc("All of them: errors, warnings, remarks, and rules that broke.", minimum=0)]
    errors: Annotated[int, doc(minimum=0)]
    warnings: Annotated[int, doc(minimum=0)]
    infos: Annotated[int, doc(minimum=0)]
    broken: Annotated[int, doc("Rules that broke; the reports are not to blame.", minimum=0)]


class StatisticsOfRule(TypedDict):
    """The findings of a rule. What of it broke is an entry of its own."""

    code: str
    severity: Annotated[str, doc("error, warning or info; broken where the rule itself broke.", pattern="^(error|warning|info|broken)$")]
    findings: From1
    reports: Annotated[int, doc("The reports and rosters with a finding of it.", minimum=1)]


class StatisticsOfOrgan(Kinds):
    """The findings about an organ's reports."""

    unit: Unit
    reports: From1


class StatisticsOfYear(Kinds):
    """The findings about the reports of a year."""

    year: Year
    reports: From1


class StatisticsOfCause(TypedDict):
    """What there is to mend, by what went wrong."""

    cause: Annotated[
        str,
        doc(
            "The slip that explains the one repair; not_explained where none does, tied where there are several repairs, unknown where"
            " none was found, no_equation where nothing was looked for.",
            pattern="^[a-z][a-z_]*$",
        ),
    ]
    causes: From1
    findings: From1


class Statistics(TypedDict):
    """Counts over all reports. The findings of rules, of causes, and of organs (or years) with rosters add up to those of the summary."""

    rules: Annotated[list[StatisticsOfRule], doc("The most frequent first.")]
    organs: Annotated[list[StatisticsOfOrgan], doc("Also those without findings; those with the most findings first.")]
    years: list[StatisticsOfYear]
    causes: list[StatisticsOfCause]
    rosters: Annotated[int, doc("The findings about rosters, which are of no organ and year.", minimum=0)]
    waived: Annotated[int, doc("The findings that waivers accept; they are none of the others.", minimum=0)]


class MissingOrgans(TypedDict):
    """The organs of a roster without a report for a year."""

    year: Year
    names: Annotated[list[str], doc(minItems=1)]


class OrganTwice(TypedDict):
    """An organ with reports of one year whose numbers differ."""

    unit: str
    year: Year
    files: list[str]
    cells: list[str]


class ForeignOrgan(TypedDict):
    """An organ that reports and is not in the roster."""

    unit: str
    nearest: Annotated[str | None, doc("The name of the roster that is most like its own.")]
    files: list[str]
