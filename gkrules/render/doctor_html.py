"""What was made of a document, as one page without scripts: the grids as recognised, drawn over the pages of a PDF."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Sequence
from html import escape

from gkrules.model.document import Grid, GridCell
from gkrules.model.places import Place
from gkrules.model.report import Report
from gkrules.render.inputs import Diagnosed
from gkrules.render.lines import plain
from gkrules.render.safe import strip_controls
from gkrules.render.text.doctor import candidate_words, doctor_lines
from gkrules.render.words import cell_label, place_words, say, state_word

_MOST_PAGES = 40
_MOST_CELLS = 5_000
_MOST_TEXT = 300
_POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
_STYLE = """
body{font:14px/1.5 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:1.5rem;color:#222;max-width:1100px}
pre{background:#f6f6f6;padding:.8rem;white-space:pre-wrap;overflow-wrap:anywhere}
table{border-collapse:collapse;margin:.4rem 0}
td{border:1px solid #999;padding:.15rem .35rem;font-size:12px;vertical-align:top;min-width:1.2em}
small{display:block;color:#555;font-size:9px;line-height:1.1;overflow-wrap:anywhere}
.number{background:#c9ecc9}.blank{background:#fff3bf}.text{background:#ffc9c9}.not_applicable{background:#dfe3ff}
.page{position:relative;margin:.6rem 0;border:1px solid #bbb;width:max-content}.page img{display:block;opacity:.75}
.page i{position:absolute;border:1px solid #8888;box-sizing:border-box}
.page i.number{background:#2b23;border-color:#171}.page i.blank{background:#fc06;border-color:#a80}
.page i.text{background:#f334;border-color:#c00}.page i.not_applicable{background:#77f4}
ul{margin:.2rem 0}h2{font-size:16px;margin:1.4rem 0 .3rem}.taken{color:#171}.refused{color:#a50}
.legend span{padding:.1rem .5rem;margin-right:.4rem;border:1px solid #999}
"""

Known = dict[Place, list[tuple[str, str]]]


def doctor_page(diagnosed: Diagnosed, lang: str) -> str:
    """The format ``html`` of `gkrules doctor`; of a PDF its pages are drawn."""
    data, document, report = diagnosed.data, diagnosed.document, diagnosed.report
    edition = report.edition if report else None
    known: Known = {}
    for key, cell in (report.cells if report else {}).items():
        if cell.place:
            known.setdefault(cell.place, []).append((key, cell.state.value))
    parts = [f"<pre>{_text(plain(doctor_lines(data, edition, lang)))}</pre>", _legend(lang)]
    grids = list(document.grids()) if document else []
    if document and document.kind == "pdf":
        parts += _pages(diagnosed.source, grids, known, report, lang)
    for number, grid in enumerate(grids, 1):
        where = place_words(grid.place, lang)
        parts.append(f"<h2>{_text(say('render/grid', lang, number=number))} <small>{_text(where)}</small></h2><ul>")
        for each in data["candidates"]:
            if each["grid"] == number:
                kind = "taken" if each["taken"] else "refused"
                parts.append(f'<li class="{kind}">{_text(candidate_words(each, edition, lang))}</li>')
        parts += ["</ul>", *_table(grid, known, report, lang)]
    title = _text(f"gkrules doctor: {data['file']}")
    return (
        f'<!DOCTYPE html>\n<html lang="{say("render/language-tag", lang)}"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><title>{title}</title><style>{_STYLE}</style></head>'
        f"<body><h1>{title}</h1>{''.join(parts)}</body></html>\n"
    )


def _table(grid: Grid, known: Known, report: Report | None, lang: str) -> Iterator[str]:
    yield "<table>"
    for row in grid.rows():
        yield "<tr>"
        for cell in row[:_MOST_CELLS]:
            kind, title, keys = _state(cell.place, known, report, lang)
            spans = "" if grid.ragged else f' rowspan="{cell.rowspan}" colspan="{cell.colspan}"'
            small = "".join(f"<small>{_text(key)}</small>" for key in keys)
            yield f'<td class="{kind}" title="{title}"{spans}>{_cell_text(cell)}{small}</td>'
        yield "</tr>"
    yield "</table>"


def _pages(source: bytes, grids: Sequence[Grid], known: Known, report: Report | None, lang: str) -> Iterator[str]:
    """The pages of a PDF with the cells drawn over them."""
    from gkrules.reading.pages.shown_pages import page_images

    for number, (width, height, picture) in enumerate(page_images(source, _MOST_PAGES), 1):
        yield f"<h2>{_text(say('render/page', lang, number=number))}</h2>"
        size = f"width:{width:.0f}pt;height:{height:.0f}pt"
        encoded = base64.b64encode(picture).decode("ascii")
        yield f'<div class="page" style="{size}"><img alt="" style="{size}" src="data:image/png;base64,{encoded}">'
        for grid in grids:
            for cell in grid.cells[:_MOST_CELLS]:
                if cell.place and cell.place.page == number and cell.place.box:
                    x0, y0, x1, y1 = cell.place.box
                    kind, title, _ = _state(cell.place, known, report, lang)
                    box = f"left:{x0:.1f}pt;top:{y0:.1f}pt;width:{x1 - x0:.1f}pt;height:{y1 - y0:.1f}pt"
                    yield f'<i class="{kind}" title="{title}" style="{box}"></i>'
        yield "</div>"


def _state(place: Place | None, known: Known, report: Report | None, lang: str) -> tuple[str, str, list[str]]:
    """Class, hint and keys of what stands in a place."""
    cells = known.get(place, []) if place else []
    if not cells or report is None:
        return "", "", []
    words = [f"{cell_label(report.edition, key, lang)} ({key})" for key, _ in cells[:5]]
    return cells[0][1], _text("; ".join(words)), [key for key, _ in cells[:3]]


def _legend(lang: str) -> str:
    from gkrules.model.cells import CellState

    states = (CellState.NUMBER, CellState.BLANK, CellState.TEXT, CellState.NOT_APPLICABLE)
    spans = (f'<span class="{state.value}">{_text(state_word(state, lang))}</span>' for state in states)
    return f'<p class="legend">{"".join(spans)}</p>'


def _cell_text(cell: GridCell) -> str:
    text = cell.text.strip()
    return _text(text[:_MOST_TEXT] + ("…" if len(text) > _MOST_TEXT else "")).replace("\n", "<br>")


def _text(text: str) -> str:
    return escape(strip_controls(text), quote=True)
