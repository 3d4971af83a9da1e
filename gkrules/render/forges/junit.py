"""The format ``junit``: a suite for each report, a case for each rule that judged it, as build servers show tests."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from gkrules.model.findings import Outcome, Severity
from gkrules.render.forges.escaping import shortened, xml_lines
from gkrules.render.found import Found, every_finding, path_of, sentences, shown_subject
from gkrules.render.inputs import Checked, every_subject
from gkrules.render.words import outcome_word, rule_titles, say
from gkrules.rulefiles.rulebook import Rulebook

if TYPE_CHECKING:
    from lxml.etree import _Element

    from gkrules.model.findings import ReportFindings

_KINDS = {"failure": "failures", "error": "errors", "skipped": "skipped"}
_MOST_WORDS = 20_000


def checked_junit(checked: Checked, lang: str) -> str:
    """The format ``junit`` of `gkrules check`.

    A case fails by an error or a warning of its rule; a mere remark is output of a case that passes. What could not be decided, and
    what is waived, is skipped with the reason: neither is a pass. A file that was not read, and a rule that broke, is an error.
    """
    from lxml import etree

    ruleset = checked.result.ruleset
    titles = rule_titles(ruleset, lang)
    of_report: dict[int, list[Found]] = {}
    for found in every_finding(checked.result, waived=True):
        of_report.setdefault(id(found.report), []).append(found)
    root = etree.Element("testsuites", name="gkrules")
    for about in every_subject(checked.result):
        suite = _suite(root, path_of(about.report.file), shown_subject(about.report, lang))
        for code, mine, undecided in _judged(about, of_report.get(id(about.report), [])):
            _fill(_case(suite, f"{code} {titles.get(code, '')}".rstrip()), mine, undecided, ruleset, lang)
    for failed in checked.failed:
        suite = _suite(root, path_of(failed.file), failed.file)
        _outcome(_case(suite, say("render/forges.not-checked", lang)), "error", failed.text(lang), failed.kind)
    for suite in root:
        _count(suite)
    _count(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{etree.tostring(root, encoding="unicode", pretty_print=True)}'


def _judged(about: ReportFindings, found: Sequence[Found]) -> Iterator[tuple[str, list[Found], int]]:
    """Every rule that judged a report, what it found, and how many places it could not decide."""
    by_code: dict[str, list[Found]] = {}
    for each in found:
        by_code.setdefault(each.finding.code, []).append(each)
    undecided = Counter(code for code, _ in about.undecided)
    for code in sorted({*by_code, *undecided, *(code for code, _ in about.passed)}):
        yield code, by_code.get(code, []), undecided[code]


def _fill(case: _Element, found: Sequence[Found], undecided: int, ruleset: Rulebook, lang: str) -> None:
    """What came of a rule: the gravest counts."""
    broken = [each for each in found if each.broken]
    open_ = [each for each in found if each.waiver is None and not each.broken]
    failing = [each for each in open_ if each.severity is not Severity.INFO]
    reasons = dict.fromkeys(each.waiver.reason for each in found if each.waiver is not None)
    if broken:
        _outcome(case, "error", outcome_word(Outcome.ERROR, lang), "broken_rule", _words(broken, ruleset, lang))
    elif failing:
        first = failing[0].finding
        _outcome(case, "failure", first.message[lang], first.severity.value, _words(failing, ruleset, lang))
    elif undecided:
        _outcome(case, "skipped", say("render/checks.unknown", lang, count=undecided), "undecided")
    elif reasons:
        words = say("render/waived", lang) + say("render/colon", lang) + say("render/items", lang).join(reasons)
        _outcome(case, "skipped", words, "waived")
    if remarks := [each for each in open_ if each.severity is Severity.INFO]:
        _add(case, "system-out").text = shortened(xml_lines(_words(remarks, ruleset, lang)), _MOST_WORDS)


def _words(found: Iterable[Found], ruleset: Rulebook, lang: str) -> str:
    return "\n\n".join("\n".join(sentences(each.told(ruleset, lang), lang)) for each in found)


def _suite(root: _Element, file: str, name: str) -> _Element:
    return _add(root, "testsuite", name=name, file=file)


def _case(suite: _Element, name: str) -> _Element:
    return _add(suite, "testcase", name=name, classname=suite.get("file") or "gkrules", time="0")


def _outcome(case: _Element, kind: str, message: str, type_: str, text: str = "") -> None:
    element = _add(case, kind, message=shortened(message), type=type_)
    if text:
        element.text = shortened(xml_lines(text), _MOST_WORDS)


def _add(parent: _Element, tag: str, **attributes: str) -> _Element:
    from lxml import etree

    return etree.SubElement(parent, tag, {name: xml_lines(value).replace("\n", " ") for name, value in attributes.items()})


def _count(element: _Element) -> None:
    """Say how many cases there are below, and how many of each kind."""
    element.set("tests", str(sum(1 for _ in element.iter("testcase"))))
    for tag, name in _KINDS.items():
        element.set(name, str(sum(1 for _ in element.iter(tag))))
