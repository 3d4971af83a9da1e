"""The format ``html``: one file that needs nothing else, opens without network, and is complete without its script."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from markupsafe import Markup

from gkrules.render.html.both import Both, harmless, told
from gkrules.render.html.view import MANY, report_views
from gkrules.render.inputs import Checked
from gkrules.render.safe import clean, strip_controls
from gkrules.render.summary import summarise
from gkrules.render.words import ruleset_words, say
from gkrules.rulefiles.rulebook import Rulebook

if TYPE_CHECKING:
    from jinja2 import Environment

_HERE = Path(__file__).parent
_MOST_BARS = 12
_BAR = 240
_MOST_TITLE = 100


class Bar(NamedTuple):
    """A bar of a chart: its label, a code that the page can be filtered by, how many it stands for, and its length in pixels."""

    label: Both
    code: str
    number: int
    length: float
    severity: str


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
            style=Markup(asset("page.css")),  # noqa: S704 -- our own file
            script=Markup(asset("page.js")),  # noqa: S704 -- our own file
            summary=summary,
            bars=rule_bars(summary.rules, result.ruleset),
            views=views,
            drawn={view.id: view for view in views if not many or view.cards or view.notes or view.waived},
            failed=[(harmless(each.file), Both(each.zh, each.en)) for each in checked.failed],
            many=many,
            one=len(views) == 1 and not checked.failed,
            ruleset=Both(ruleset_words(result.ruleset, "zh"), ruleset_words(result.ruleset, "en")),
            codes=[code for code, _ in sorted(summary.rules)],
        )
    )


def rule_bars(rules: Sequence[tuple[str, int]], ruleset: Rulebook) -> list[Bar]:
    """The most frequent rules."""
    longest = max((count for _, count in rules), default=1)
    return [
        Bar(
            Both(ruleset.rule(code).title["zh"], ruleset.rule(code).title["en"]),
            code,
            count,
            round(_BAR * count / longest, 1),
            ruleset.rule(code).severity.value,
        )
        for code, count in rules[:_MOST_BARS]
    ]


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
