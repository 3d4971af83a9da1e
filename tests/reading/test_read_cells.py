"""What a cell of an ``.xlsx`` or ``.ods`` shows, and cells that claim too much."""

from __future__ import annotations

import pytest
from corpus.writers.sheets import MAIN, xlsx_file
from corpus.writers.sheets import ods_file as ods
from read_helpers import relationships
from sheet_helpers import refused, texts, xlsx

from gkrules.reading import Limits, read_bytes


@pytest.mark.parametrize(
    ("entry", "text"),
    [
        ("<t> a </t>", "a"),
        ('<t xml:space="preserve"> a </t>', " a "),
        ("<r><t>1</t></r><r><rPr><b/></rPr><t>2</t></r>", "12"),
        ('<t>漢</t><rPh sb="0" eb="1"><t>かん</t></rPh><phoneticPr fontId="1"/>', "漢"),
        ("<t>甲_x000D_\n乙_x0041__xD800__x0000_</t>", "甲\n乙A"),
        ("<t><![CDATA[a<b]]></t>", "a<b"),
    ],
)
@pytest.mark.parametrize("shared", [True, False])
def test_texts_with_runs_escapes_and_pronunciation(entry: str, text: str, shared: bool):
    strings = f'<sst xmlns="{MAIN}"><si>{entry}</si></sst>' if shared else ""
    cell = '<c r="A1" t="s"><v>0</v></c>' if shared else f'<c r="A1" t="inlineStr"><is>{entry}</is></c>'
    row = f'<row r="1">{cell}<c r="B1"><v>1</v></c></row>'
    assert texts(read_bytes(xlsx(f"<sheetData>{row}</sheetData>", strings=strings))) == [[text, "1"]]


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        ("", "abc", "abc"),
        ("", "1_000", "1_000"),
        ("n", "1e400", "1e400"),
        ("n", "-0", "0"),
        ("n", ".5", "0.5"),
        ("b", "1", "TRUE"),
        ("b", "7", None),
        ("d", "2024-01-05T10:20:30", "2024-01-05 10:20:30"),
        ("d", "昨天", "昨天"),
        ("s", "-1", None),
        ("s", "x", None),
        ("q", "1", None),
    ],
)
def test_values_that_are_none_of_their_type_stay_text_or_are_damage(kind: str, value: str, text: str | None):
    type_ = f't="{kind}"' if kind else ""
    data = xlsx(f'<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1" {type_}><v>{value}</v></c></row></sheetData>')
    if text is None:
        assert refused(data).kind == "damaged"
    else:
        assert texts(read_bytes(data)) == [["1", text]]


STYLES = f"""<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="{{}}"/></numFmts>
<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="58"/></cellXfs></styleSheet>"""


def with_format(code: str, cells: str, book: str = "") -> list[str]:
    more: dict[str, str | bytes] = {"xl/styles.xml": STYLES.format(code)}
    data = xlsx_file(f'<sheetData><row r="1">{cells}</row></sheetData>', book=book, relations={"styles": "styles.xml"}, more=more)
    (row,) = texts(read_bytes(data))
    return row


@pytest.mark.parametrize(
    ("code", "shown"),
    [
        ("yyyy&quot;年&quot;m&quot;月&quot;", "2024-01-05"),
        ("[$-804]yyyy/m/d;@", "2024-01-05"),
        ("上午/下午h", "2024-01-05"),
        ("[h]:mm", "45296 days, 0:00:00"),
        ("#,##0&quot;d&quot;", "45296"),
        ("[Red]0_d*d\\d", "45296"),
        ("0;d", "45296"),
        ("[DBNum1][$-804]General", "45296"),
        ("[" * 200_000, "45296"),
    ],
)
def test_a_number_is_a_date_where_its_format_shows_one(code: str, shown: str):
    assert with_format(code, '<c r="A1" s="1"><v>45296</v></c><c r="B1" s="9"><v>1</v></c>') == [shown, "1"]


def test_days_are_counted_from_1900_or_from_1904():
    cells = "".join(
        f'<c r="{chr(65 + at)}1" s="{2 + at % 2}"><v>{day}</v></c>' for at, day in enumerate(("1", "59", "61", "0.25", "-1", "3000000"))
    )
    assert with_format("0", cells) == ["1900-01-01", "1900-02-28", "1900-03-01", "06:00:00", "-1", "3000000"]
    assert with_format("0", cells, '<workbookPr date1904="1"/>')[:3] == ["1904-01-02", "1904-02-29", "1904-03-02"]


def test_one_long_text_in_many_cells_is_refused():
    long = "长" * 1_000_000
    shared = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 100))
    strings = f'<sst xmlns="{MAIN}"><si><t>{long}</t></si></sst>'
    cell = f'<table:table-cell table:number-columns-repeated="99" office:value-type="string"><text:p>{long}</text:p></table:table-cell>'
    for data in (
        xlsx(f"<sheetData>{shared}</sheetData>", strings=strings),
        ods(f'<table:table table:name="一"><table:table-row>{cell}</table:table-row></table:table>'),
    ):
        error = refused(data, Limits(max_ratio=10**6))
        assert error.kind == "limit_sheet_bytes"
        assert "单元格的文字" in error.zh


def test_strict_workbooks_and_prefixes_are_read():
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    relations = "http://purl.oclc.org/ooxml/officeDocument/relationships"
    row = "<x:row><x:c><x:v>1</x:v></x:c><x:c><x:v>2</x:v></x:c></x:row>"
    sheet = f'<x:worksheet xmlns:x="{strict}"><x:sheetData>{row}</x:sheetData></x:worksheet>'
    more: dict[str, str | bytes] = {"xl/worksheets/sheet1.xml": sheet}
    for name in ("xl/_rels/workbook.xml.rels", "_rels/.rels"):
        target = "xl/workbook.xml" if name == "_rels/.rels" else "worksheets/sheet1.xml"
        kind = "officeDocument" if name == "_rels/.rels" else "worksheet"
        more[name] = f'<Relationships><Relationship Id="r1" Type="{relations}/{kind}" Target="{target}"/></Relationships>'
    assert texts(read_bytes(xlsx("", more=more))) == [["1", "2"]]


def test_parts_outside_the_package_are_not_looked_for():
    for target in ("../../../../etc/passwd", "/etc/passwd", "file:///etc/passwd"):
        relations = relationships(worksheet=target).replace("r0", "r1")
        assert refused(xlsx("", more={"xl/_rels/workbook.xml.rels": relations})).kind == "damaged"


def ods_row(cells: str) -> list[str]:
    label = '<table:table-cell office:value-type="string"><text:p>甲</text:p></table:table-cell>'
    document = read_bytes(ods(f'<table:table table:name="一"><table:table-row>{label}{cells}</table:table-row></table:table>'))
    return texts(document)[0][1:]


@pytest.mark.parametrize(
    ("attributes", "content", "text"),
    [
        ('office:value-type="float" office:value="3.50"', "<text:p>4</text:p>", "3.5"),
        ('office:value-type="percentage" office:value="0.5"', "<text:p>50%</text:p>", "0.5"),
        ('office:value-type="float"', "<text:p>7</text:p>", "7"),
        ('office:value-type="float" office:value="x"', "<text:p>7</text:p>", "x"),
        ('office:value-type="date" office:date-value="2024-01-05"', "<text:p>1月5日</text:p>", "2024-01-05"),
        ('office:value-type="time" office:time-value="PT36H"', "<text:p>36:00</text:p>", "36:00"),
        ('office:value-type="boolean" office:boolean-value="true"', "<text:p>真</text:p>", "TRUE"),
        ('office:value-type="string" office:string-value="乙"', "<text:p>丙</text:p>", "乙"),
        ('office:value-type="string" office:string-value="" table:formula="of:=1/0"', "<text:p>#DIV/0!</text:p>", "#DIV/0!"),
        ('office:value-type="string" office:string-value="" table:formula="of:=A1"', "<text:p/>", ""),
        ('table:formula="of:=1"', "", "（公式未计算）"),
        ("", "<text:p>1</text:p>", "1"),
        ('office:value-type="string"', "<text:p>1<text:line-break/>2<text:tab/>3</text:p><text:p>4</text:p>", "1\n2\t3\n4"),
        ('office:value-type="string"', "<text:p>a<text:span>b<text:s text:c='2'/></text:span>c</text:p>", "ab  c"),
        ('office:value-type="string"', "<text:p>a<text:s text:c='99999999999'/>b</text:p>", f"a{' ' * 100}b"),
        ('office:value-type="string"', "<office:annotation><text:p>批注</text:p></office:annotation><text:p>a</text:p>", "a"),
    ],
)
def test_cells_of_an_ods(attributes: str, content: str, text: str):
    last = '<table:table-cell office:value-type="float" office:value="1"/>'
    assert ods_row(f"<table:table-cell {attributes}>{content}</table:table-cell>{last}") == [text, "1"]


def test_rows_and_cells_that_stand_for_many():
    one = '<table:table-cell table:number-columns-repeated="2" office:value-type="float" office:value="1"/>'
    empty = '<table:table-cell table:number-columns-repeated="16382" table:style-name="ce1"/>'
    tail = (
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>'
    )
    row = f'<table:table-row table:number-rows-repeated="2">{one}{empty}</table:table-row>'
    assert texts(read_bytes(ods(f'<table:table table:name="一">{row}{tail}</table:table>'))) == [["1", "1"], ["1", "1"]]
    beyond = '<table:table-row><table:table-cell table:number-columns-repeated="99999999"/>' + one + "</table:table-row>"
    assert refused(ods(f'<table:table table:name="一">{beyond}</table:table>')).kind == "limit_sheet_area"
    assert refused(ods(f'<table:table table:name="一">{tail}{row}</table:table>')).kind == "limit_sheet_area"
