"""How much a reader takes in: a report is small, and a file that claims otherwise is damaged or hostile."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from typing import Any

from gkrules.model.arguments import several
from gkrules.model.errors import UsageError

KIB = 1024
MIB = 1024 * KIB
_FACTORS = {"": 1, "k": KIB, "m": MIB, "g": 1024 * MIB}
_VALUE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,6})?)\s*([kmg]?)(?:i?b)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a reading. No honest report meets them; what exceeds one is refused with an error of the kind ``limit_…``.

    The name of a limit, in errors and for ``--limit``, is that of the attribute without ``max_``.

    Attributes:
        max_bytes: size of the file.
        max_text_bytes: size of a text, a web page or a table of text.
        max_lines: lines of a text, and of a mail where they are short.
        max_elements: elements of a web page, or of one part of a Word, OpenDocument, spreadsheet or OFD file.
        max_members: number of members of an archive, a zip container or a mail.
        max_part_bytes: size of one unpacked member.
        max_package_bytes: size of all unpacked members that are read, and of all that are declared.
        max_ratio: unpacked size over packed size, for members above `ratio_floor`.
        ratio_floor: members smaller than this may have any ratio.
        max_cells: cells of all tables of a document.
        max_span: columns or rows that one cell may cover; larger spans are clamped.
        max_depth: nesting of XML elements in a Word, OpenDocument or OFD file.
        max_markup_depth: nesting of elements in a web page, where unclosed tags add up.
        max_sheets: sheets of a workbook.
        max_sheet_bytes: size of one unpacked part of a workbook, of a whole ``.xls``, and of the texts of all its cells.
        max_sheet_area: rows times columns of a sheet up to its last cell with content, and what its merged cells cover.
        max_pages: pages of a PDF or OFD.
        max_scans: pages of a PDF that are pictures and are recognised.
        max_pixels: pixels of one such page, and of each picture on it.
        max_characters: characters on all pages of a PDF or OFD, or in an OpenDocument text or an old Word file.
        max_objects: drawn objects on all pages of a PDF or OFD, counting the pieces of paths, and the slots that they cut tables into;
            runs of formatting in an old Word file.
        max_seconds: time for one file. Only a worker process can be stopped (see `gkrules.workers`).
        max_memory_bytes: memory that reading one file may take beyond what the worker process has at its start; likewise.
    """

    max_bytes: int = 64 * MIB
    max_text_bytes: int = 32 * MIB
    max_lines: int = 200_000
    max_elements: int = 300_000
    max_members: int = 5_000
    max_part_bytes: int = 32 * MIB
    max_package_bytes: int = 256 * MIB
    max_ratio: int = 300
    ratio_floor: int = 8 * MIB
    max_cells: int = 200_000
    max_span: int = 1_000
    max_depth: int = 200
    max_markup_depth: int = 1_000
    max_sheets: int = 100
    max_sheet_bytes: int = 16 * MIB
    max_sheet_area: int = 500_000
    max_pages: int = 200
    max_scans: int = 40
    max_pixels: int = 100_000_000
    max_characters: int = 1_000_000
    max_objects: int = 500_000
    max_seconds: float = 60
    max_memory_bytes: int = 1024 * MIB

    def with_values(self, settings: str | Iterable[str]) -> Limits:
        """These limits with some set anew, each as ``name=value`` (``pages=500``, ``bytes=200M``, ``seconds=90``).

        Raises:
            UsageError: ``bad_limit``, with the names that there are.
        """
        found: dict[str, Any] = {}
        for setting in several("settings", settings, str, "settings"):
            name, _, text = setting.partition("=")
            wanted = name.strip().lower().replace("-", "_").removeprefix("max_")
            value = _VALUE.fullmatch(text.strip())
            if wanted not in LIMIT_NAMES or value is None or float(value[1]) <= 0:
                names = ", ".join(LIMIT_NAMES)
                raise UsageError("reading/bad_limit", setting=setting, names=names)
            amount = float(value[1]) * _FACTORS[value[2].lower()]
            found[LIMIT_NAMES[wanted]] = amount if wanted == "seconds" else max(1, int(amount))
        return replace(self, **found)


LIMIT_NAMES = {field.name.removeprefix("max_"): field.name for field in fields(Limits)}
"""The attributes of `Limits` by the names that people use."""

DEFAULT_LIMITS = Limits()
