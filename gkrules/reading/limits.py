"""How much a reader takes in: a report is small, and a file that claims otherwise is damaged or hostile."""

from __future__ import annotations

from dataclasses import dataclass

MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Limits:
    """The bounds of a reading.

    Attributes:
        max_bytes: size of the file.
        max_members: number of members of a zip container.
        max_part_bytes: size of one unpacked member.
        max_package_bytes: size of all unpacked members that are read, and of all that are declared.
        max_ratio: unpacked size over packed size, for members above `ratio_floor`.
        ratio_floor: members smaller than this may have any ratio.
        max_cells: cells of all tables of a document.
        max_span: columns or rows that one cell may cover; larger spans are clamped.
        max_depth: nesting of XML elements in a Word file.
        max_markup_depth: nesting of elements in a web page, where unclosed tags add up.
        max_pages: pages of a PDF.
        max_characters: characters on all pages of a PDF.
        max_objects: drawn objects on all pages of a PDF, counting the pieces of paths, and the slots that they cut tables into.
    """

    max_bytes: int = 64 * MIB
    max_members: int = 5_000
    max_part_bytes: int = 128 * MIB
    max_package_bytes: int = 256 * MIB
    max_ratio: int = 300
    ratio_floor: int = 8 * MIB
    max_cells: int = 200_000
    max_span: int = 1_000
    max_depth: int = 200
    max_markup_depth: int = 1_000
    max_pages: int = 200
    max_characters: int = 1_000_000
    max_objects: int = 500_000


DEFAULT_LIMITS = Limits()
