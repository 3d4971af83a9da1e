"""How long each output of a check takes, and how large it is: of one report, and of many; beside JSON, the yardstick.

python benchmarks/outputs.py [REPORTS]
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import gkrules
from gkrules.render.formats import REPORTERS, Reporter
from gkrules.render.inputs import Checked
from gkrules.render.lines import plain

REPORTS = Path(__file__).resolve().parents[1] / "fixtures" / "reports"
NAMES = ("hongze_2023", "hongze_2024", "qinglan_slj_2022", "yongan_2024")
_RUNS = 5


def main() -> None:
    """Print the table."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    read = [gkrules.read(REPORTS / f"{name}.docx") for name in NAMES]
    one = Checked(gkrules.check(read[0]))
    cold = milliseconds(lambda: made(row("html"), one))
    print(f"html of one report, the first in a process: {cold:.0f} ms")
    several = [replace(read[at % len(read)], unit=f"第{at}县人民政府", file=f"{at}.docx") for at in range(count)]
    many = Checked(gkrules.check(several))
    print(f"{count} reports, {len(many.result.reports)} checked, {sum(len(each.findings) for each in many.result.reports)} findings")
    print(f"{'':10} {'one':>9} {'':>9} {'many':>9} {'':>9} {'many, to json':>14}")
    yardstick = milliseconds(lambda: made(row("json"), many))
    for each in (each for each in REPORTERS if each.takes == "result"):
        size, large = len(made(each, one)), len(made(each, many))
        single = min(milliseconds(lambda each=each: made(each, one)) for _ in range(_RUNS))
        all_of_them = milliseconds(lambda each=each: made(each, many))
        sizes = f"{size / 1000:6.0f} kB", f"{large / 1e6:6.1f} MB"
        print(f"{each.name:10} {single:6.1f} ms {sizes[0]} {all_of_them:6.0f} ms {sizes[1]} {all_of_them / yardstick:13.2f}x")
    annotate()


def annotate() -> None:
    """A copy of a Word file with comments, after the check."""
    import datetime

    from gkrules.reading.limits import DEFAULT_LIMITS
    from gkrules.render.word.annotate import annotated_docx
    from gkrules.render.word.remarks import remarks_of

    data = (REPORTS / "hongze_2023.docx").read_bytes()
    result = gkrules.check(gkrules.read(REPORTS / "hongze_2023.docx"))
    now = datetime.datetime.now(datetime.UTC)

    def work() -> bytes:
        return annotated_docx(data, remarks_of(result.reports, result.ruleset, "zh"), now, DEFAULT_LIMITS)

    print(f"annotate: first {milliseconds(work):.0f} ms, then {min(milliseconds(work) for _ in range(_RUNS)):.0f} ms")


def row(name: str) -> Reporter:
    """The format of a name."""
    return next(each for each in REPORTERS if each.takes == "result" and each.name == name)


def made(reporter: Reporter, checked: Checked) -> bytes:
    """What a format makes of a result."""
    output = reporter.render(checked, "zh", count=len(checked.result.reports))
    if isinstance(output, bytes):
        return output
    text: str | Iterable[object] = output
    return (text if isinstance(text, str) else plain(text)).encode()  # type: ignore[arg-type]


def milliseconds(work: Callable[[], object]) -> float:
    """How long it takes."""
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1000


if __name__ == "__main__":
    main()
