"""The errors of reading that more than one module raises."""

from __future__ import annotations

from gkrules.model.errors import DocumentError
from gkrules.reading.kinds import table
from gkrules.words import Phrase, phrase


def unknown_kind(name_of_kind: str, name: str) -> DocumentError:
    """The file is of a kind that no reader takes."""
    if name_of_kind == "binary" and name.lower().endswith(".rar"):
        name_of_kind = "rar"  # one volume of several, or damaged
    kind = table.kind_of(name_of_kind)
    *most, last = (suffix for each in table.KINDS if each.is_taken for suffix in each.suffixes)
    return DocumentError(
        "reading/unknown_kind",
        named=named(name),
        kind=Phrase(kind.label),
        readable=phrase("reading/readable", most=most, last=last),
        advice=Phrase(kind.advice),
    )


def refused(kind: table.Kind, name: str) -> DocumentError:
    """The file is of a kind that has an error of its own."""
    return DocumentError(kind.refusal, named=named(name))


def encrypted(name: str) -> DocumentError:
    """The file is protected by a password."""
    return DocumentError("reading/encrypted", named=named(name))


def named(name: str) -> Phrase | str:
    """The name of the file before what is said of it, where it has one."""
    return phrase("reading/named", name=name) if name else ""


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
