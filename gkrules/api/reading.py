"""Documents → reports."""

from __future__ import annotations

from gkrules.model.arguments import edition_of, misuse, truth_of, year_of
from gkrules.model.report import Report
from gkrules.pipeline.read import ReadOptions, only_one
from gkrules.pipeline.sources import Source, request_of, text_kind
from gkrules.reading.limits import DEFAULT_LIMITS, Limits


def read(
    source: Source,
    *,
    kind: str | None = None,
    name: str = "",
    edition: str | None = None,
    year: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    isolated: bool = False,
    with_libreoffice: bool = False,
) -> Report:
    """Read a report from a document or from the JSON that `extract` prints. A file is never written.

    Args:
        source: the path of a file (``str`` or ``os.PathLike``), its content (``bytes``), an open file, binary or text, or text
            together with `kind`. What is read: ``.docx``, ``.odt``, ``.ott``, ``.fodt``, ``.doc``, ``.wps``, ``.rtf``, ``.html``,
            ``.mht``, ``.pdf``, ``.ofd``, ``.xlsx``, ``.xls``, ``.ods``, ``.csv``, ``.txt``, ``.md`` or ``.json``, or a mail (``.eml``)
            with one report, attached or as its text; the kind is told by the content. An open file is read from where it stands, and
            stays open.
        kind: what text is: ``html``, ``text``, ``markdown``, ``csv`` or ``json``. A ``str`` without it is a path.
        name: what messages and `Report.file` call bytes and text.
        edition: key of the edition to read it with; by default told by the reporting year, else by the labels.
        year: the reporting year; by default the one that the title names, else the statistical period, else the name of the sheet.
        limits: how large a document may be, and how long reading it may take.
        isolated: read it in a process of its own, started for it: only then time and memory are bounded, and a document that
            crashes a library does not end this process. For many files use `gkrules.workers`, whose processes serve on.
        with_libreoffice: have LibreOffice convert old Word files (``.doc``) instead of reading them ourselves.

    Returns:
        The report, with the place of every cell. A number is taken only where its row and its column are certain; the cells of other rows
        are ``TEXT`` with what stands there, and the rows are among `Report.notes`.

    Raises:
        DocumentError: the file cannot be read, is not a report, or holds several (``several_reports``; see `read_all`).
        UsageError: there is no such edition, or `source` is nothing that can be read.
    """
    return only_one(
        read_all(
            source,
            kind=kind,
            name=name,
            edition=edition,
            year=year,
            limits=limits,
            isolated=isolated,
            with_libreoffice=with_libreoffice,
        )
    )


def read_all(
    source: Source,
    *,
    kind: str | None = None,
    name: str = "",
    edition: str | None = None,
    year: int | None = None,
    limits: Limits = DEFAULT_LIMITS,
    isolated: bool = False,
    with_libreoffice: bool = False,
) -> list[Report]:
    """Read every report of a file: two years in one document, a sheet for each organ, a county in one PDF. Otherwise as `read`.

    Reports are told apart by titles with another organ or year, by section one when it comes again, and by sheets. Where there are
    several, `Report.part` counts them, and `year` is the year of those that state none.

    Raises:
        DocumentError: the file cannot be read, is no report, or it is not certain what belongs to which of its reports
            (``several_reports``).
        UsageError: as `read`.
    """
    if not isinstance(limits, Limits):
        raise misuse("limits", "limits", limits)
    options = ReadOptions(edition_of(edition), year_of(year), limits, truth_of("with_libreoffice", with_libreoffice), text_kind(kind))
    request = request_of(source, name=name, options=options)
    if not truth_of("isolated", isolated):
        return request.read()
    from gkrules.workers import Worker

    with Worker() as worker:
        return list(worker.read_all(request, options.rulebook().editions))
