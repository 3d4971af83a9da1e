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


def encrypted(name: str) -> DocumentError:
    """The file is protected by a password."""
    return DocumentError("reading/encrypted", named=named(name))


def named(name: str) -> Phrase | str:
    """The name of the file before what is said of it, where it has one."""
    return phrase("reading/named", name=name) if name else ""


def damaged(key: str, /, **arguments: object) -> DocumentError:
    """An Office file cannot be taken apart. Here and below, `key` and `arguments` are what it is, of the catalogue of words."""
    return DocumentError("reading/damaged", what=Phrase(key, arguments))


def damaged_pdf(key: str, /, **arguments: object) -> DocumentError:
    """A PDF cannot be taken apart."""
    return DocumentError("reading/damaged.pdf", what=Phrase(key, arguments))


def word_too_old(name: str) -> DocumentError:
    """A Word file is of Word 95 or older."""
    return DocumentError("reading/too_old", named=named(name))


def no_text_layer(kind: str, name: str, *, recognises: bool = False) -> DocumentError:
    """A document of fixed layout shows pictures of pages only; whether their text was looked for by recognition."""
    if recognises:
        return DocumentError("reading/no_text_layer.nothing-recognised", named=named(name), kind=kind.upper())
    if kind == "pdf":
        return DocumentError("reading/no_text_layer.recognisable", named=named(name), kind=kind.upper())
    return DocumentError("reading/no_text_layer", named=named(name), kind=kind.upper())


def unsafe(key: str, /, **arguments: object) -> DocumentError:
    """A file holds what no honest report holds."""
    return DocumentError("reading/unsafe", what=Phrase(key, arguments))


def missing_extra(extra: str, key: str) -> DocumentError:
    """A kind of document needs a package that is not installed."""
    return DocumentError("reading/missing_extra", extra=extra, what=Phrase(key))


def wrong_encoding(key: str) -> DocumentError:
    """Bytes that should be text are none in any encoding that is known."""
    return DocumentError("reading/wrong_encoding", what=Phrase(key))


def over_limit(key: str, /, **arguments: object) -> DocumentError:
    """A limit is exceeded, that after which the phrase is called: ``reading/cells.frames`` is of the limit ``cells`` (see `Limits`)."""
    what = Phrase(key, arguments)
    return DocumentError(f"reading/limit_{what.kind}", limit=what.kind, what=what)


def too_deep(name: str, limit: int) -> DocumentError:
    """The elements of a document, or of a page (``markup_depth``), are nested too deeply."""
    return over_limit("reading/depth.levels" if name == "depth" else "reading/markup_depth.levels", most=limit)


def too_many_cells(limit: int) -> DocumentError:
    """The tables of a document hold too many cells."""
    return over_limit("reading/cells.tables", most=limit)


def too_many_elements(limit: int) -> DocumentError:
    """More elements of markup than may be."""
    return over_limit("reading/elements.markup", most=limit)


def too_many_lines(limit: int) -> DocumentError:
    """More lines of text than may be."""
    return over_limit("reading/lines.text", most=limit)


def too_much_text(limit: int) -> DocumentError:
    """A text or a web page that is too large."""
    return over_limit("reading/text_bytes.text", most=in_megabytes(limit))


def too_many_pages(count: int, limit: int) -> DocumentError:
    """A document has too many pages."""
    return over_limit("reading/pages.count", count=count, most=limit)


def too_many_characters(limit: int) -> DocumentError:
    """A document holds too much text."""
    return over_limit("reading/characters.count", most=limit)


def in_megabytes(size: int) -> str:
    """A size for people: whole MB, or bytes where that would say 0."""
    return f"{size // (1024 * 1024)} MB" if size >= 1024 * 1024 else f"{size} B"
