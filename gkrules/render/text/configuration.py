"""The configuration that holds, for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from gkrules.model.findings import Severity
from gkrules.render.inputs import WIDTH, Configured, Held
from gkrules.render.lines import Line, line, width_of, wrap
from gkrules.render.safe import clean
from gkrules.render.words import joint, say, severity_word

_SOURCES = 30
"""Columns that where a setting comes from takes before its value gets less room; a longer path is longer than the line."""
_GAP = 2


def configuration_lines(configured: Configured, lang: str) -> Iterator[Line]:
    """The file, a row for each setting with its value and where it comes from, and whose waivers count."""
    file, other = clean(configured.file), clean(configured.passed_over)
    key = "above" if configured.above else "here" if file else "none"
    yield line(say(f"render/config-file.{key}", lang, file=file), "bold", hang=2)
    if other:
        yield line(say("render/config-passed-over", lang, file=other, other=file), "yellow", hang=2)
    yield line("")
    default = say("render/config-default", lang)
    rows = [(each.name, _value(each, lang), _source(each, default)) for each in configured.settings if each.name != "limits"]
    rows += [(f"limits.{each.name}", str(each.value), _source(each, default)) for each in configured.limits]
    if not configured.limits:
        rows.append(("limits", say("render/config-value.limits", lang), default))
    heads = [say(f"render/config-head.{head}", lang) for head in ("name", "value", "source")]
    names, sources = (max(width_of(text) for text in column) for column in (next(zip(*rows, strict=True)), [row[2] for row in rows]))
    room = max(WIDTH - names - min(sources, _SOURCES) - 2 * _GAP, _SOURCES)
    yield line(f"{_left(heads[0], names)}{_left(heads[1], room)}{heads[2]}", "bold", keep=True)
    for name, value, source in rows:
        for number, piece in enumerate(wrap(value, room)):
            first = number == 0
            ends = ((_left(piece.rstrip(), room), ""), (source, "dim")) if first else ((piece.rstrip(), ""),)
            yield Line(((_left(name if first else "", names), "bold"), *ends), keep=True)
    if configured.waivers:
        yield line("")
    for place, waivers in configured.waivers.items():
        form = "render/config-waivers" if waivers else "render/config-waivers.none"
        yield line(say(form, lang, place=clean(place), file=clean(waivers)), hang=2)


def _value(each: Held, lang: str) -> str:
    value = each.value
    if isinstance(value, bool):
        return say(f"render/config-value.{str(value).lower()}", lang)
    if not value:
        return say(f"render/config-value.{each.name}", lang)
    if isinstance(value, Mapping):
        return clean(joint(lang).join(f"{name} {severity_word(Severity(word), lang)}" for name, word in value.items()))
    return clean(value if isinstance(value, str) else joint(lang).join(value))


def _source(each: Held, default: str) -> str:
    return clean(f"{each.file}:{each.line}" if each.line else each.file) or default


def _left(text: str, size: int) -> str:
    return text + " " * (max(size - width_of(text), 0) + _GAP)
