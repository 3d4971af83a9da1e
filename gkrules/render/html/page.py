"""The format ``html``: one file that needs nothing else, opens without network, and is complete without its script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from gkrules.reading.own_outputs import PAGE_MARK
from gkrules.render.html.both import Both, harmless, told
from gkrules.render.html.view import MANY, report_views
from gkrules.render.inputs import Checked, ResultLike
from gkrules.render.safe import clean, strip_controls
from gkrules.render.statistics import statistics_of
from gkrules.render.summary import summarise
from gkrules.render.text.statistics import cause_word
from gkrules.render.words import rule_titles, ruleset_words, say, year_words

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
_MOST_BARS = 12
_BAR = 240
_MOST_TITLE = 100


class Bar(NamedTuple):
    """A bar of a chart: its label, the code of a rule if it is one, how many it stands for, its length in pixels, and its colour."""

    label: Both
    code: str
    number: int
    length: float
    severity: str


class Chart(NamedTuple):
    """Bars with a heading."""

    heading: Both
    bars: tuple[Bar, ...]


def checked_page(checked: Checked, lang: str) -> str:
    """The page of a result."""
    result = checked.result
    views = list(report_views(checked))
    summary = summarise(result, checked.failed)
    many = len(result.reports) > MANY
    return (
        environment()
        .get_template("page.html")
        .render(
            lang=lang,
            title=_title(checked, lang),
            policy=_policy(),
            mark=Markup(PAGE_MARK),  # noqa: S704 -- our own text
            style=Markup(asset("page.css")),  # noqa: S704 -- our own file
            script=Markup(asset("page.js")),  # noqa: S704 -- our own file
            summary=summary,
            charts=charts_of(result),
            views=views,
            drawn={view.id: view for view in views if not many or view.cards or view.notes or view.waived},
            failed=[(harmless(each.file), Both(each.zh, each.en)) for each in checked.failed],
            many=many,
            one=len(views) == 1 and not checked.failed,
            ruleset=Both(ruleset_words(result.ruleset, "zh"), ruleset_words(result.ruleset, "en")),
            codes=[code for code, _ in sorted(summary.rules)],
        )
    )


def charts_of(result: ResultLike) -> list[Chart]:
    """What was found by rule, by kind of cause and, if there are several, by year; only those that show something."""
    counts = statistics_of(result)
    zh, en = (rule_titles(result.ruleset, lang) for lang in ("zh", "en"))
    rules = [(Both(zh.get(code, ""), en.get(code, "")), code, each.findings, kind) for (code, kind), each in counts.rules.items()]
    causes = [(Both(cause_word(cause, "zh"), cause_word(cause, "en")), "", each.causes, "") for cause, each in counts.causes.items()]
    years = [(Both(year_words(year, "zh"), year_words(year, "en")), "", each.findings, "") for year, each in counts.years.items()]
    charts = [
        _chart("render/statistics-by.rules", rules),
        _chart("render/statistics-by.causes", sorted(causes, key=lambda each: -each[2])),
        _chart("render/statistics-by.years", years if len(years) > 1 else []),
    ]
    return [chart for chart in charts if chart.bars]


def _chart(heading: str, rows: Sequence[tuple[Both, str, int, str]]) -> Chart:
    longest = max((number for _, _, number, _ in rows), default=1) or 1
    bars = (Bar(label, code, number, round(_BAR * number / longest, 1), kind) for label, code, number, kind in rows[:_MOST_BARS])
    return Chart(told(heading), tuple(bars))


@cache
def environment() -> Environment:
    """The templates of this room. Everything that is put in is escaped and freed of control characters."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(_HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        optimized=False,  # it costs more than it saves: a template is used once
        finalize=_finalized,
    )
    made.globals.update(told=told)
    return made


def _finalized(value: Any) -> Any:
    # Markup is a str, too, and is what it is.
    return strip_controls(value) if type(value) is str and not value.isprintable() else value


def _title(checked: Checked, lang: str) -> str:
    reports = checked.result.reports
    if len(reports) == 1 and reports[0].report.unit and reports[0].report.year:
        return say("render/page.title.one", lang, unit=clean(reports[0].report.unit)[:_MOST_TITLE], year=reports[0].report.year)
    return say("render/page.title", lang)


def _policy() -> str:
    """What the page may do: nothing but its own style and script, told by their hashes."""
    hashes = {name: base64.b64encode(hashlib.sha256(asset(name).encode()).digest()).decode() for name in ("page.css", "page.js")}
    return (
        f"default-src 'none'; style-src 'sha256-{hashes['page.css']}'; script-src 'sha256-{hashes['page.js']}'; "
        "base-uri 'none'; form-action 'none'"
    )


@cache
def asset(name: str) -> str:
    """A style or a script of ours."""
    return (_HERE / "static" / name).read_text("utf-8")
