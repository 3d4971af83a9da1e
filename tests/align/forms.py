"""Documents built from an edition, so that these tests need no reader, and damage done to them."""

from __future__ import annotations

import random
from dataclasses import dataclass, field, replace
from pathlib import Path

from gkrules.model.document import Block, Document, Grid, GridCell, Paragraph
from gkrules.model.edition import Edition, Row, Table
from gkrules.model.places import Place
from gkrules.rulefiles.editions import load_edition

EDITIONS = Path(__file__).parents[2] / "rules" / "editions"
EDITION = load_edition(EDITIONS / "2021.yaml")
OLD = load_edition(EDITIONS / "2019.yaml")
WORDS = "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指"  # noqa: E501


@dataclass
class FormRow:
    """A row of the applications table on its way into a grid."""

    label: str
    under: tuple[str, ...]
    values: list[str]


@dataclass
class Builder:
    """Collects cells row by row; a cell is placed by its grid column."""

    cells: list[GridCell] = field(default_factory=list)
    row: int = 0
    table: int = 1

    def put(self, *entries: tuple[int, str, int, int]) -> None:
        """A row of (column, text, colspan, rowspan)."""
        for column, text, colspan, rowspan in entries:
            place = Place("docx", table=self.table, row=self.row + 1, column=column + 1)
            self.cells.append(GridCell(text, self.row, column, rowspan, colspan, place))
        self.row += 1

    def grid(self) -> Grid:
        return Grid(tuple(self.cells), Place("docx", table=self.table))


def numbers(edition: Edition = EDITION, start: int = 100) -> dict[str, int]:
    """A different number for every cell, so that any slip shows."""
    return {key: start + index for index, key in enumerate(edition.cell_by_key)}


def value_texts(table: Table, row: Row, values: dict[str, int]) -> list[str]:
    return [str(values[table.cell(row.key, column.key)]) for column in table.columns]


def form_rows(values: dict[str, int], edition: Edition = EDITION) -> list[FormRow]:
    table = edition.table_by_key["applications"]
    return [FormRow(row.label, row.under, value_texts(table, row, values)) for row in table.rows if not row.replaces]


def disclosure_grid(values: dict[str, int], edition: Edition = EDITION, *, skip: str = "") -> Grid:
    build = Builder(table=1)
    for table in edition.tables:
        if table.section != "proactive_disclosure" or table.key == skip:
            continue
        build.put((0, table.title, 4, 1))
        span = 3 // len(table.columns)
        build.put((0, table.corner, 1, 1), *((1 + span * at, column.label, span, 1) for at, column in enumerate(table.columns)))
        for row in table.rows:
            texts = value_texts(table, row, values)
            build.put((0, row.label, 1, 1), *((1 + span * at, text, span, 1) for at, text in enumerate(texts)))
    return build.grid()


def put_header(build: Builder, edition: Edition = EDITION) -> None:
    table = edition.table_by_key["applications"]
    labels = [column.label for column in table.columns]
    build.put((0, table.corner, 3, 3), (3, "申请人情况", 7, 1))
    build.put((3, labels[0], 1, 2), (4, "法人或其他组织", 5, 1), (9, labels[6], 1, 2))
    build.put(*((4 + at, label, 1, 1) for at, label in enumerate(labels[1:6])))


def put_rows(build: Builder, rows: list[FormRow]) -> None:
    """Rows with their groups as merged cells, the way the form prints them."""
    for index, row in enumerate(rows):
        entries: list[tuple[int, str, int, int]] = []
        for level, group in enumerate(row.under):
            if index and rows[index - 1].under[: level + 1] == row.under[: level + 1]:
                continue
            height = 1
            while index + height < len(rows) and rows[index + height].under[: level + 1] == row.under[: level + 1]:
                height += 1
            entries.append((level, group, 1, height))
        depth = len(row.under)
        entries.append((depth, row.label, 3 - depth, 1))
        entries.extend((3 + at, text, 1, 1) for at, text in enumerate(row.values))
        build.put(*entries)


def applications_grid(rows: list[FormRow], *, table: int = 2, header: bool = True) -> Grid:
    build = Builder(table=table)
    if header:
        put_header(build)
    put_rows(build, rows)
    return build.grid()


def review_grid(values: dict[str, int], edition: Edition = EDITION, *, table: int = 3) -> Grid:
    form = edition.table_by_key["review_litigation"]
    labels = [column.label for column in form.columns]
    build = Builder(table=table)
    build.put((0, "行政复议", 5, 1), (5, "行政诉讼", 10, 1))
    build.put(*((at, label, 1, 2) for at, label in enumerate(labels)), (5, form.rows[1].label, 5, 1), (10, form.rows[2].label, 5, 1))
    build.put(*((5 + at, label, 1, 1) for at, label in enumerate(labels * 2)))
    build.put(*((at, text, 1, 1) for at, text in enumerate(text for row in form.rows for text in value_texts(form, row, values))))
    return build.grid()


def paragraph(text: str, number: int = 1) -> Paragraph:
    return Paragraph(text, Place("docx", paragraph=number))


def document(
    grids: dict[str, list[Grid]] | None = None, *, title: str = "某县水利局2024年政府信息公开工作年度报告", edition: Edition = EDITION
) -> Document:
    """A whole report. `grids` replaces the tables of the sections it names."""
    values = numbers(edition)
    tables = {
        "proactive_disclosure": [disclosure_grid(values, edition)],
        "applications": [applications_grid(form_rows(values, edition))],
        "review_litigation": [review_grid(values, edition)],
        **(grids or {}),
    }
    blocks: list[Block] = [paragraph(title), paragraph("本报告所列数据的统计期限自2024年1月1日起至2024年12月31日止。")]
    for section in edition.sections:
        blocks.append(paragraph(section.heading, len(blocks)))
        blocks.extend(tables.get(section.key, [paragraph(f"{section.heading[2:]}的文字。", len(blocks))]))
    return Document("docx", tuple(blocks))


def as_ragged(grid: Grid) -> Grid:
    """The same grid as a dump gives it: merged cells leave one blank per column on the left of a row, widths are lost."""
    height = max(cell.row for cell in grid.cells) + 1
    cells: list[GridCell] = []
    for row in range(height):
        above = [cell for cell in grid.cells if cell.row < row < cell.row + cell.rowspan]
        here = sorted([*(replace(cell, text="") for cell in above), *(c for c in grid.cells if c.row == row)], key=lambda cell: cell.column)
        cells.extend(GridCell(cell.text, row, at, place=cell.place) for at, cell in enumerate(here))
    return Grid(tuple(cells), grid.place, ragged=True)


def with_noise(text: str, chance: random.Random, share: float = 0.2) -> str:
    """`text` with characters lost, replaced or doubled."""
    out = []
    for char in text:
        if chance.random() >= share:
            out.append(char)
        elif (kind := chance.randrange(3)) == 1:
            out.append(chance.choice(WORDS))
        elif kind == 2:
            out.append(char * 2)
    return "".join(out) or text


def noisy(grid: Grid, chance: random.Random, share: float = 0.2, *, rows_only: bool = False) -> Grid:
    """A grid whose labels are damaged, numbers not."""
    cells = [
        cell if cell.text.isdigit() or (rows_only and cell.row < 3) else replace(cell, text=with_noise(cell.text, chance, share))
        for cell in grid.cells
    ]
    return replace(grid, cells=tuple(cells))
