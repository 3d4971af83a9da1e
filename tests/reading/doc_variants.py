"""Word files whose conversions to ``.doc`` (`fixtures/doc`, written by `fixtures/build_doc.py`) must be read like themselves."""

from __future__ import annotations

from read_helpers import docx, p, tbl, tc, tr

RESTART, CONTINUE = '<w:vMerge w:val="restart"/>', "<w:vMerge/>"


def _span(columns: int) -> str:
    return f'<w:gridSpan w:val="{columns}"/>'


def _width(*columns: int) -> str:
    return (
        f'<w:tblPr><w:tblW w:w="{sum(columns)}" w:type="dxa"/></w:tblPr><w:tblGrid>'
        + "".join(f'<w:gridCol w:w="{column}"/>' for column in columns)
        + "</w:tblGrid>"
    )


def _cell(text: str, width: int, properties: str = "") -> str:
    return tc(text, f'<w:tcW w:w="{width}" w:type="dxa"/>{properties}')


def _merges() -> str:
    return tbl(
        _width(2000, 1500, 1500, 1000, 1000),
        tr(_cell("甲", 2000, RESTART), _cell("乙", 3000, _span(2)), _cell("丙", 2000, _span(2) + RESTART)),
        tr(_cell("", 2000, CONTINUE), _cell("1", 1500), _cell("2", 1500), _cell("", 2000, _span(2) + CONTINUE)),
        tr(_cell("", 2000, CONTINUE), _cell("3", 1500, RESTART), _cell("4", 1500), _cell("5", 1000), _cell("6", 1000)),
        tr(_cell("丁", 2000), _cell("", 1500, CONTINUE), _cell("7", 2500, _span(2)), _cell("8", 1000)),
        tr(_cell("戊", 7000, _span(5))),
    )


def _many_columns() -> str:
    widths = (400,) * 30
    return tbl(
        _width(*widths),
        *(tr(*(_cell(f"{row}-{column}", 400) for column in range(30))) for row in range(4)),
    )


def _nested() -> str:
    innermost = tbl(_width(500, 500), tr(_cell("x", 500), _cell("y", 500)))
    inner = tbl(
        _width(1200, 1200),
        tr(_cell("甲", 1200), _cell("1", 1200)),
        tr(_cell("乙", 1200), f'<w:tc><w:tcPr><w:tcW w:w="1200" w:type="dxa"/></w:tcPr>{p("内")}{innermost}{p("")}</w:tc>'),
    )
    holder = f'<w:tc><w:tcPr><w:tcW w:w="4000" w:type="dxa"/></w:tcPr>{p("前")}{inner}{p("后")}</w:tc>'
    return p("版式") + tbl(_width(4000, 4000), tr(_cell("说明", 4000), holder)) + p("其后")


def _data_with_inner_table() -> str:
    inner = tbl(_width(900, 900), tr(_cell("x", 900), _cell("y", 900)))
    holder = f'<w:tc><w:tcPr><w:tcW w:w="3000" w:type="dxa"/></w:tcPr>{inner}{p("")}</w:tc>'
    return tbl(
        _width(3000, 3000), tr(_cell("甲", 3000), _cell("1", 3000)), tr(_cell("乙", 3000), _cell("2", 3000)), tr(_cell("丙", 3000), holder)
    ) + p("完")


def _changes() -> str:
    who = 'w:id="1" w:author="a" w:date="2024-01-01T00:00:00Z"'
    paragraph = (
        f"<w:p><w:r><w:t>共</w:t></w:r><w:ins {who}><w:r><w:t>12</w:t></w:r></w:ins>"
        f"<w:del {who}><w:r><w:delText>11</w:delText></w:r></w:del><w:r><w:t>件</w:t></w:r></w:p>"
    )
    changed = (
        f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p><w:ins {who}><w:r><w:t>5</w:t></w:r></w:ins>'
        f"<w:del {who}><w:r><w:delText>4</w:delText></w:r></w:del></w:p></w:tc>"
    )
    return paragraph + tbl(_width(2000, 2000), tr(_cell("甲", 2000), changed), tr(_cell("乙", 2000), _cell("6", 2000))) + p("完")


def _hidden() -> str:
    return (
        p("隐", run="<w:rPr><w:vanish/></w:rPr>")
        + p("显", run='<w:rPr><w:vanish w:val="0"/></w:rPr>')
        + p("样式隐", run='<w:rPr><w:rStyle w:val="I"/></w:rPr>')
        + p("段落隐", '<w:pStyle w:val="P"/>')
        + p("又显", '<w:pStyle w:val="P"/>', '<w:rPr><w:vanish w:val="false"/></w:rPr>')
        + p("末")
    )


HIDING_STYLES = (
    '<w:style w:type="character" w:styleId="H"><w:name w:val="H"/><w:rPr><w:vanish/></w:rPr></w:style>'
    '<w:style w:type="character" w:styleId="I"><w:name w:val="I"/><w:basedOn w:val="H"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="P"><w:name w:val="P"/><w:rPr><w:vanish/></w:rPr></w:style>'
)


def _box(inner: str) -> str:
    return (
        '<w:r><w:pict><v:shape id="s1" type="#_x0000_t202" style="position:absolute;width:200pt;height:100pt">'
        f"<v:textbox><w:txbxContent>{inner}</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"
    )


def _boxes() -> str:
    return (
        f"<w:p><w:r><w:t>前</w:t></w:r>{_box(p('框内一') + p('框内二'))}<w:r><w:t>后</w:t></w:r></w:p>"
        + p("中")
        + f"<w:p><w:r><w:t>又</w:t></w:r>{_box(p('第二框'))}</w:p>"
        + p("末")
    )


def _fields() -> str:
    def mark(kind: str) -> str:
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    link = (
        f'{mark("begin")}<w:r><w:instrText> HYPERLINK "http://example.invalid/" </w:instrText></w:r>{mark("separate")}'
        f"<w:r><w:t>网址</w:t></w:r>{mark('end')}"
    )
    return (
        f"<w:p><w:r><w:t>见</w:t></w:r>{link}<w:r><w:t>。</w:t></w:r></w:p>"
        "<w:p><w:r><w:t>前</w:t><w:br/><w:t>后</w:t><w:tab/><w:t>尾</w:t><w:noBreakHyphen/><w:t>连</w:t></w:r></w:p>"
        + tbl(_width(2000, 2000), tr(_cell("甲", 2000), f'<w:tc><w:tcPr><w:tcW w:w="2000" w:type="dxa"/></w:tcPr><w:p>{link}</w:p></w:tc>'))
        + p("完")
    )


def _characters() -> str:
    odd = "𠮷野家 “引号” —— … · ° ① ㎡ é ü ß ½ Ω я 한 ｱ 　全角 \u00a0不断"
    return p(odd) + p("a" * 300 + "𪚥" * 40 + "尾") + tbl(_width(3000, 3000), tr(_cell("𠮷", 3000), _cell("１２", 3000))) + p("plain ascii")


def _long() -> str:
    body = "".join(p(f"第{number}段，" + "公开" * (number % 40) + f"共{number}件") for number in range(1, 400))
    rows = (tr(_cell(f"行{number}", 2000), _cell(str(number * 7), 2000), _cell("", 2000)) for number in range(200))
    return body + tbl(_width(2000, 2000, 2000), *rows) + p("完")


NUMBERING = (
    '<w:abstractNum w:abstractNumId="5"><w:multiLevelType w:val="multilevel"/>'
    '<w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="japaneseCounting"/><w:lvlText w:val="%1、"/></w:lvl>'
    '<w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%2）"/></w:lvl>'
    '<w:lvl w:ilvl="2"><w:start w:val="3"/><w:numFmt w:val="decimal"/><w:lvlText w:val="%1.%3"/></w:lvl></w:abstractNum>'
    '<w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>'
)


def _numbers() -> str:
    def item(text: str, level: int) -> str:
        return p(text, f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="1"/></w:numPr>')

    return item("总体情况", 0) + item("主动", 1) + item("申请", 1) + item("主动公开", 0) + item("管理", 1) + p("无") + item("处理", 0)


VARIANTS: dict[str, bytes] = {
    "merges": docx(p("合并") + _merges() + p("完")),
    "many_columns": docx(_many_columns() + p("完")),
    "nested": docx(_nested()),
    "inner_table": docx(_data_with_inner_table()),
    "changes": docx(_changes()),
    "hidden": docx(_hidden(), styles=HIDING_STYLES),
    "boxes": docx(_boxes()),
    "fields": docx(_fields()),
    "characters": docx(_characters()),
    "long": docx(_long()),
    "numbers": docx(_numbers(), numbering=NUMBERING),
}
