"""The years of each organ as a picture (SVG), drawn with matplotlib."""

from __future__ import annotations

import io
import logging
import math
import warnings
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from gkrules.collection.series import AllSeries, Measure, Series
from gkrules.model.cells import Cell
from gkrules.model.errors import UsageError
from gkrules.render.safe import clean
from gkrules.render.series_words import measure_label
from gkrules.render.words import say

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_ORGANS = 60
_ACROSS = 2
_SIZE = (5.2, 2.7)
# Text stays text, so whoever looks at the picture needs one of these; the first that there is measures it.
_FONTS = (
    *("Noto Sans CJK SC", "Source Han Sans SC", "Microsoft YaHei", "PingFang SC", "Hiragino Sans GB", "SimHei", "SimSun"),
    *("WenQuanYi Micro Hei", "WenQuanYi Zen Hei", "Noto Serif CJK SC", "AR PL UMing CN", "DejaVu Sans", "sans-serif"),
)
_STYLES = {
    Measure.RECEIVED: ("#1f5fa8", "o", "-"),
    Measure.CARRIED_IN: ("#8a8a8a", "v", ":"),
    Measure.HANDLED: ("#2a8c4a", "s", "--"),
    Measure.CARRIED_OUT: ("#b8860b", "^", ":"),
    Measure.REVIEWS: ("#7b3fa0", "D", "-."),
    Measure.LAWSUITS: ("#c0392b", "P", "-."),
}


def series_svg(found: AllSeries, lang: str) -> str:
    """A picture with a small chart for each organ. A number that is not known is a gap in its line, and breaks are marked.

    Raises:
        UsageError: matplotlib is not installed (``missing_extra``), or there are too many organs (``too_many_to_plot``).
    """
    if len(found.series) > MOST_ORGANS:
        raise UsageError("render/too_many_to_plot", most=MOST_ORGANS, count=len(found.series))
    try:
        import matplotlib as mpl
        from matplotlib.backends.backend_svg import FigureCanvasSVG
        from matplotlib.figure import Figure
    except ImportError as error:
        raise UsageError("render/missing_extra", backend="plot") from error
    # No fonts of its own, names are never formulas, and the same series make the same file.
    settings: Any = {"svg.fonttype": "none", "svg.hashsalt": "gkrules", "text.parse_math": False, "font.family": _FONTS}
    logging.getLogger("matplotlib.font_manager").setLevel(logging.CRITICAL)
    with mpl.rc_context(settings), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=".*missing from .*font", category=UserWarning)
        across = min(_ACROSS, max(len(found.series), 1))
        down = max(math.ceil(len(found.series) / across), 1)
        # The keys stand once, below all charts.
        figure = Figure(figsize=(_SIZE[0] * across, _SIZE[1] * down + 0.8), layout="constrained")
        canvas: Any = FigureCanvasSVG(figure)
        figure.suptitle(say("render/series.plot.title", lang))
        for number, series in enumerate(found.series, 1):
            _draw(figure.add_subplot(down, across, number), series, lang)
        if figure.axes:
            lines, labels = figure.axes[0].get_legend_handles_labels()
            figure.legend(lines, labels, loc="outside lower center", ncols=len(labels), fontsize="small")
        stream = io.StringIO()
        canvas.print_svg(stream, metadata={"Date": None, "Creator": "gkrules"})
    return stream.getvalue()


def _draw(axes: Axes, series: Series, lang: str) -> None:
    axes.set_title(clean(series.organ.name), fontsize="medium")
    years = list(range(series.years[0].year, series.years[-1].year + 1))
    by_year = {year.year: year for year in series.years}
    carried = [each.year for each in series.breaks if each.kind == "carried"]
    for measure, (color, marker, style) in _STYLES.items():
        values = [_value(by_year[year].values.get(measure) if year in by_year else None) for year in years]
        label = measure_label(measure, lang)
        axes.plot(years, values, color=color, marker=marker, linestyle=style, markersize=4, linewidth=1.2, clip_on=False, label=label)
    for year in carried:
        axes.axvline(year - 0.5, color="#c0392b", linewidth=1, linestyle=(0, (2, 2)))
        axes.text(year - 0.48, 1, "≠", color="#c0392b", ha="left", va="top", transform=axes.get_xaxis_transform())
    for first, last in _gaps(years, [year for year in by_year if by_year[year].taken]):
        axes.axvspan(first - 0.5, last + 0.5, color="#eeeeee", zorder=0)
    axes.set_xticks(years if len(years) <= 12 else years[:: math.ceil(len(years) / 12)])
    axes.set_ylim(bottom=0)
    axes.locator_params(axis="y", integer=True)
    axes.tick_params(labelsize="small")
    axes.spines[["top", "right"]].set_visible(False)


def _gaps(years: Sequence[int], known: Sequence[int]) -> list[tuple[int, int]]:
    """Runs of years whose numbers are not known."""
    runs: list[tuple[int, int]] = []
    for year in years:
        if year in known:
            continue
        if runs and runs[-1][1] == year - 1:
            runs[-1] = (runs[-1][0], year)
        else:
            runs.append((year, year))
    return runs


def _value(cell: Cell | None) -> float:
    return math.nan if cell is None or cell.value is None else float(cell.value)
