"""What every output of a series says: cells in one word, breaks in a sentence."""

from __future__ import annotations

from gkrules.collection.series import Break, Measure, Series, Year
from gkrules.model.cells import Cell, CellState
from gkrules.render.safe import clean
from gkrules.render.words import listing, number, say, shown_file


def measure_label(measure: Measure, lang: str) -> str:
    """``新收申请`` …"""
    return say(f"render/series.measure.{measure.value}", lang)


def value_words(year: Year, measure: Measure, lang: str) -> str:
    """The number of a measure, or one word for why there is none."""
    return say("render/series.short.not_taken", lang) if not year.taken else cell_words(year.values.get(measure), lang)


def cell_words(cell: Cell | None, lang: str) -> str:
    """The number of a cell, or one word for why there is none; ``None`` is what the form does not ask for."""
    if cell is None:
        return say("render/series.short.not_asked", lang)
    if cell.state is CellState.NUMBER:
        return number(cell.value, lang)
    return say(f"render/series.short.{cell.state.value}", lang)


def break_words(of: Series, found: Break, lang: str) -> str:
    """A break in a sentence."""
    if found.kind == "missing":
        form = "render/series.break.missing.one" if found.last == found.year else "render/series.break.missing.several"
        return say(form, lang, year=found.year, last=found.last)
    if found.kind == "different":
        year = next(each for each in of.years if each.year == found.year)
        files = listing([shown_file(report, lang) for report in year.reports], lang)
        counts = {"count": len(year.reports), "cells": len(year.different)}
        return say("render/series.break.different", lang, year=found.year, files=files, **counts)
    now, before = found.now or 0, found.before or 0
    numbers = {"now": number(now, lang), "before": number(before, lang), "difference": number(now - before, lang)}
    return say("render/series.break.carried", lang, year=found.year, before_year=found.year - 1, **numbers)


def perhaps_words(of: Series, lang: str) -> str:
    """That the organ may be another one of these; empty where its name is certain."""
    names = [clean(name) for name in of.organ.perhaps]
    return say("render/series.perhaps", lang, names=listing(names, lang)) if names else ""
