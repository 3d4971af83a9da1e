"""``gkrules template``"""

from __future__ import annotations

import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

import click

from gkrules.cli import completion
from gkrules.cli.common import OWN_RULES, Command, lang_option, rules_option
from gkrules.cli.outputs import guard_inputs, output_options, present
from gkrules.model.errors import UsageError
from gkrules.words import phrase

if TYPE_CHECKING:
    from gkrules.cli.outputs import Output
    from gkrules.compile.ruleset import Ruleset
    from gkrules.model.edition import Edition
    from gkrules.model.report import Report


@click.command(cls=Command, short_help="生成要填写的表样（.docx、.xlsx）。 Make the form to fill in.")
@click.option("--unit", required=True, metavar="NAME", help="机关的名称，写入标题。 Name of the organ, as the title has it.")
@click.option("--year", type=click.IntRange(2008, 2999), help="报告年度；不写则为去年。 Reporting year; last year if not given.")
@click.option(
    "--edition",
    metavar="KEY",
    shell_complete=completion.editions,
    help="哪一版格式，如 2021；不写则按年度。 Edition of the form; that of the year if not given.",
)
@click.option(
    "--previous",
    metavar="FILE",
    shell_complete=completion.files,
    help="本机关上年的报告，填入由它确定的数。 Last year's report of the organ; the numbers that it decides are filled in.",
)
@output_options("template")
@rules_option(OWN_RULES)
@click.option("--preview", is_flag=True, help="同时使用试行的规则。 Use rules in preview, too.")
@lang_option
def template(
    *,
    unit: str,
    year: int | None,
    edition: str | None,
    previous: str | None,
    outputs: list[Output],
    folders: tuple[str, ...],
    preview: bool,
    lang: str,
) -> None:
    """生成要填写的表样：标题、统计期限、各部分和表格。 Make the official form to fill in.

    -o 文件.xlsx 的表样边填边核对：关系不成立的格变红，并说明是哪一条；-o 文件.docx 是 Word 表样。--lang 只决定提示的语言，表样是中文。
    With -o FILE.xlsx the form checks itself while it is filled in; -o FILE.docx is the form in Word. The form is in Chinese; --lang is
    the language of what is said of it.
    """
    from gkrules import api
    from gkrules.render.book.empty_form import EmptyForm, carried

    for each in outputs:
        suffixes = _suffixes()
        if each.file is not None and PurePath(each.file).suffix.lower() not in suffixes:
            raise UsageError("cli/unknown_suffix", file=each.file, known=list(suffixes))
    guard_inputs(outputs, [previous] if previous is not None else [])
    ruleset = api.load_ruleset(edition, rules=folders, preview=preview)
    served = year or datetime.datetime.now().astimezone().year - 1
    form = _edition(ruleset, edition, served)
    before = None if previous is None else _previous(previous, unit, served, form, ruleset)
    empty = EmptyForm(form, unit, served, ruleset, before)
    present(outputs, empty, lang)
    if before is not None:
        known = carried(empty)
        click.echo(phrase("cli/template-carried", count=len(known.values), missing=len(known.unknown)).text(lang), err=True)


def _suffixes() -> tuple[str, ...]:
    from gkrules.render.formats import REPORTERS

    return tuple(suffix for each in REPORTERS if each.takes == "template" for suffix in each.suffixes)


def _edition(ruleset: Ruleset, asked: str | None, year: int) -> Edition:
    """The edition that is asked for, which must serve the year, or that of the year."""
    if asked is not None:
        edition = ruleset.editions[asked]
        if not edition.serves(year):
            raise UsageError("cli/edition_of_other_years", edition=asked, year=year)
        return edition
    serving = [each for each in ruleset.editions.values() if each.serves(year)]
    if not serving:
        raise UsageError("cli/no_edition_for_year", year=year)
    return serving[-1]


def _previous(file: str, unit: str, year: int, edition: Edition, ruleset: Ruleset) -> Report:
    """Last year's report of the organ.

    Raises:
        DocumentError: the file cannot be read, or is no report.
        UsageError: it is of another organ or of another year (``not_last_years``).
    """
    from gkrules import api
    from gkrules.checking.beside import beside
    from gkrules.model.report import Report

    given = api.read(file, isolated=True)
    related = beside([Report(edition, unit, year, file=phrase("cli/the-form").text("zh"))], [given], [], ruleset).related[0]
    if related.previous is None:
        reasons = [note.said for note in related.remarks if note.said is not None]
        raise UsageError("cli/not_last_years", file=file, reasons=reasons)
    return related.previous
