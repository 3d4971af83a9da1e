from __future__ import annotations

import time
from collections.abc import Mapping
from html import escape

import pytest
from corpus.writers.ofd_file import element, ofd_file
from read_helpers import package

from gkrules.model.document import Document, Grid
from gkrules.model.errors import DocumentError
from gkrules.reading import Limits, read_bytes, sniff

MM = 25.4 / 72
PAGE = (300 * MM, 400 * MM)


def text(x: float, y: float, words: str, *, size: float = 10, step: str = "", attributes: str = "", inner: str = "") -> str:
    """Text whose base line begins at a point; each character half as wide as high unless `step` says otherwise."""
    delta = step or (f'DeltaX="g {len(words) - 1} {size / 2 * MM:.4f}"' if len(words) > 1 else "")
    return (
        f'<ofd:TextObject ID="1" Boundary="{x * MM:.4f} {(y - 20) * MM:.4f} 50 20" Font="1" Size="{size * MM:.4f}" {attributes}>{inner}'
        f'<ofd:TextCode X="0" Y="{20 * MM:.4f}" {delta}>{escape(words)}</ofd:TextCode></ofd:TextObject>'
    )


def path(data: str, attributes: str = "", *, scale: bool = True) -> str:
    """A path in points."""
    words = " ".join(f"{float(word) * MM:.4f}" if scale and word[-1].isdigit() else word for word in data.split())
    return f'<ofd:PathObject ID="2" Boundary="0 0 106 141" {attributes}><ofd:AbbreviatedData>{words}</ofd:AbbreviatedData></ofd:PathObject>'


LINES = "".join(path(f"M 50 {y} L 150 {y}") for y in (60, 80, 100)) + "".join(path(f"M {x} 60 L {x} 100") for x in (50, 100, 150))
SMALL = LINES + text(55, 75, "12") + text(105, 75, "2") + text(55, 95, "3") + text(105, 95, "4")
VALUES = [["12", "2"], ["3", "4"]]


def ofd(*pages: str, common: str = "", parts: Mapping[str, str] | None = None, title: str = "") -> bytes:
    return ofd_file(pages, PAGE, title=title, common=common, parts=parts)


def values(document: Document) -> list[list[str]]:
    (grid,) = document.grids()
    return [[cell.text for cell in row] for row in grid.rows()]


def first(inside: str) -> str:
    """The text of the first cell when it holds `inside`."""
    (grid,) = read_bytes(ofd(LINES + inside)).grids()
    return grid.rows()[0][0].text


def refused(data: bytes, limits: Limits | None = None) -> DocumentError:
    with pytest.raises(DocumentError) as caught:
        read_bytes(data, "report.ofd", limits=limits or Limits())
    assert caught.value.zh
    assert caught.value.en
    return caught.value


def page(content: str, area: str = "", template: str = "") -> str:
    return element("Page", f'{area}{template}<ofd:Content><ofd:Layer ID="9">{content}</ofd:Layer></ofd:Content>')


def test_cells_and_their_places():
    data = ofd(text(50, 40, "before", step='DeltaX="g 5 1.7"') + SMALL + text(50, 200, "after"), SMALL, title="a  report")
    assert sniff(data) == "ofd"
    document = read_bytes(data)
    assert (document.kind, document.title, document.notices) == ("ofd", "a report", ())
    assert [block.place.page if isinstance(block, Grid) else block.text for block in document.blocks] == ["before", 1, "after", 2]
    place = next(document.grids()).rows()[0][1].place
    assert place is not None
    assert (place.kind, place.page, place.table, place.row, place.column) == ("ofd", 1, 1, 1, 2)
    assert place.box == (100, 60, 150, 80)


def test_shapes_that_are_lines_and_shapes_that_are_none():
    filled = 'Stroke="false" Fill="true"'
    bars = "".join(path(f"M 50 {y} L 150 {y} L 150 {y + 0.5} L 50 {y + 0.5} C", filled) for y in (60, 80, 100))
    bars += "".join(path(f"M {x} 60 L {x + 0.5} 60 L {x + 0.5} 100 L {x} 100 C", filled) for x in (50, 100, 150))
    shade = path("M 52 62 L 98 62 L 98 79 L 52 79 C", filled)
    assert values(read_bytes(ofd(bars + shade + SMALL[len(LINES) :]))) == VALUES
    frame = path("S 50 60 M 50 60 L 150 60 L 150 100 L 50 100 C") + path("M 100 60 L 100 100 M 50 80 L 150 80")
    assert values(read_bytes(ofd(frame + SMALL[len(LINES) :]))) == VALUES
    nothing = path("M 75 60 Q 76 70 75 80") + path("M 75 60 L 75 80", 'Stroke="false"') + path("M 75 60 L 75 80", 'Visible="false"')
    nothing += path("M 75 60 B 1 1 1 1 75 80 A 1 1 0 0 0 75 100") + path("L 75 x 1", scale=False) + path("A 1", scale=False)
    assert values(read_bytes(ofd(nothing + SMALL))) == VALUES


@pytest.mark.parametrize(
    ("inside", "expected"),
    [
        (text(55, 75, "1234"), "1234"),
        (text(55, 75, "12", step="") + text(69, 75, "34"), "12 34"),  # a gap between digits stays
        (text(55, 75, "1234", step=f'DeltaX="{5 * MM} {14 * MM} {5 * MM}"'), "12 34"),
        (text(55, 75, "1234", step=f'DeltaX="g 1 {5 * MM} g 2 {5 * MM}"'), "1234"),
        (text(55, 75, "1234", step=f'DeltaX="{5 * MM}"'), "1234"),  # the rest as wide as such characters are
        (text(55, 75, "1234", step="DeltaX='x'"), "1 / 2 / 3 / 4"),  # on one spot: no number
        (text(55, 75, "12") + text(55.3, 75, "12"), "12"),  # bold by drawing twice
        (text(55, 75, "12") + text(55, 75, "15"), "1 / 2 / 5"),  # two texts over each other read as no number
        (text(55, 75, "1 2", step=f'DeltaX="g 2 {5 * MM}"'), "1 2"),
        (text(55, 68, "ab", size=5, step=f'DeltaY="{6 * MM}"'), "a\nb"),
        (text(55, 75, "1", inner='<ofd:CGTransform CodePosition="0"/>'), "1"),
        (text(55, 75, "", inner='<ofd:CGTransform CodePosition="0" CodeCount="2"/>'), "��"),  # glyphs without characters
        (text(55, 75, "12") + text(64, 75, "9", attributes='Visible="false"'), "12"),
        (text(55, 75, "12") + text(64, 75, "9", inner='<ofd:FillColor Alpha="0"/>'), "12"),
        (text(55, 75, "12") + text(64, 75, "9", attributes='Fill="false"'), "12"),
        (text(0, 0, "7", attributes=f'CTM="1 0 0 1 {55 * MM} {75 * MM}"'), "7"),
        (f'<ofd:PageBlock ID="5"><ofd:PageBlock ID="6">{text(55, 75, "12")}</ofd:PageBlock></ofd:PageBlock>', "12"),
    ],
)
def test_text_within_a_cell(inside: str, expected: str):
    assert first(inside) == expected


@pytest.mark.parametrize(
    "matrix",
    [f"0 1 -1 0 {150 * MM} 0", f"-1 0 0 -1 {200 * MM} {200 * MM}", f"0 -1 1 0 0 {200 * MM}"],
)
def test_turned_text_is_read_upright(matrix: str):
    turned = SMALL.replace('Boundary="0 0 106 141"', f'Boundary="0 0 106 141" CTM="{matrix}"')
    for x, y, words in ((55, 75, "12"), (105, 75, "2"), (55, 95, "3"), (105, 95, "4")):
        placed = f'<ofd:TextCode X="{x * MM}" Y="{y * MM}" DeltaX="{5 * MM}">{words}</ofd:TextCode>'
        new = f'<ofd:TextObject ID="1" Boundary="0 0 106 141" CTM="{matrix}" Font="1" Size="{10 * MM}">{placed}</ofd:TextObject>'
        turned = turned.replace(text(x, y, words), new)
    assert values(read_bytes(ofd(turned))) == VALUES


def test_templates_layers_and_boxes_of_pages():
    area = f"<ofd:Area><ofd:PhysicalBox>10 10 {PAGE[0]} {PAGE[1]}</ofd:PhysicalBox></ofd:Area>"
    parts = {
        "Doc_0/Tpls/Tpl_0/Content.xml": page(LINES),
        "Doc_0/Pages/Page_0/Content.xml": page(SMALL[len(LINES) :], area, '<ofd:Template TemplateID="3" ZOrder="Background"/>'),
    }
    document = read_bytes(ofd("", common='<ofd:TemplatePage ID="3" BaseLoc="/Doc_0/Tpls/Tpl_0/Content.xml"/>', parts=parts))
    assert values(document) == VALUES
    (grid,) = document.grids()
    assert grid.place.box == pytest.approx((50 - 10 / MM, 60 - 10 / MM, 150 - 10 / MM, 100 - 10 / MM), abs=0.1)
    assert refused(ofd("", parts=parts)).kind == "damaged"


def test_drawings_that_are_used_by_reference():
    unit = f'<ofd:CompositeGraphicUnit ID="7" Width="10" Height="10"><ofd:Content>{SMALL}</ofd:Content></ofd:CompositeGraphicUnit>'
    parts = {"Doc_0/PublicRes.xml": element("Res", f"<ofd:CompositeGraphicUnits>{unit}</ofd:CompositeGraphicUnits>")}
    document = read_bytes(ofd(f'<ofd:CompositeObject ID="8" ResourceID="7" Boundary="{10 * MM} 0 50 50"/>', parts=parts))
    assert values(document) == VALUES
    assert next(document.grids()).place.box == (60, 60, 160, 100)
    own = {"Doc_0/PublicRes.xml": parts["Doc_0/PublicRes.xml"].replace(SMALL, '<ofd:CompositeObject ResourceID="7"/>' * 9)}
    assert refused(ofd('<ofd:CompositeObject ResourceID="7"/>', parts=own)).kind == "limit_depth"


def test_annotations_with_text_are_remarked_upon():
    note = '<ofd:Annot ID="1" Type="Watermark"{}><ofd:Appearance Boundary="0 0 9 9">{}</ofd:Appearance></ofd:Annot>'
    listed = '<ofd:Page PageID="10"><ofd:FileLoc>Page_0/Annotation.xml</ofd:FileLoc></ofd:Page>'
    document = element(
        "Document",
        '<ofd:CommonData/><ofd:Pages><ofd:Page ID="10" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>'
        "<ofd:Annotations>Annots/Annotations.xml</ofd:Annotations>",
    )
    for visible, shown, expected in (("", text(55, 75, "9"), 1), ("", path("M 0 0 L 9 9"), 0), (' Visible="false"', text(55, 75, "9"), 0)):
        parts = {
            "Doc_0/Document.xml": document,
            "Doc_0/Annots/Annotations.xml": element("Annotations", listed),
            "Doc_0/Annots/Page_0/Annotation.xml": element("PageAnnot", note.format(visible, shown)),
        }
        read = read_bytes(ofd(SMALL, parts=parts))
        assert values(read) == VALUES
        assert [(notice.kind, notice.place.page if notice.place else None) for notice in read.notices] == [("remark", 1)] * expected


def test_pictures_of_pages():
    picture = f'<ofd:ImageObject ID="4" ResourceID="5" Boundary="0 0 {PAGE[0]} {PAGE[1]}"/>'
    error = refused(ofd(picture))
    assert error.kind == "no_text_layer"
    assert "OFD" in error.zh
    for words in (text(55, 75, "12"), text(55, 75, "12", inner='<ofd:FillColor Alpha="0"/>')):
        document = read_bytes(ofd(words + picture))
        assert [paragraph.text for paragraph in document.paragraphs()] == ["12"]
        assert [notice.kind for notice in document.notices] == ["uncertain"]
    assert read_bytes(ofd(picture + SMALL)).notices == ()


def test_what_is_missing_or_locked_is_said():
    assert refused(package({"OFD.xml": "<x/>"})).kind == "damaged"
    assert refused(ofd()).kind == "damaged"
    assert refused(ofd(SMALL, parts={"Doc_0/Document.xml": "<x"})).kind == "damaged"
    assert refused(ofd(SMALL, parts={"Encryptions.xml": "<x/>"})).kind == "encrypted"
    whole = element("OFD", "<ofd:DocBody><ofd:DocRoot>Elsewhere.xml</ofd:DocRoot></ofd:DocBody>")
    assert refused(ofd(SMALL, parts={"OFD.xml": whole})).kind == "damaged"
    listed = element("Document", '<ofd:Pages><ofd:Page ID="10" BaseLoc="Pages/Page_9/Content.xml"/></ofd:Pages>')
    assert refused(ofd(SMALL, parts={"Doc_0/Document.xml": listed})).kind == "damaged"
    entity = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><ofd:OFD xmlns:ofd="x">&e;</ofd:OFD>'
    assert refused(ofd(SMALL, parts={"OFD.xml": entity})).kind == "unsafe"


def test_cut_files_are_refused():
    data = ofd(SMALL, SMALL)
    for end in range(100, len(data) - 1, 211):
        assert refused(data[:end]).kind == "damaged", end


@pytest.mark.parametrize(("name", "number"), [("pages", "1"), ("characters", "7"), ("objects", "11"), ("cells", "7"), ("members", "3")])
def test_limits_are_named(name: str, number: str):
    error = refused(ofd(SMALL, SMALL), Limits().with_values([f"{name}={number}"]))
    assert error.kind == f"limit_{name}"
    assert number in error.zh


@pytest.mark.parametrize(
    "hostile",
    [
        text(55, 75, "1" * 1_000, step='DeltaX="g 999999999999 1"'),
        text(55, 75, "1" * 1_000, step=f'DeltaX="{"g 1 1 " * 100_000}"'),
        text(55, 75, "", inner='<ofd:CGTransform CodeCount="999999999"/>'),
        text(55, 75, "12", attributes='CTM="nan inf 0 1e300 0 0"'),
        path("M 1e300 0 L 1e300 9 g nan nan", scale=False),
        "<ofd:PageBlock>" * 60 + "</ofd:PageBlock>" * 60,
    ],
)
def test_hostile_objects_are_bounded(hostile: str):
    start = time.perf_counter()
    try:
        assert values(read_bytes(ofd(hostile + SMALL)))[1] == VALUES[1]
    except DocumentError as error:
        assert error.kind == "limit_depth"  # noqa: PT017
    assert time.perf_counter() - start < 5
