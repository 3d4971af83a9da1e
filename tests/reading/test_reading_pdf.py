from __future__ import annotations

import threading
import time

import pytest
from pdf_helpers import bar, lattice, line, only, pdf, shape, text, values

from gkrules.model.document import Grid
from gkrules.model.errors import DocumentError
from gkrules.reading import Limits, read_bytes

ENCRYPTION = "/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <" + "11" * 32 + "> /U <" + "22" * 32 + "> >>"


def refused(data: bytes, limits: Limits | None = None) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "report.pdf", limits=limits or Limits())
    assert caught.value.zh
    assert caught.value.en
    return caught.value


SMALL = lattice([50, 100, 150], [300, 320, 340]) + text(55, 325, "1") + text(105, 325, "2") + text(55, 305, "3") + text(105, 305, "4")
MERGED = (
    line(50, 360, 250, 360)
    + line(100, 340, 250, 340)
    + line(50, 320, 250, 320)
    + line(50, 300, 250, 300)
    + line(50, 300, 50, 360)
    + line(100, 300, 100, 360)
    + line(175, 300, 175, 340)
    + line(250, 300, 250, 360)
    + text(60, 335, "A")
    + text(150, 345, "B")
    + text(120, 325, "C")
    + text(200, 325, "D")
    + text(60, 305, "1")
    + text(120, 305, "22")
    + text(200, 305, "333.5")
)
MERGED_SHAPE = [
    [("A", 0, 2, 1), ("B", 1, 1, 2)],
    [("C", 1, 1, 1), ("D", 2, 1, 1)],
    [("1", 0, 1, 1), ("22", 1, 1, 1), ("333.5", 2, 1, 1)],
]


def test_merged_header_cells():
    document = read_bytes(pdf(MERGED))
    grid = only(document)
    assert document.kind == "pdf"
    assert shape(grid) == MERGED_SHAPE
    place = grid.rows()[2][2].place
    assert place is not None
    assert (place.kind, place.page, place.box) == ("pdf", 1, (175, 80, 250, 100))
    assert grid.place.box == (50, 40, 250, 100)


def test_double_borders_and_thin_filled_shapes():
    content = "".join(bar(50, y, 100, 0.5) + bar(50, y + 2, 100, 0.5) for y in (300, 320, 340))
    content += "".join(bar(x, 300, 0.5, 42) + bar(x + 2, 300, 0.5, 42) for x in (50, 100, 150))
    content += "0.8 g " + bar(52, 322, 46, 17) + "0 g " + SMALL[SMALL.index("BT") :]
    assert shape(only(read_bytes(pdf(content)))) == [[("1", 0, 1, 1), ("2", 1, 1, 1)], [("3", 0, 1, 1), ("4", 1, 1, 1)]]


def test_boxes_around_each_cell_and_dashed_lines():
    boxes = "".join(f"{x} {y} 50 20 re S\n" for x in (50, 100) for y in (300, 320))
    assert values(only(read_bytes(pdf(boxes + SMALL[SMALL.index("BT") :])))) == [["1", "2"], ["3", "4"]]
    dashes = "".join(bar(x, y, 3, 0.5) for x in range(50, 150, 5) for y in (300, 320, 340))
    dashes += "".join(bar(x, y, 0.5, 3) for x in (50, 100, 150) for y in range(300, 340, 5))
    assert values(only(read_bytes(pdf(dashes + SMALL[SMALL.index("BT") :])))) == [["1", "2"], ["3", "4"]]


def test_a_table_over_two_pages_without_the_top_rule_over_its_first_cell():
    first = lattice([50, 100, 150], [20, 40]) + text(55, 25, "1") + text(105, 25, "2")
    second = line(100, 380, 150, 380) + line(50, 360, 150, 360) + line(50, 340, 150, 340)
    second += line(50, 340, 50, 381) + line(100, 340, 100, 380) + line(150, 340, 150, 380)
    second += text(55, 365, "3") + text(105, 365, "4") + text(55, 345, "5") + text(105, 345, "6")
    document = read_bytes(pdf(first, second))
    assert [values(grid) for grid in document.grids()] == [[["1", "2"]], [["3", "4"], ["5", "6"]]]
    assert [grid.place.page for grid in document.grids()] == [1, 2]
    assert list(document.paragraphs()) == []


def test_a_region_that_is_no_rectangle_is_cut_into_cells():
    # The piece of the middle rule under 2 is missing, and so is the wall right of 3.
    content = line(50, 340, 150, 340) + line(50, 320, 100, 320) + line(50, 300, 150, 300)
    content += line(50, 300, 50, 340) + line(150, 300, 150, 340) + line(100, 320, 100, 340)
    grid = only(read_bytes(pdf(content + SMALL[SMALL.index("BT") :])))
    assert [[cell.text for cell in row] for row in grid.rows()] == [["1", "2"], ["3 4"]]


def test_nested_boxes_and_frames():
    frame = "10 10 280 380 re S\n"
    document = read_bytes(pdf(frame + SMALL + text(20, 200, "outside")))
    assert values(only(document)) == [["1", "2"], ["3", "4"]]
    assert [paragraph.text for paragraph in document.paragraphs()] == ["outside"]


@pytest.mark.parametrize(("angle", "matrix"), [(90, "0 1 -1 0 300 0"), (180, "-1 0 0 -1 300 400"), (270, "0 -1 1 0 0 400")])
def test_rotated_pages_are_read_upright(angle: int, matrix: str):
    content = f"q {matrix} cm 1 0 0 1 0 -100 cm\n{MERGED}\nQ"  # within 300 points both ways
    for page in (f"/Rotate {angle}", ""):
        assert shape(only(read_bytes(pdf(content, page=page)))) == MERGED_SHAPE


def test_a_crop_box_moves_the_origin_and_hides_what_is_outside():
    document = read_bytes(pdf(SMALL + text(5, 5, "9"), page="/CropBox [40 100 300 400]"))
    grid = only(document)
    assert grid.place.box == (10, 60, 110, 100)
    assert list(document.paragraphs()) == []


def test_forms_are_drawn_where_their_matrix_says():
    form = f"<< /Type /XObject /Subtype /Form /BBox [0 0 300 400] /Resources << /Font << /F 3 0 R >> >> /Length {len(SMALL)} >>"
    data = pdf("q 1 0 0 1 20 -50 cm /X Do Q", objects=[f"{form}\nstream\n{SMALL}\nendstream"])
    grid = only(read_bytes(data))
    assert values(grid) == [["1", "2"], ["3", "4"]]
    assert grid.place.box == (70, 110, 170, 150)


def boxes(*cells: tuple[float, float, float, float]) -> str:
    return "1 g " + "".join(bar(*cell) for cell in cells) + "0 g "


FILLED = [(50, 340, 80, 20), (131, 340, 60, 20), (50, 318, 38, 21), (89.5, 318, 40, 21), (131, 318, 60, 21)]


def test_cells_drawn_by_their_background():
    words = text(55, 345, "A") + text(135, 345, "B") + text(55, 322, "1") + text(95, 322, "22") + text(135, 322, "3")
    content = "0.5 g " + bar(48, 316, 145, 46) + boxes(*FILLED) + words + text(50, 200, "after")
    document = read_bytes(pdf(content))
    assert shape(only(document)) == [[("A", 0, 1, 2), ("B", 2, 1, 1)], [("1", 0, 1, 1), ("22", 1, 1, 1), ("3", 2, 1, 1)]]
    assert only(document).rows()[1][1].place.box == (89.5, 61, 129.5, 82)
    assert [paragraph.text for paragraph in document.paragraphs()] == ["after"]


@pytest.mark.parametrize(
    ("drawn", "words"),
    [
        (FILLED, text(55, 345, "A") + text(55, 322, "b") + text(95, 322, "c")),  # no number
        (FILLED[1:], text(135, 345, "B") + text(55, 345, "A") + text(55, 322, "1")),  # a word beside the cells
        ([*FILLED, (60, 310, 50, 40)], text(55, 345, "A") + text(55, 322, "1")),  # boxes over each other
        ([(50, 340, 140, 20), (50, 318, 140, 21), (50, 296, 140, 21), (50, 274, 140, 21)], text(55, 322, "1")),  # rows, not cells
    ],
)
def test_backgrounds_that_do_not_account_for_what_they_hold_are_no_table(drawn: list[tuple[float, float, float, float]], words: str):
    document = read_bytes(pdf(boxes(*drawn) + words))
    assert list(document.grids()) == []
    assert len("".join(paragraph.text for paragraph in document.paragraphs()).replace(" ", "")) == words.count("BT")


def test_shaded_cells_of_a_ruled_table_are_read_once():
    shaded = "0.9 g " + bar(50, 320, 50, 20) + bar(100, 320, 50, 20) + bar(50, 300, 50, 20) + bar(100, 300, 50, 20) + "0 g "
    assert values(only(read_bytes(pdf(shaded + SMALL)))) == [["1", "2"], ["3", "4"]]


def test_tables_directly_below_each_other_are_tables_of_their_own():
    wide = lattice([50, 100, 150, 200], [320, 340, 360]) + "".join(text(x, 345, f"a{x}") + text(x, 325, "1") for x in (55, 105, 155))
    narrow = lattice([50, 120], [280, 300, 320]) + text(55, 305, "b") + text(55, 285, "2") + text(130, 305, "beside")
    last = lattice([50, 90, 180], [260, 280]) + text(55, 265, "c") + text(95, 265, "3")
    document = read_bytes(pdf(wide + narrow + last))
    assert [values(grid) for grid in document.grids()] == [[["a55", "a105", "a155"], ["1", "1", "1"]], [["b"], ["2"]], [["c", "3"]]]
    assert [grid.place.box for grid in document.grids()] == [(50, 40, 200, 80), (50, 80, 120, 120), (50, 120, 180, 140)]
    assert [paragraph.text for paragraph in document.paragraphs()] == ["beside"]


def test_a_table_without_walls_at_its_sides_stays_one_table():
    # The last header cell spans two rows, so that the rule under the first one ends before the edge of the table.
    content = line(50, 360, 200, 360) + line(50, 340, 150, 340) + line(50, 320, 200, 320) + line(50, 300, 200, 300)
    content += line(100, 300, 100, 360) + line(150, 300, 150, 360)
    content += text(55, 345, "a") + text(105, 345, "b") + text(155, 335, "c") + text(55, 325, "d") + text(105, 325, "e")
    content += text(55, 305, "1") + text(105, 305, "2") + text(155, 305, "3")
    assert values(only(read_bytes(pdf(content)))) == [["a", "b", "c"], ["d", "e"], ["1", "2", "3"]]


def test_an_empty_page_among_others_and_order_of_blocks():
    document = read_bytes(pdf(text(50, 360, "before") + SMALL + text(50, 200, "after"), "", text(50, 200, "last")))
    shown = [block.place.page if isinstance(block, Grid) else block.text for block in document.blocks]
    assert shown == ["before", 1, "after", "last"]


def test_a_page_without_rules_is_paragraphs():
    full = "abcdefghij abcdefghij abcdefghij"
    content = text(70, 300, full[3:]) + text(50, 285, full) + text(50, 270, "end") + text(50, 240, "alone") + text(140, 15, "- 7 -")
    document = read_bytes(pdf(content))
    assert list(document.grids()) == []
    assert [paragraph.text for paragraph in document.paragraphs()] == [f"{full[3:]} {full} end", "alone"]
    assert next(document.paragraphs()).place.page == 1


def test_text_with_wide_spacing_is_joined_by_its_own_gap():
    full = "abcdefghij abcdefghij abcdefghij"
    lines = [full, full, full, full, "end"]
    content = "".join(text(50, 350 - 28 * at, words) for at, words in enumerate(lines)) + text(50, 170, "apart") + text(140, 15, "- 7 -")
    document = read_bytes(pdf(content))
    assert [paragraph.text for paragraph in document.paragraphs()] == [" ".join(lines), "apart"]
    once = read_bytes(pdf(text(50, 350, full) + text(50, 322, "apart")))  # no habit is to be seen
    assert [paragraph.text for paragraph in once.paragraphs()] == [full, "apart"]


def test_the_margin_of_text_is_not_that_of_the_navigation_beside_it():
    full = "abcdefghij abcdefghij abcdef"
    content = "".join(text(5, 380 - 12 * at, "nav") for at in range(3))
    content += "".join(text(100, 320 - 15 * at, words) for at, words in enumerate([full, full, full, full, "end"]))
    document = read_bytes(pdf(content))
    assert [paragraph.text for paragraph in document.paragraphs()] == ["nav", "nav", "nav", f"{full} {full} {full} {full} end"]


def test_an_underline_is_no_table():
    document = read_bytes(pdf(text(50, 300, "heading") + line(50, 298, 100, 298) + line(50, 260, 50, 290)))
    assert [paragraph.text for paragraph in document.paragraphs()] == ["heading"]


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (text(55, 325, "1234"), "1234"),
        (text(55, 325, "12") + text(69, 325, "34"), "12 34"),  # a gap between digits stays
        (text(55, 325, "12") + text(55.3, 325, "12"), "12"),  # bold by printing twice
        (text(55, 325, "5") + text(61, 330, "2", 6), "5²"),
        (text(55, 325, "12") + text(55, 325, "15"), "1 / 2 / 5"),  # two texts over each other read as no number
        (text(55, 332, "7", 5) + text(55, 325, "3", 5), "7\n3"),
        (text(55, 333, "a", 5) + text(55, 327.5, "b", 5) + text(55, 322, "c", 5), "abc"),
        (text(55, 333, "1", 5) + text(55, 327.5, "2", 5) + text(55, 322, "3", 5), "1\n2\n3"),
    ],
)
def test_text_within_a_cell(inside: str, expected: str):
    grid = only(read_bytes(pdf(lattice([50, 100, 150], [300, 320, 340]) + inside)))
    assert grid.rows()[0][0].text == expected


def test_a_number_that_runs_over_a_wall_is_none():
    content = lattice([50, 100, 150], [300, 320, 340]) + text(82, 325, "12345") + text(55, 305, "1") + text(140, 305, "678")
    (left, right), (one, last) = only(read_bytes(pdf(content))).rows()
    assert (left.text, right.text, last.text) == ("123\ufffd", "\ufffd45", "67\ufffd")
    assert one.text == "1"
    apart = lattice([50, 100, 150], [300, 320, 340]) + text(81, 325, "123") + text(101, 325, "45")
    assert values(only(read_bytes(pdf(apart))))[0] == ["123", "45"]


def test_hidden_text_is_left_out_unless_it_is_all():
    grid = only(read_bytes(pdf(SMALL + text(61, 325, "9", mode=3))))
    assert values(grid)[0] == ["1", "2"]
    recognised = read_bytes(pdf(text(50, 300, "12", mode=3)))
    assert [paragraph.text for paragraph in recognised.paragraphs()] == ["12"]
    assert len(recognised.notices) == 1


def test_what_is_filled_into_form_fields_is_read():
    appearance = text(2, 5, "77")
    note = "<< /Type /Annot /Subtype /FreeText /Rect [105 320 150 340] /F 4 /AP << /N 7 0 R >> /Contents (77) >>"
    form = "<< /Type /XObject /Subtype /Form /BBox [0 0 45 20] /Resources << /Font << /F 3 0 R >> >>"
    data = pdf(
        SMALL.replace("(2)", "()"),
        page="/Annots [8 0 R]",
        objects=["null", f"{form} /Length {len(appearance)} >>\nstream\n{appearance}\nendstream", note],
    )
    assert values(only(read_bytes(data))) == [["1", "77"], ["3", "4"]]


def test_the_title_of_the_container():
    assert read_bytes(pdf(SMALL, trailer="/Info 6 0 R", objects=["<< /Title (a  b) >>"])).title == "a b"


def test_no_text_layer():
    error = refused(pdf("0.5 g " + bar(10, 10, 280, 380), ""))
    assert error.kind == "no_text_layer"
    assert "report.pdf" in error.zh
    assert "文字识别" in error.zh


PICTURE = (
    "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 /Length 1 >>\nstream\n0\nendstream"
)
SHOWN = "q 300 0 0 400 0 0 cm /X Do Q\n"


def test_pages_that_are_pictures_are_named():
    stamp = text(5, 5, "scanned")
    assert refused(pdf(SHOWN + stamp, SHOWN, objects=[PICTURE])).kind == "no_text_layer"
    document = read_bytes(pdf(SMALL, SHOWN, SHOWN + stamp, SMALL, SHOWN, "", objects=[PICTURE]))
    (notice,) = document.notices
    assert notice.kind == "incomplete"
    assert "第 2-3、5 页是图片" in notice.zh
    assert "2-3, 5 are pictures" in notice.en
    assert len(list(document.grids())) == 2
    background = read_bytes(pdf(SHOWN + SMALL + text(50, 200, "this page has a picture behind it"), objects=[PICTURE]))
    assert background.notices == ()


def test_one_recognised_page_among_others():
    hidden = lattice([50, 100, 150], [300, 320, 340]) + text(55, 325, "1", mode=3) + text(105, 305, "25", mode=3)
    hidden += text(50, 200, "what recognition saw in it", mode=3)
    document = read_bytes(pdf(SMALL + text(50, 100, "words " * 9), SHOWN + hidden, objects=[PICTURE]))
    assert [values(grid) for grid in document.grids()] == [[["1", "2"], ["3", "4"]], [["1", ""], ["", "25"]]]
    assert [notice.kind for notice in document.notices] == ["uncertain"]


def test_encrypted():
    assert refused(pdf(SMALL, trailer=ENCRYPTION)).kind == "encrypted"


def test_cut_files_are_refused_or_said_to_be_incomplete():
    data = pdf(SMALL, SMALL)
    whole = read_bytes(data)
    assert whole.notices == ()
    for end in range(8, len(data) - 40, 37):
        try:
            document = read_bytes(data[:end])
        except DocumentError as error:
            assert error.kind in {"damaged", "no_text_layer"}  # noqa: PT017
        else:
            assert document.notices, end
    assert refused(data[:60]).kind == "damaged"
    assert refused(b"%PDF-1.7\n%\xe2\xe3").kind == "damaged"


@pytest.mark.parametrize(
    ("name", "number"),
    [("pages", "1"), ("characters", "7"), ("objects", "11"), ("cells", "7")],
)
def test_limits_are_named(name: str, number: str):
    error = refused(pdf(SMALL, SMALL), Limits().with_values([f"{name}={number}"]))
    assert error.kind == f"limit_{name}"
    assert f"--limit {name}=" in error.zh
    assert number in error.zh
    assert number in error.en


def test_a_dense_lattice_is_bounded_in_time():
    content = "".join(line(0, y / 10, 300, y / 10) for y in range(0, 4000, 31))
    content += "".join(line(x / 10, 0, x / 10, 400) for x in range(0, 3000, 31)) + text(50, 50, "1")
    start = time.perf_counter()
    try:
        read_bytes(pdf(content), limits=Limits(max_objects=20_000))
    except DocumentError as error:
        assert error.kind == "limit_objects"  # noqa: PT017
    assert time.perf_counter() - start < 5


def test_threads_wait_for_each_other():
    data, found = pdf(MERGED), []
    threads = [threading.Thread(target=lambda: found.extend(shape(only(read_bytes(data))) for _ in range(10))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [MERGED_SHAPE] * 40
