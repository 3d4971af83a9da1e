"""The errors of reading that more than one module raises, in both languages."""

from __future__ import annotations

from gkrules.model.errors import DocumentError

READABLE_ZH = "可以读取 .docx、.doc、.odt、.rtf、.xlsx、.xls、.ods、.html、.mht、.eml、.pdf、.ofd、.csv、.txt 和 .json 文件"
READABLE_EN = "readable are .docx, .doc, .odt, .rtf, .xlsx, .xls, .ods, .html, .mht, .eml, .pdf, .ofd, .csv, .txt and .json files"

_CHECK_WHOLE = (
    "压缩包里可能有多份报告：请用命令 gkrules check 检查整个压缩包，或先解压，再读取其中的文件",
    "an archive may hold several reports: check the whole of it with the command gkrules check, or unpack it first",
)
_UNPACK = (
    "请先解压，再检查其中的文件，或改存为 .zip 后检查",
    "unpack it and check the files in it, or pack them as .zip",
)
_AS_DOCX_OR_PDF = (
    "请把报告的正文和表格另存为 .docx，或导出为带文字层的 .pdf",
    "save the text and the tables of the report as .docx, or export it as .pdf with its text",
)
_FOUND: dict[str, tuple[str, str, str, str]] = {
    "ole": (
        "旧版 Office 或其他程序的文件，其中没有 Word 正文",
        "a file of an old Office or another program, without a Word document in it",
        "请用原来的程序打开后另存为 .docx",
        "open it in its program and save it as .docx",
    ),
    "xlsb": (
        "二进制格式的 Excel 工作簿（.xlsb）",
        "a binary Excel workbook (.xlsb)",
        "请用 Excel 或 WPS 打开后另存为 .xlsx",
        "open it in Excel or WPS and save it as .xlsx",
    ),
    "zip": ("压缩包或其他打包文件", "a zip archive or another packed file", *_CHECK_WHOLE),
    "gzip": ("压缩文件（.gz）", "a packed file (.gz)", *_CHECK_WHOLE),
    "tar": ("打包文件（.tar）", "a tar archive", *_CHECK_WHOLE),
    "7z": ("压缩包（.7z）", "a 7z archive", *_CHECK_WHOLE),
    "rar": ("RAR 压缩包（.rar）", "a RAR archive (.rar)", *_UNPACK),
    "packed": ("bzip2 或 xz 压缩文件", "a file packed by bzip2 or xz", *_UNPACK),
    "pptx": ("PowerPoint 演示文稿（.pptx）", "a PowerPoint presentation (.pptx)", *_AS_DOCX_OR_PDF),
    "ppt": ("旧版 PowerPoint 演示文稿（.ppt）", "a presentation of an old PowerPoint (.ppt)", *_AS_DOCX_OR_PDF),
    "epub": ("电子书（.epub）", "an e-book (.epub)", *_AS_DOCX_OR_PDF),
    "odp": ("OpenDocument 演示文稿（.odp）", "an OpenDocument presentation (.odp)", *_AS_DOCX_OR_PDF),
    "odg": (
        "OpenDocument 绘图、公式、图表或数据库文件（如 .odg）",
        "an OpenDocument drawing, formula, chart or database (such as .odg)",
        *_AS_DOCX_OR_PDF,
    ),
    "odm": (
        "OpenDocument 主控文档（.odm），正文在别的文件里",
        "an OpenDocument master document (.odm), whose text is in other files",
        "请用 LibreOffice 打开后导出为 .odt 或 .docx",
        "open it in LibreOffice and export it as .odt or .docx",
    ),
    "sxw": (
        "OpenOffice 1.x 的文件（如 .sxw）",
        "a file of OpenOffice 1.x (such as .sxw)",
        "请用 LibreOffice 打开后另存为 .odt 或 .docx",
        "open it in LibreOffice and save it as .odt or .docx",
    ),
    "flat": (
        "OpenDocument 的 XML 文件，但不是文字文档（如 .fods）",
        "an OpenDocument file in flat XML that is no text (such as .fods)",
        "如果是电子表格，请用 LibreOffice 打开后另存为 .ods 或 .xlsx",
        "if it is a spreadsheet, open it in LibreOffice and save it as .ods or .xlsx",
    ),
    "msg": (
        "Outlook 邮件（.msg）",
        "a mail of Outlook (.msg)",
        "请用 Outlook 打开，把附件里的报告另存出来再检查；报告在邮件正文里的，另存为 .html",
        "open it in Outlook and save the report that is attached; where the report is the text of the mail, save that as .html",
    ),
    "image": (
        "图片",
        "an image",
        "请改用原始的 Word 文件，或先做文字识别再校对",
        "use the Word original, or run text recognition and proofread it first",
    ),
    "xml": (
        "XML 文件",
        "an XML file",
        "如果是 Word 的 XML 格式，请用 Word 打开后另存为 .docx",
        "if it is Word's XML format, open it in Word and save it as .docx",
    ),
    "json": (
        "JSON 数据",
        "JSON data",
        "JSON 已是提取好的表格，请作为报告数据读取（Report.from_json）",
        "JSON holds extracted tables: read it as report data (Report.from_json)",
    ),
    "binary": ("无法识别的二进制文件", "a binary file of an unknown kind", "请确认选对了文件", "make sure that it is the right file"),
}


def unknown_kind(kind: str, name: str) -> DocumentError:
    """The file is of a kind that no reader takes."""
    if kind == "binary" and name.lower().endswith(".rar"):
        kind = "rar"  # one volume of several, or damaged
    zh, en, do_zh, do_en = _FOUND.get(kind, _FOUND["binary"])
    return DocumentError(
        "unknown_kind",
        zh=f"{_named_zh(name)}这是{zh}，不能直接读取。{READABLE_ZH}；{do_zh}。",
        en=f"{_named_en(name)}this is {en}, which cannot be read; {READABLE_EN}; {do_en}.",
    )


def encrypted(name: str) -> DocumentError:
    """The file is protected by a password."""
    return DocumentError(
        "encrypted",
        zh=f"{_named_zh(name)}文件设有打开密码，不能读取。请用 Word 或 WPS 输入密码打开，取消密码后另存为 .docx。",
        en=f"{_named_en(name)}the file is protected by a password; open it, remove the password and save it as .docx.",
    )


def empty_file(name: str) -> DocumentError:
    """The file has no content."""
    return DocumentError(
        "empty_file",
        zh=f"{_named_zh(name)}文件是空的。请重新下载或导出这份报告。",
        en=f"{_named_en(name)}the file is empty; download or export the report again.",
    )


def damaged(what_zh: str, what_en: str) -> DocumentError:
    """An Office file cannot be taken apart."""
    return DocumentError(
        "damaged",
        zh=f"文件已损坏：{what_zh}。请重新下载，或用 Word、Excel 或 WPS 打开修复后重新保存。",
        en=f"the file is damaged: {what_en}; download it again, or open it in Word, Excel or WPS and save it anew.",
    )


def word_too_old(name: str) -> DocumentError:
    """A Word file is of Word 95 or older."""
    return DocumentError(
        "too_old",
        zh=f"{_named_zh(name)}这是 Word 95 或更早版本的文件，不能直接读取。请用 Word 或 WPS 打开后另存为 .docx。",
        en=f"{_named_en(name)}this is a file of Word 95 or older, which cannot be read; open it in Word or WPS and save it as .docx.",
    )


_BY_LIBREOFFICE = {"rtf": "RTF", "doc": "Word 97-2003 (.doc)"}


def no_libreoffice(kind: str, name: str) -> DocumentError:
    """A kind is read by way of LibreOffice, which is not there."""
    what = _BY_LIBREOFFICE.get(kind, kind)
    return DocumentError(
        "missing_program",
        zh=f"{_named_zh(name)}读取 {what} 文件要用 LibreOffice 转换，本机没有安装。请安装，或者用 Word 或 WPS 打开后另存为 .docx。",
        en=f"{_named_en(name)}{what} files are converted by LibreOffice, which is not installed; install it, "
        "or open the file in Word or WPS and save it as .docx.",
    )


def conversion_failed(name: str) -> DocumentError:
    """LibreOffice could not make a ``.docx`` of a file."""
    return DocumentError(
        "conversion_failed",
        zh=f"{_named_zh(name)}LibreOffice 不能转换这个文件，文件可能已损坏。请用 Word 或 WPS 打开后另存为 .docx。",
        en=f"{_named_en(name)}LibreOffice could not convert the file, which may be damaged; open it in Word or WPS and save it as .docx.",
    )


def damaged_pdf(what_zh: str, what_en: str) -> DocumentError:
    """A PDF cannot be taken apart."""
    return DocumentError(
        "damaged",
        zh=f"PDF 文件已损坏：{what_zh}。请重新下载，或改用原始的 Word 文件（.docx）。",
        en=f"the PDF is damaged: {what_en}; download it again, or use the Word original (.docx).",
    )


def no_text_layer(kind: str, name: str, *, recognises: bool = False) -> DocumentError:
    """A document of fixed layout shows pictures of pages only; whether their text was looked for by recognition."""
    can = kind == "pdf" and not recognises
    install_zh = "安装文字识别组件后可以读取带表格线的扫描件，请运行：pip install 'gkrules[ocr]'；或" if can else ""
    install_en = "with text recognition installed, scans of ruled tables can be read: run pip install 'gkrules[ocr]'; or " if can else ""
    return DocumentError(
        "no_text_layer",
        zh=f"{_named_zh(name)}这份 {kind.upper()} 文件没有文字层：各页是图片（可能是扫描件），"
        f"{'其中没有识别出文字' if recognises else '不能直接读取'}。"
        f"{install_zh or '请'}改用原始的 Word 文件，或先用文字识别（OCR）软件转成带文字层的文件并校对。",
        en=f"{_named_en(name)}this {kind.upper()} has no text layer: its pages are pictures (it may be a scan), "
        f"{'in which no text was recognised' if recognises else 'which cannot be read'}; {install_en}"
        "use the Word original, or run text recognition (OCR) to get a file with a text layer, and proofread it.",
    )


def unsafe(what_zh: str, what_en: str) -> DocumentError:
    """A file holds what no honest report holds."""
    return DocumentError(
        "unsafe",
        zh=f"文件不安全，已拒绝读取：{what_zh}。请用 Word 或 WPS 打开，确认内容后另存为新的 .docx。",
        en=f"the file is not safe and was refused: {what_en}; open it in Word or WPS, look at it and save it anew.",
    )


def missing_extra(extra: str, what_zh: str, what_en: str) -> DocumentError:
    """A kind of document needs a package that is not installed."""
    command = f"pip install 'gkrules[{extra}]'"
    return DocumentError(
        "missing_extra",
        zh=f"读取{what_zh}需要另外安装组件，请运行：{command}",
        en=f"reading {what_en} needs a package that is not installed; run: {command}",
    )


def url_given(url: str) -> DocumentError:
    """A path is a web address; nothing is ever fetched."""
    return DocumentError(
        "url",
        zh=f"“{url}”是网址。gkrules 不从网上取文件，请先下载，再检查下载的文件。",
        en=f"“{url}” is a web address; gkrules does not fetch files: download it first, then check the download.",
    )


def over_limit(name: str, what_zh: str, what_en: str) -> DocumentError:
    """A limit is exceeded: its kind is ``limit_`` and the `name` of the limit, as ``--limit`` takes it (see `Limits`)."""
    return DocumentError(
        f"limit_{name}",
        zh=f"超出限度（{name}）：{what_zh}。年度报告不会这么大，请确认选对了文件；确实可靠时，用 --limit {name}=数值 放宽。",
        en=f"beyond the limit '{name}': {what_en}; no report is like this: make sure that it is the right file. "
        f"If you trust it, raise the limit with --limit {name}=VALUE.",
    )


def too_deep(name: str, limit: int) -> DocumentError:
    """The elements of a document are nested too deeply."""
    return over_limit(name, f"文件结构嵌套超过 {limit} 层", f"the document is nested more than {limit} levels deep")


def too_many_cells(limit: int) -> DocumentError:
    """The tables of a document hold too many cells."""
    return over_limit("cells", f"表格单元格超过 {limit} 个", f"the tables hold more than {limit} cells")


def too_many_elements(limit: int) -> DocumentError:
    """More elements of markup than may be."""
    return over_limit("elements", f"标记超过 {limit} 个", f"it has more than {limit} elements")


def too_many_lines(limit: int) -> DocumentError:
    """More lines of text than may be."""
    return over_limit("lines", f"文字超过 {limit} 行", f"it has more than {limit} lines")


def too_much_text(limit: int) -> DocumentError:
    """A text or a web page that is too large."""
    size = in_megabytes(limit)
    return over_limit("text_bytes", f"文字或网页大于 {size}", f"text or page is larger than {size}")


def too_many_pages(count: int, limit: int) -> DocumentError:
    """A document has too many pages."""
    return over_limit("pages", f"文件有 {count} 页，超过 {limit} 页", f"it has {count} pages, more than {limit}")


def too_many_scans(count: int, limit: int) -> DocumentError:
    """Too many pages of a document are pictures."""
    return over_limit("scans", f"有 {count} 页是图片，超过 {limit} 页", f"{count} of its pages are pictures, more than {limit}")


def too_many_characters(limit: int) -> DocumentError:
    """A document holds too much text."""
    return over_limit("characters", f"文字超过 {limit} 个", f"the document holds more than {limit} characters")


def wrong_encoding(what_zh: str, what_en: str) -> DocumentError:
    """Bytes that should be text are none in any encoding that is known."""
    return DocumentError(
        "wrong_encoding",
        zh=f"文字无法解码：{what_zh}。请用记事本或 WPS 打开，另存为 UTF-8 编码。",
        en=f"the text cannot be decoded: {what_en}; open it in an editor and save it as UTF-8.",
    )


def in_megabytes(size: int) -> str:
    """A size for people: whole MB, or bytes where that would say 0."""
    return f"{size // (1024 * 1024)} MB" if size >= 1024 * 1024 else f"{size} B"


def _named_zh(name: str) -> str:
    return f"“{name}”：" if name else ""


def _named_en(name: str) -> str:
    return f"“{name}”: " if name else ""
