"""Documents in traditional characters."""

from __future__ import annotations

from dataclasses import replace

import pytest
from forms import EDITION, OLD, document, numbers, paragraph

from gkrules.align import align, traditional
from gkrules.align.traditional import simplified
from gkrules.model.document import Document, Grid

_TO_TRADITIONAL = {ours: theirs for theirs, ours in zip(traditional._TRADITIONAL, traditional._SIMPLIFIED, strict=True)}


def in_traditional(made: Document) -> Document:
    """As a converter gives it that knows single characters."""

    def text(plain: str) -> str:
        return "".join(_TO_TRADITIONAL.get(char, char) for char in plain)

    return replace(
        made,
        blocks=tuple(
            replace(block, cells=tuple(replace(cell, text=text(cell.text)) for cell in block.cells))
            if isinstance(block, Grid)
            else replace(block, text=text(block.text))
            for block in made.blocks
        ),
    )


@pytest.mark.parametrize("edition", [EDITION, OLD], ids=["2021", "2019"])
def test_every_cell_and_heading_is_read_with_one_remark(edition: object) -> None:
    form = OLD if edition is OLD else EDITION
    made = in_traditional(document(edition=form, title=f"某縣稅務局{form.first_year}年政府資訊公開工作年度報告"))
    assert "總計" in str(made)
    report = align(made, [OLD, EDITION])
    assert (report.unit, report.year, report.edition) == ("某县税务局", form.first_year, form)
    assert {key: cell.value for key, cell in report.cells.items() if cell.value is not None} == {
        key: value for key, value in numbers(form).items() if not form.cell_by_key[key].optional or key in report.cells
    }
    assert report.absent == []
    assert [section.key for section in report.sections] == list(form.section_by_key)
    (note,) = report.notes
    assert note.kind == "remark"
    assert "繁体字" in note.zh


def test_one_character_for_one() -> None:
    made = Document("html", (paragraph("關於變更與結轉的說明"),))
    (block,) = simplified(made).blocks
    assert getattr(block, "text", "") == "关于变更与结转的说明"


def test_simplified_documents_are_left_alone() -> None:
    made = document()
    assert simplified(made) is made
    # Characters that simplified texts have, too, are no traditional ones: the county is called 乾.
    stays = Document("html", (paragraph("乾县人民政府著作权、瞭望、堃"),))
    assert simplified(stays) is stays


def test_table_is_one_to_one() -> None:
    assert len(traditional._TRADITIONAL) == len(traditional._SIMPLIFIED) == len(set(traditional._TRADITIONAL))
    assert not set(traditional._TRADITIONAL) & set(traditional._SIMPLIFIED)
