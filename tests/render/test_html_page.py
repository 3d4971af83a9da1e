"""The page of findings: complete without script, harmless whatever the documents hold, and right in a real browser."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from browsers import dom, needs_chromium, screenshot
from gold import check_gold
from hostile_texts import HOSTILE
from lxml import html as lxml_html
from small_set import small_checked

import gkrules
from gkrules.model.cells import Cell, CellState
from gkrules.render.html import page as html_page
from gkrules.render.html.page import checked_page
from gkrules.render.inputs import Checked, Detail, FailedFile

REPORTS = Path(__file__).resolve().parents[2] / "fixtures" / "reports"
NAMES = ("hongze_2023.docx", "hongze_2024.docx", "yongan_2024.docx", "qinglan_slj_2022.docx", "shuyang_fgj_2023.txt")


@pytest.fixture(scope="module")
def reports() -> list[gkrules.Report]:
    return [gkrules.read(REPORTS / name) for name in NAMES]


@pytest.fixture(scope="module")
def one(reports: list[gkrules.Report]) -> str:
    return checked_page(Checked(gkrules.check(reports[0])), "zh")


@pytest.fixture(scope="module")
def several(reports: list[gkrules.Report]) -> str:
    failed = FailedFile("坏.docx", "damaged", "文件损坏", "the file is damaged")
    return checked_page(Checked(gkrules.check(reports), [failed]), "zh")


def parsed(page: str) -> lxml_html.HtmlElement:
    return lxml_html.document_fromstring(page)


def test_a_report_is_a_card_for_each_problem_and_the_form_with_its_marks(one: str) -> None:
    root = parsed(one)
    assert [each.text_content() for each in root.cssselect(".card .codes")] == ["GK202", "GK201", "GK404", "GK404"]
    (total,) = root.cssselect("[id='r1-review_litigation.review.total']")
    assert "suspect" in total.get("class")
    assert total.cssselect("ins")[0].text_content() == "→ 11"
    assert total.cssselect("sup a")[0].get("href") == "#r1-3"
    assert root.cssselect("[id='r1-applications.new.natural_person']") == []
    cells = [each.text_content() for each in root.cssselect(".form td")]
    assert "7730.28" in cells


def test_every_cell_of_the_form_is_drawn_once_and_nothing_overlaps(one: str) -> None:
    for table in parsed(one).cssselect(".form table"):
        filled: set[tuple[int, int]] = set()
        for at, row in enumerate(table.iter("tr")):
            column = 0
            for box in row:
                while (at, column) in filled:
                    column += 1
                covered = {
                    (at + down, column + across)
                    for down in range(int(box.get("rowspan", 1)))
                    for across in range(int(box.get("colspan", 1)))
                }
                assert not covered & filled
                filled |= covered
        height, width = (max(each[axis] for each in filled) + 1 for axis in (0, 1))
        assert len(filled) == height * width


def test_links_lead_somewhere_and_ids_are_unique(one: str, several: str, reports: list[gkrules.Report]) -> None:
    many = [replace(reports[at % 3], unit=f"第{at}县人民政府", file=f"{at}.docx") for at in range(60)]
    for page in (one, several, checked_page(Checked(gkrules.check(many)), "zh"), gkrules.check(many)._repr_html_() or ""):
        root = parsed(page)
        ids = Counter(each.get("id") for each in root.iter() if isinstance(each.tag, str) and each.get("id"))
        assert [name for name, count in ids.items() if count > 1] == []
        targets = {each.get("href") for each in root.iter("a")}
        assert all(target.startswith("#") and target[1:] in ids for target in targets)


def test_sentences_are_marked_where_they_stand() -> None:
    report = gkrules.read(REPORTS / "yongan_2024.docx")
    overview = replace(report.sections[0], text="工作平稳。本年新收政府信息公开申请9999件。没有其他情况。", places=())
    result = gkrules.check(replace(report, sections=(overview, *report.sections[1:])))
    (mark,) = parsed(checked_page(Checked(result), "zh")).cssselect("mark")
    (finding,) = result.findings
    assert mark.text == "本年新收政府信息公开申请9999件。"
    assert mark.cssselect("sup a")[0].get("href") == "#r1-1"
    assert mark.getparent().text_content() == "工作平稳。本年新收政府信息公开申请9999件。1没有其他情况。"
    assert mark.get("class") == finding.severity.value


def test_both_languages_are_there_and_a_choice_without_script(one: str) -> None:
    root = parsed(one)
    zh = [each.text_content() for each in root.cssselect(".fault [lang='zh-CN']")]
    en = [each.text_content() for each in root.cssselect(".fault [lang='en']")]
    assert len(zh) == len(en) == 4
    assert zh[2].startswith("行政复议：")
    assert en[2].startswith("administrative review: ")
    checked = [each.get("id") for each in root.cssselect("input.switch") if each.get("checked") is not None]
    assert checked == ["zh"]
    assert 'id="en" checked' in checked_page(Checked(gkrules.check(gkrules.testing.valid_report())), "en")


def test_it_asks_for_nothing_from_anywhere(several: str) -> None:
    root = parsed(several)
    assert [each for each in root.iter() if isinstance(each.tag, str) and (each.get("src") or each.get("style"))] == []
    assert [each.tag for each in root.iter("link", "img", "iframe", "object", "embed", "base")] == []
    assert re.findall(r"url\(|@import|https?:", several) == []
    policy = root.cssselect("meta[http-equiv]")[0].get("content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_whole_page_of_the_small_set(lang: str) -> None:
    made = checked_page(small_checked(), lang)
    for name in ("page.css", "page.js"):
        made = made.replace(html_page.asset(name), name)
    check_gold(f"small.{lang}.html", re.sub("sha256-[A-Za-z0-9+/=]+", "sha256-…", made))


def test_the_overview_counts_by_rule_cause_and_year(several: str) -> None:
    charts = parsed(several).cssselect(".bars")
    assert [each.cssselect("caption [lang=en]")[0].text_content() for each in charts] == ["By rule", "By cause", "By year"]
    rules, causes, years = ([int(each.text_content()) for each in chart.cssselect("td span")] for chart in charts)
    assert sum(rules) == sum(years)
    tiles = [each.text_content() for each in parsed(several).cssselect(".tile dd")]
    assert tiles[-2:] == [str(sum(causes)), str(sum(rules))]


def test_what_was_found_right_is_listed_if_it_is_asked_for(reports: list[gkrules.Report]) -> None:
    result = gkrules.check(reports[2])
    plain, asked = (parsed(checked_page(Checked(result, detail=Detail(passed=passed)), "zh")) for passed in (False, True))
    assert "通过的核对" in asked.text_content()
    assert "通过的核对" not in plain.text_content()


def test_sizes(one: str) -> None:
    assert len(one.encode()) < 250_000


def test_of_many_reports_only_what_problems_are_about_is_drawn(reports: list[gkrules.Report]) -> None:
    many = [replace(reports[at % 3], unit=f"第{at}县人民政府", file=f"{at}.docx") for at in range(60)]
    result = gkrules.check(many)
    root = parsed(checked_page(Checked(result), "zh"))
    assert len(root.cssselect("#list tbody tr")) == 60
    assert len(root.cssselect(".report")) == sum(bool(each.findings) for each in result.reports)
    assert all(table.cssselect("td.mark") for table in root.cssselect(".form table"))
    assert sum(int(each.text_content()) for each in root.cssselect(".tile.with_errors dd, .tile.clean dd, .tile.with_warnings dd")) == 60


def test_a_row_that_is_missed_is_drawn_where_the_document_has_another() -> None:
    report = gkrules.read(REPORTS / "hongze_2023.docx")
    root = parsed(checked_page(Checked(gkrules.check(report, select=["GK201"])), "zh"))
    (link,) = {each.get("href") for each in root.cssselect(".facts a")}
    assert root.get_element_by_id(link[1:]).text_content().startswith("缺少")


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_of_a_document_acts(text: str) -> None:
    report = hostile_report(text)
    failed = FailedFile(text, "damaged", text, text)
    page = checked_page(Checked(gkrules.check(report), [failed]), "zh")
    root = parsed(page)
    assert len(list(root.iter("script"))) == len(list(root.iter("style"))) == 1
    assert {each.tag for each in root.iter() if isinstance(each.tag, str)} <= _TAGS
    assert not [name for each in root.iter() for name in getattr(each, "attrib", {}) if name.startswith("on")]
    assert all(each.get("href", "#").startswith("#") for each in root.iter("a"))
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]", page)
    assert len(page) < 1_000_000


def test_hostile_texts_are_shown_as_they_are() -> None:
    text = "<img src=x onerror=alert(1)>"
    page = parsed(checked_page(Checked(gkrules.check(hostile_report(text))), "zh"))
    assert text in page.text_content()


def hostile_report(text: str) -> gkrules.Report:
    """A report with a text in every place that a document fills."""
    report = gkrules.read(REPORTS / "hongze_2023.docx")
    cells = dict(report.cells)
    for key in list(cells)[:6]:
        cells[key] = Cell(None, CellState.TEXT, text)
    cells[list(cells)[7]] = Cell(3, CellState.NUMBER, f"3{text}", unit=text, annotated=True)
    sections = tuple(replace(each, heading=text, text=f"{text}\n全年收到申请9999件，{text}。", places=()) for each in report.sections)
    return replace(report, unit=text, file=text, preamble=text, cells=cells, sections=sections)


_TAGS = {
    *("html", "head", "meta", "title", "style", "body", "input", "header", "a", "h1", "h2", "h3", "h4", "div", "label", "main", "section"),
    *("dl", "dt", "dd", "table", "caption", "thead", "tbody", "tr", "th", "td", "svg", "rect", "span", "code", "form", "select", "option"),
    *("output", "article", "p", "ul", "ol", "li", "details", "summary", "sup", "ins", "abbr", "mark", "footer", "script"),
}


@pytest.mark.parametrize("name", sorted(each.name for each in (Path(html_page.__file__).parent / "templates").iterdir()))
def test_no_template_says_that_something_is_safe(name: str) -> None:
    text = (Path(html_page.__file__).parent / "templates" / name).read_text("utf-8")
    assert not re.search(r"\|\s*safe|autoescape|style=|<script>(?!{{ script }})|\bon\w+=", text)


def test_notebooks_show_pieces_of_it(reports: list[gkrules.Report]) -> None:
    result = gkrules.check(reports)
    for noun in (reports[0], result, gkrules.check(reports[0]), result.reports[0], result.findings[0]):
        piece = noun._repr_html_()
        root = lxml_html.fromstring(piece)
        assert root.get("class") == "gk"
        assert "<script" not in piece
        assert len(piece) < 400_000
    first, second = (re.findall(r'id="([^"]+)"', reports[0]._repr_html_() or "") for _ in range(2))
    assert not set(first) & set(second)


def test_notebooks_show_text_without_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("gkrules.render.html.notebook", "gkrules.render.html"):
        monkeypatch.setitem(__import__("sys").modules, name, None)
    assert gkrules.testing.valid_report()._repr_html_() is None


@needs_chromium
def test_the_script_sorts_and_filters_under_the_policy(several: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = dom(written(several, tmp_path))
    assert '<form class="filters">' in shown, "the script did not run"
    assert "显示 5 / 5" in shown
    driver = """
    const fire = (id, value) => { const e = document.getElementById(id); e.value = value; e.dispatchEvent(new Event("input")); };
    const rows = () => [...document.querySelectorAll("#list tbody tr:not([hidden])")].map((r) => r.cells[1].textContent).join(" ");
    const shown = ".report:not([hidden]) .card:not([hidden]) .codes";
    const cards = () => [...document.querySelectorAll(shown)].map((c) => c.textContent).join(" ");
    const out = [];
    document.querySelectorAll("#list thead button")[1].click(); out.push(rows());
    document.querySelectorAll("#list thead button")[1].click(); out.push(rows());
    fire("rule", "GK404"); out.push(cards());
    fire("rule", ""); fire("search", "永安"); out.push(rows());
    fire("search", ""); fire("severity", "clean"); out.push(rows());
    document.getElementById("en").click(); out.push(document.documentElement.lang);
    out.push(getComputedStyle(document.querySelector(".fault [lang='zh-CN']")).display);
    document.title = out.join(" | ");
    """
    script = html_page.asset("page.js") + driver
    style = html_page.asset("page.css")
    monkeypatch.setattr(html_page, "asset", lambda name: script if name == "page.js" else style)
    reports = [gkrules.read(REPORTS / name) for name in NAMES]
    made = checked_page(Checked(gkrules.check(reports)), "zh")
    title = re.search("<title>(.*?)</title>", dom(written(made, tmp_path)))
    assert title is not None
    assert title.group(1).split(" | ") == [
        "2022 2023 2023 2024 2024",
        "2024 2024 2023 2023 2022",
        "GK404 GK404",
        "2024",
        "2024",
        "en",
        "none",
    ]


@needs_chromium
def test_no_script_of_a_document_runs_even_if_it_came_into_the_page(one: str, tmp_path: Path) -> None:
    broken = one.replace("</main>", "<script>document.title = 'owned'</script><img src=x onerror=\"document.title='owned'\"></main>")
    assert "<title>owned" not in dom(written(broken, tmp_path))


@needs_chromium
@pytest.mark.parametrize(("width", "height"), [(390, 1600), (1280, 1600)])
def test_it_fits_the_window(several: str, tmp_path: Path, width: int, height: int) -> None:
    picture = screenshot(written(several, tmp_path), tmp_path / "page.png", width, height)
    assert len(picture) > 30_000


def written(page: str, folder: Path) -> Path:
    file = folder / "page.html"
    file.write_text(page, "utf-8")
    return file
