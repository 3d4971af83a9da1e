"""The output formats of the commands: a row each. A new format is a module and a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from gkrules.model.errors import UsageError

if TYPE_CHECKING:
    from gkrules.render.lines import Line


@dataclass(frozen=True, slots=True)
class Reporter:
    """An output format.

    Attributes:
        takes: what it shows: ``result`` (`Checked`), ``reports`` (`Extracted`), ``series`` (`AllSeries`), ``rollup`` (`Rollup`),
            ``diagnosis`` (`Diagnosed`), ``rule`` and ``diff`` (`OfRules`), ``rulebook``, ``template`` (`EmptyForm`),
            ``configuration`` (`Configured`), or ``lint``; a command offers the formats for what it has.
        name: what ``--format`` calls it. The first of those that take the same is used if none is asked for.
        target: ``module:function``, imported when it is used. The function gets what the format takes, and the language; it
            returns text, bytes, or lines with styles. Empty text means that there is nothing to write.
        suffixes: endings of the files that are written in it if no format is asked for.
        extra: the extra of this package that it needs, if any.
        many: whether it can show several reports at once.
        encoding: of a file; what goes to the screen is UTF-8. Empty where it is no text.
    """

    takes: str
    name: str
    target: str
    suffixes: tuple[str, ...] = ()
    extra: str = ""
    many: bool = True
    encoding: str = "utf-8"

    def require(self) -> None:
        """Make sure, without loading it, that what it needs is installed.

        Raises:
            UsageError: ``missing_extra``.
        """
        if self.extra and find_spec(_NEEDS[self.extra]) is None:
            raise UsageError("render/missing_extra", backend=self.extra)

    def render(self, subject: Any, lang: str, *, count: int = 1) -> str | bytes | Iterable[Line]:
        """What it makes of `subject`, which holds `count` reports.

        Raises:
            UsageError: the extra that it needs is not installed (``missing_extra``), or it shows one report only (``one_report``).
        """
        if count > 1 and not self.many:
            raise UsageError("render/one_report", format=self.name, count=count)
        module, _, function = self.target.partition(":")
        try:
            make: Callable[[Any, str], str | bytes | Iterable[Line]] = getattr(import_module(module), function)
            return make(subject, lang)
        except ImportError as error:
            if not self.extra:
                raise
            raise UsageError("render/missing_extra", backend=self.extra) from error


_RENDER = "gkrules.render"
_NEEDS = {"html": "jinja2", "xlsx": "xlsxwriter", "word": "docx"}
"""A module of each extra, by which it is known whether it is there."""
REPORTERS: tuple[Reporter, ...] = (
    Reporter("result", "text", f"{_RENDER}.text.result:checked_lines", (".txt",)),
    Reporter("result", "json", f"{_RENDER}.data.json_output:checked_json", (".json",)),
    Reporter("result", "html", f"{_RENDER}.html.page:checked_page", (".html", ".htm"), extra="html"),
    Reporter("result", "jsonl", f"{_RENDER}.data.jsonl_output:checked_jsonl", (".jsonl", ".ndjson")),
    Reporter("result", "csv", f"{_RENDER}.data.findings_csv:checked_csv", (".csv",), encoding="utf-8-sig"),
    Reporter("result", "sarif", f"{_RENDER}.forges.sarif:checked_sarif", (".sarif", ".sarif.json")),
    Reporter("result", "github", f"{_RENDER}.forges.github:checked_github"),
    Reporter("result", "gitlab", f"{_RENDER}.forges.gitlab:checked_gitlab"),
    Reporter("result", "junit", f"{_RENDER}.forges.junit:checked_junit", (".junit.xml", ".xml")),
    Reporter("result", "markdown", f"{_RENDER}.forges.markdown:checked_markdown", (".md", ".markdown")),
    Reporter("result", "xlsx", f"{_RENDER}.book.workbook:checked_workbook", (".xlsx",), extra="xlsx", encoding=""),
    Reporter("reports", "text", f"{_RENDER}.text.tables:extracted_lines", (".txt",)),
    Reporter("reports", "json", f"{_RENDER}.data.json_output:extracted_json", (".json",)),
    # In a file the mark tells spreadsheets that it is UTF-8; in a pipe it would only be in the way.
    Reporter("reports", "csv", f"{_RENDER}.data.csv_output:extracted_csv", (".csv",), encoding="utf-8-sig"),
    Reporter("series", "text", f"{_RENDER}.text.series:series_lines", (".txt",)),
    Reporter("series", "json", f"{_RENDER}.data.series_data:series_json", (".json",)),
    Reporter("series", "csv", f"{_RENDER}.data.series_data:series_csv", (".csv",), encoding="utf-8-sig"),
    Reporter("rollup", "text", f"{_RENDER}.text.rollup:rollup_lines", (".txt",)),
    Reporter("rollup", "json", f"{_RENDER}.data.rollup_data:rollup_json", (".json",)),
    Reporter("rollup", "csv", f"{_RENDER}.data.rollup_data:rollup_csv", (".csv",), encoding="utf-8-sig"),
    Reporter("diagnosis", "text", f"{_RENDER}.text.doctor:diagnosis_lines", (".txt",)),
    Reporter("diagnosis", "json", f"{_RENDER}.data.json_output:diagnosis_json", (".json",)),
    Reporter("diagnosis", "html", f"{_RENDER}.doctor_html:doctor_page", (".html", ".htm")),
    Reporter("rule", "text", f"{_RENDER}.text.explain:rule_lines"),
    Reporter("rule", "json", f"{_RENDER}.data.json_rules:rule_json"),
    Reporter("rulebook", "table", f"{_RENDER}.text.rules:rules_lines"),
    Reporter("rulebook", "json", f"{_RENDER}.data.json_rules:rules_json"),
    Reporter("rulebook", "markdown", f"{_RENDER}.rules_markdown:rules_markdown"),
    Reporter("diff", "text", f"{_RENDER}.text.rules:diff_lines"),
    Reporter("diff", "json", f"{_RENDER}.data.json_rules:diff_json"),
    Reporter("diff", "markdown", f"{_RENDER}.rules_markdown:diff_markdown"),
    Reporter("template", "docx", f"{_RENDER}.book.form_word:word_form", (".docx",), extra="word", encoding=""),
    Reporter("template", "xlsx", f"{_RENDER}.book.form_workbook:workbook_form", (".xlsx",), extra="xlsx", encoding=""),
    Reporter("configuration", "text", f"{_RENDER}.text.configuration:configuration_lines"),
    Reporter("configuration", "json", f"{_RENDER}.data.configuration_output:configuration_json"),
    Reporter("lint", "text", "gkrules.lint.output:lint_lines"),
    Reporter("lint", "json", "gkrules.lint.output:lint_json"),
)


def formats(takes: str) -> tuple[str, ...]:
    """The names of the formats that show this, the first choice first."""
    return tuple(each.name for each in REPORTERS if each.takes == takes)


def reporter(takes: str, name: str | None = None, output: str | None = None) -> Reporter:
    """The format that is asked for by `name`, else the one that the suffix of the file `output` says, else the first.

    Raises:
        KeyError: there is no such format.
    """
    rows = [each for each in REPORTERS if each.takes == takes]
    if name is None:
        suffixes = [each.lower() for each in PurePath(output or "").suffixes]
        # Of a name with two endings that are one (a.sarif.json), both count before the last alone.
        for ending in ("".join(suffixes[-2:]), "".join(suffixes[-1:])):
            if found := next((each for each in rows if ending in each.suffixes), None):
                return found
        return rows[0]
    return {each.name: each for each in rows}[name]
