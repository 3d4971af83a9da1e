"""Comments in copies of Word files: where they are set, and that nothing else changes."""

from __future__ import annotations

import datetime
import itertools
from io import BytesIO

import docx
import pytest
from docx_checks import STRICT, W, comments, marked, part, validate, word_file
from hostile_texts import HOSTILE
from lxml import etree

from gkrules.model.errors import DocumentError
from gkrules.model.places import Place
from gkrules.render.word import annotate as module
from gkrules.render.word.annotate import annotated_docx
from gkrules.render.word.remarks import Remark, Sentence, plain_text

WHEN = datetime.datetime(2026, 1, 20, 8, 30, tzinfo=datetime.UTC)
COMMENT_RELATION = (
    '<Relationship Id="rId7" Target="comments.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments"/>'
)
COMMENT_TYPE = (
    '<Override PartName="/word/comments.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml"/>'
)


def p(*runs: str) -> str:
    return f"<w:p>{''.join(run if run.startswith('<') else r(run) for run in runs)}</w:p>"


def r(text: str, properties: str = "") -> str:
    return f'<w:r>{f"<w:rPr>{properties}</w:rPr>" if properties else ""}<w:t xml:space="preserve">{text}</w:t></w:r>'


def tc(content: str, properties: str = "") -> str:
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{content if content.startswith('<w:') else p(content)}</w:tc>"


def tbl(*rows: list[str]) -> str:
    return (
        "<w:tbl>" + "".join(f"<w:tr>{''.join(tc(c) if not c.startswith('<w:tc') else c for c in row)}</w:tr>" for row in rows) + "</w:tbl>"
    )


def at(row: int, column: int, table: int = 1) -> Place:
    return Place("docx", table=table, row=row, column=column)


def para(number: int) -> Place:
    return Place("docx", paragraph=number)


def remark(place: Place | None, sentence: str = "", nth: int = 0, lines: tuple[str, ...] = ("问题", "说明"), where: str = "") -> Remark:
    return Remark(lines, place, Sentence(sentence, nth) if sentence else None, where, 1)


def annotated(data: bytes, *remarks: Remark) -> bytes:
    made = annotated_docx(data, remarks, WHEN)
    validate(data, made)
    return made


def test_a_cell_gets_its_comment() -> None:
    data = word_file(p("标题") + tbl(["甲", "乙"], ["1", "2"]))
    made = annotated(data, remark(at(2, 2)), remark(at(1, 1)))
    assert marked(made) == {0: "2", 1: "甲"}
    found = list(docx.Document(BytesIO(made)).comments)
    assert [(each.author, each.initials, each.text) for each in found] == [("gkrules", "gk", "问题\n说明")] * 2
    assert found[0].timestamp == WHEN


def test_an_empty_cell_and_a_cell_of_several_paragraphs() -> None:
    data = word_file(tbl(["甲", tc("<w:p/>")], [tc(p("1") + p("2")), "3"]))
    made = annotated(data, remark(at(1, 2)), remark(at(2, 1)))
    assert marked(made) == {0: "", 1: "12"}
    assert b"<w:tc><w:tcPr/><w:p><w:commentRangeStart" in part(made, "word/document.xml")


def test_merged_cells_are_counted_as_the_reader_counts() -> None:
    wide, down, on = '<w:gridSpan w:val="2"/>', '<w:vMerge w:val="restart"/>', "<w:vMerge/>"
    data = word_file(tbl([tc("上", wide), "右"], [tc("左", down), "a", "b"], [tc("", on), "c", "d"]))
    made = annotated(data, remark(at(1, 3)), remark(at(2, 1)), remark(at(3, 3)))
    assert marked(made) == {0: "右", 1: "左", 2: "d"}


def test_a_nested_table_is_a_table_of_its_own() -> None:
    inner = tbl(["里", "9"], ["x", "y"])
    data = word_file(tbl(["a", "b", "c"], ["d", "e", tc(inner + p("后"))]))
    made = annotated(data, remark(at(1, 2, table=2)), remark(at(2, 3)))
    assert marked(made) == {0: "9", 1: "后"}


def test_a_table_of_layout_holds_paragraphs() -> None:
    data = word_file(p("前。") + tbl([tc(p("框内第一句。第二句。"))]))
    assert marked(annotated(data, remark(para(2), "第二句。"))) == {0: "第二句。"}


def test_only_the_sentence_is_marked_and_runs_keep_their_formatting() -> None:
    data = word_file(p(r("前文。本年", "<w:b/>"), r("收到申请", "<w:i/>"), r(" 5 件。", "<w:u/>"), r("后文。")))
    made = annotated(data, remark(para(1), "本年收到申请 5 件。"))
    assert marked(made) == {0: "本年收到申请 5 件。"}
    root = etree.fromstring(part(made, "word/document.xml"))
    bold = [run.findtext(f"{{{W}}}t") for run in root.iter(f"{{{W}}}r") if run.find(f"{{{W}}}rPr/{{{W}}}b") is not None]
    assert bold == ["前文。", "本年"]


def test_several_sentences_of_one_run_and_one_sentence_twice() -> None:
    data = word_file(p("收到 1 件。没有。办结 1 件。没有。结转 0 件。"))
    made = annotated(
        data,
        remark(para(1), "没有。", nth=1),
        remark(para(1), "收到 1 件。"),
        remark(para(1), "没有。"),
        remark(para(1), "办结 1 件。"),
        remark(para(1), "没有。"),
        remark(para(1)),
    )
    assert marked(made) == {
        0: "没有。",
        1: "收到 1 件。",
        2: "没有。",
        3: "办结 1 件。",
        4: "没有。",
        5: "收到 1 件。没有。办结 1 件。没有。结转 0 件。",
    }
    text = part(made, "word/document.xml").decode()
    assert text.index('commentRangeStart w:id="0"') > text.index("办结")


def test_every_pair_of_sentences_in_any_order() -> None:
    texts = ["一句。", "二句话。", "三！", "四句？"]
    data = word_file(p(r("一句。二"), r("句话。三"), r("！四句？")))
    for first, second, third in itertools.permutations(texts, 3):
        made = annotated(data, *(remark(para(1), each) for each in (first, second, third)))
        assert marked(made) == {0: first, 1: second, 2: third}


def test_a_sentence_over_a_link_a_field_a_control_and_tabs() -> None:
    link = '<w:hyperlink w:anchor="x"><w:r><w:t>网站</w:t></w:r></w:hyperlink>'
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>PAGE</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>12</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    control = f"<w:sdt><w:sdtContent>{r('件。')}</w:sdtContent></w:sdt>"
    mixed = "<w:r><w:t>前。</w:t><w:tab/><w:t>通过</w:t><w:br/></w:r>"
    data = word_file(p(mixed, link, r("公开"), field, control, r("后。")))
    made = annotated(data, remark(para(1), "通过\n网站公开12件。"))
    assert marked(made) == {0: "通过网站公开12件。"}


def test_a_sentence_that_starts_and_ends_in_what_cannot_be_split_takes_all_of_it() -> None:
    field = (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>X</w:instrText></w:r>'
        '<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>甲。乙</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )
    control = f"<w:sdt><w:sdtContent>{r('丙。丁。')}</w:sdtContent></w:sdt>"
    made = annotated(word_file(p("前。", field, control)), remark(para(1), "乙丙。"))
    assert marked(made) == {0: "甲。乙丙。丁。"}
    formula = "<m:oMath><m:r><m:t>1+1</m:t></m:r></m:oMath>"
    made = annotated(word_file(p("前。", formula, "等于2。后。")), remark(para(1), "1+1等于2。"))
    assert marked(made) == {0: "1+1等于2。"}


def test_inserted_text_is_split_and_deleted_text_stays() -> None:
    inserted = f'<w:ins w:id="5" w:author="x">{r("新增。改了。")}</w:ins>'
    deleted = '<w:del w:id="6" w:author="x"><w:r><w:delText>旧的。</w:delText></w:r></w:del>'
    made = annotated(word_file(p("前。", inserted, deleted, "后。")), remark(para(1), "改了。后。"), remark(para(1), "新增。"))
    assert marked(made) == {0: "改了。后。", 1: "新增。"}
    text = part(made, "word/document.xml").decode()
    assert 'w:ins w:id="5" w:author="x"' in text
    assert "旧的。" in text


def test_paragraphs_that_a_tracked_change_joins_are_one() -> None:
    joined = f'<w:p><w:pPr><w:rPr><w:del w:id="1" w:author="x"/></w:rPr></w:pPr>{r("前半")}</w:p>{p("后半。又一句。")}'
    made = annotated(word_file(joined + p("末。")), remark(para(1), "前半后半。"), remark(para(1)), remark(para(2)))
    assert marked(made) == {0: "前半后半。", 1: "前半后半。又一句。", 2: "末。"}


def test_existing_comments_are_kept_and_numbers_follow() -> None:
    own = '<w:commentRangeStart w:id="41"/>' + r("甲。") + '<w:commentRangeEnd w:id="41"/><w:r><w:commentReference w:id="41"/></w:r>'
    old = f'<w:comments xmlns:w="{W}"><w:comment w:id="41" w:author="张三"><w:p>{r("请核。")}</w:p></w:comment></w:comments>'
    data = word_file(p(own, r("乙。")), {"word/comments.xml": old}, relations=COMMENT_RELATION, types=COMMENT_TYPE)
    made = annotated(data, remark(para(1), "甲。"), remark(para(1), "乙。"))
    assert marked(made) == {41: "甲。", 42: "甲。", 43: "乙。"}
    assert comments(made) == {41: "请核。", 42: "问题\n说明", 43: "问题\n说明"}
    assert [each.author for each in docx.Document(BytesIO(made)).comments] == ["张三", "gkrules", "gkrules"]


def test_numbers_at_the_end_of_the_range_leave_the_gaps() -> None:
    own = (
        '<w:commentRangeStart w:id="2147483647"/>'
        + r("甲。")
        + '<w:commentRangeEnd w:id="2147483647"/><w:r><w:commentReference w:id="2147483647"/></w:r>'
    )
    old = f'<w:comments xmlns:w="{W}"><w:comment w:id="2147483647"><w:p/></w:comment></w:comments>'
    data = word_file(p(own), {"word/comments.xml": old}, relations=COMMENT_RELATION, types=COMMENT_TYPE)
    assert set(marked(annotated(data, remark(para(1))))) == {2147483647, 0}


def test_a_relation_to_comments_that_are_not_there_is_replaced() -> None:
    data = word_file(p("甲。"), relations=COMMENT_RELATION)
    made = annotated(data, remark(para(1)))
    assert part(made, "word/_rels/document.xml.rels").count(b"/comments") == 2  # type and target of one relation


@pytest.mark.parametrize("form", ["both", "vml"])
def test_what_stands_in_a_text_box_is_told_at_the_paragraph_around_it(form: str) -> None:
    box = f"<w:txbxContent>{tbl(['甲', '1'], ['乙', '2'])}{p('框里的话。')}</w:txbxContent>"
    vml = f"<w:pict><v:shape><v:textbox>{box}</v:textbox></v:shape></w:pict>"
    choice = f"<mc:Choice Requires='wps'><wps:txbx>{box}</wps:txbx></mc:Choice>"
    both = f"<mc:AlternateContent>{choice}<mc:Fallback>{vml}</mc:Fallback></mc:AlternateContent>"
    data = word_file(p("前。") + p("挂着。", f"<w:r>{both if form == 'both' else vml}</w:r>"))
    made = annotated(data, remark(at(2, 2)), remark(para(3), "框里的话。"))
    root = etree.fromstring(part(made, "word/document.xml"))
    assert all(mark.getparent().getparent().tag == f"{{{W}}}body" for mark in root.iter(f"{{{W}}}commentRangeStart"))
    assert all(text.startswith("挂着。") for text in marked(made).values())


def test_an_unknown_place_is_told_at_the_first_paragraph_in_words() -> None:
    data = word_file("<w:p/>" + p("标题") + p("正文。") + tbl(["甲", "1"]))
    made = annotated(
        data,
        remark(None),
        remark(at(9, 9), where="位置：第1张表"),
        remark(at(9, 9, table=7), where="位置：第7张表"),
        remark(para(2), "没有这句。"),
    )
    assert marked(made) == {0: "标题", 1: "甲", 2: "标题", 3: "正文。"}
    assert comments(made) == {0: "问题\n说明", 1: "问题\n说明\n位置：第1张表", 2: "问题\n说明\n位置：第7张表", 3: "问题\n说明"}


def test_a_file_without_any_paragraph_gets_one() -> None:
    data = word_file("<w:tbl><w:tr><w:tc><w:tcPr/></w:tc><w:tc><w:tcPr/></w:tc></w:tr></w:tbl>")
    assert marked(annotated(data, remark(at(1, 1)))) == {0: ""}


def test_a_sentence_before_the_first_heading_has_no_place_and_is_found() -> None:
    made = annotated(word_file(p("标题") + p("依据规定。现公布报告。")), remark(None, "现公布报告。"))
    assert marked(made) == {0: "现公布报告。"}


def test_the_number_of_a_list_is_no_text_that_can_be_marked() -> None:
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/>'
        '<w:lvlText w:val="%1."/></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="1"/></w:num></w:numbering>'
    )
    relation = '<Relationship Id="rId1" Target="numbering.xml" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering"/>'
    listed = f'<w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr></w:pPr>{r("第一。第二。")}</w:p>'
    data = word_file(listed, {"word/numbering.xml": numbering}, relations=relation)
    assert marked(annotated(data, remark(para(1), "1.第一。"), remark(para(1), "第二。"))) == {0: "第一。", 1: "第二。"}


def test_strict_files_and_macros_keep_what_they_are() -> None:
    data = word_file(tbl(["甲", "1"], ["乙", "2"]), {"word/vbaProject.bin": b"\x00\x01macro"}, space=STRICT)
    made = annotated(data, remark(at(2, 2)))
    assert marked(made, STRICT) == {0: "2"}
    assert b"purl.oclc.org/ooxml/officeDocument/relationships/comments" in part(made, "word/_rels/document.xml.rels")
    assert part(made, "word/vbaProject.bin") == b"\x00\x01macro"


def test_hostile_texts_in_comments_and_in_the_document() -> None:
    cells = [[str(number), etree_text(text)] for number, text in enumerate(HOSTILE)]
    data = word_file(tbl(*cells))
    told = [remark(at(number + 1, 2), lines=("头", plain_text(text))) for number, text in enumerate(HOSTILE)]
    made = annotated(data, *told)
    said = comments(made)
    assert len(said) == len(HOSTILE)
    for number, text in enumerate(HOSTILE):
        assert said[number] == f"头\n{plain_text(text)}"
    raw = part(made, "word/comments.xml")
    assert not any(byte < 32 and byte not in b"\n\r\t" for byte in raw)
    assert b"<script" not in raw
    assert len(list(docx.Document(BytesIO(made)).comments)) == len(HOSTILE)


def etree_text(text: str) -> str:
    """A text as XML, without what no XML holds."""
    return plain_text(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


@pytest.mark.parametrize("text", ["a\ufffeb\uffff", "\x00\x0b\ud800x", "x" * 5000])
def test_any_text_becomes_a_line_that_xml_holds(text: str) -> None:
    element = etree.Element("t")
    element.text = plain_text(text)
    assert len(plain_text(text)) <= 2000


def test_a_comment_that_lost_its_marks_is_never_returned(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module.Marker, "around_paragraphs", lambda *_: None)
    with pytest.raises(RuntimeError, match="without their marks"):
        annotated_docx(word_file(p("甲。")), [remark(para(1))], WHEN)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", word_file("<w:p>&e;</w:p>")])
def test_a_broken_file_is_a_document_error(data: bytes) -> None:
    with pytest.raises(DocumentError):
        annotated_docx(data, [remark(None)], WHEN)
