"""Text that was not looked at as the section to which it may belong, because no heading says where that begins."""

from __future__ import annotations

from collections.abc import Sequence

from gkrules.align.sections import Line, is_sentence
from gkrules.model.edition import Edition
from gkrules.model.report import Note, SectionText
from gkrules.words import phrase


def unheaded(edition: Edition, sections: Sequence[SectionText], before: Sequence[Line]) -> Note | None:
    """The remark that sections of text were not found, and where their text went; ``None`` where no text can be theirs.

    Args:
        edition: the edition of the form.
        sections: what was found.
        before: the lines before the first heading.
    """
    with_table = {table.section for table in edition.tables}
    found = {section.key for section in sections}
    missing = [section for section in edition.sections if section.key not in found | with_table]
    texts = [*(line.text for line in before if line.text), *(section.text for section in sections)]
    if not missing or not any(is_sentence(text) for text in texts):
        return None
    headings = [phrase("align/named", text=section.heading) for section in missing]
    last = before[-1].place if before else None
    place = last if edition.sections[0] in missing else None
    return Note("remark", place=place, said=phrase("align/headings-missing", headings=headings))
