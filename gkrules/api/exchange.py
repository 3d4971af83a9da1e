"""What reports offer to other programs and to notebooks: it takes rooms that a noun knows nothing of."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from gkrules.api.result import Result
from gkrules.model.arguments import edition_of, misuse, truth_of, year_of
from gkrules.model.drawing import provide_drawing
from gkrules.model.findings import Finding, ReportFindings
from gkrules.model.report import Report, provide
from gkrules.pipeline import read as pipeline
from gkrules.pipeline.read import ReadOptions
from gkrules.pipeline.sources import content_of
from gkrules.rulefiles.rulebook import own_rulebook

if TYPE_CHECKING:
    from gkrules.model.report import Data, Frames


def answer_schema(edition: str | None = None, *, partial: bool = False) -> dict[str, Any]:
    """The JSON Schema (2020-12) of what a language model is to answer when it reads a report; `Report.from_json` takes the answer.

    It is what ``gkrules schema answer`` prints: every object is closed and every property required, as models ask of an output format.

    Args:
        edition: key of the edition of the form; by default the newest.
        partial: do not require every cell.

    Raises:
        UsageError: there is no such edition.
    """
    from gkrules.render.data.report_schema import answer_schema as made

    return made(own_rulebook(edition_of(edition)).edition, partial=truth_of("partial", partial))


class _Exchange:
    """What `Report` offers to other programs."""

    def from_json(self, data: Data, *, edition: str | None, year: int | None) -> Report:
        options = ReadOptions(edition_of(edition), year_of(year))
        if hasattr(data, "read"):
            data = content_of(data, options.limits.max_bytes)
        holds = isinstance(data, list) and any(isinstance(each, (Mapping, list)) for each in data)
        if not holds and not isinstance(data, (str, bytes, Mapping)):
            raise misuse("data", "data", data)
        return pipeline.read_data(data, options)

    def from_frames(self, frames: Frames, *, unit: str, year: int | None, edition: str | None) -> Report:
        if not isinstance(unit, str):
            raise misuse("unit", "text", unit)
        from gkrules.pipeline.frames import read_frames

        return read_frames(frames, unit=unit, options=ReadOptions(edition_of(edition), year_of(year)))

    def to_json(self, report: Report) -> str:
        from gkrules.render.data.json_output import dumps, report_dict

        return dumps(report_dict(report, own_rulebook()))


def _draw(noun: object) -> str | None:
    """A report, a finding, what was found about a report, or a result as HTML; nothing without the extra."""
    try:
        from gkrules.render.html import notebook
    except ImportError:
        return None
    if isinstance(noun, Result):
        return notebook.result_piece(noun)
    if isinstance(noun, Report):
        return notebook.report_piece(noun)
    if isinstance(noun, ReportFindings):
        return notebook.findings_piece(noun)
    return notebook.finding_piece(noun) if isinstance(noun, Finding) else None


provide(_Exchange())
provide_drawing(_draw)
