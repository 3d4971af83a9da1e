"""The findings for programs, one a line (JSON Lines): what jq, databases and logs take, and of many reports none waits for the last."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from gkrules.render.data.json_output import finding_dict, waiver_dict
from gkrules.render.found import every_finding
from gkrules.render.inputs import Checked
from gkrules.render.lines import Line, line
from gkrules.render.safe import escape_json


def checked_jsonl(checked: Checked, lang: str) -> Iterator[Line]:
    """The format ``jsonl`` of `gkrules check`: every line says by ``type`` what it is. Files that could not be checked come first."""
    for failed in checked.failed:
        message = {"zh": failed.zh, "en": failed.en}
        yield _line({"type": "failed", "file": failed.file, "kind": failed.kind, "error": failed.text(lang), "message": message})
    for found in every_finding(checked.result, waived=True):
        report = found.report
        yield _line(
            {
                "type": "finding" if found.waiver is None else "waived",
                "file": report.file,
                "part": report.part,
                "unit": report.unit,
                "year": report.year,
                "edition": report.edition.key,
                **finding_dict(found.finding, found.fingerprint),
                **({} if found.waiver is None else {"waiver": waiver_dict(found.waiver)}),
            }
        )


def _line(data: Mapping[str, object]) -> Line:
    return line(escape_json(json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))), keep=True)
