"""Where what a document says of its year does not agree, the majority decides, and a tie is said to be one."""

from datetime import date

import pytest

from gkrules.align.identity import Identity
from gkrules.align.reporting_year import reporting_year


def of(title: int | None = None, period: tuple[int, int] | None = None, quoted: int | None = None) -> Identity:
    return Identity(title_year=quoted if title is None else title, printed_year=title, period_years=period, quoted_year=quoted)


@pytest.mark.parametrize(
    ("identity", "beside", "year", "certain"),
    [
        (of(), {"file": "2023.docx"}, None, True),
        (of(2024), {}, 2024, True),
        (of(None, (2023, 2023)), {}, 2023, True),
        (of(2023, (2024, 2024)), {}, 2023, False),
        (of(None, (2024, 2024), 2023), {}, 2023, False),
        (of(2024, (2024, 2025)), {}, 2024, True),
        (of(2024, (2023, 2024)), {}, 2024, True),
        (of(2023, (2024, 2024), 2024), {}, 2024, True),
        (of(2024, (2023, 2023), 2024), {}, 2024, True),
        (of(2023, (2024, 2024)), {"published": date(2025, 1, 20)}, 2024, True),
        (of(2023, (2024, 2024)), {"published": date(2025, 9, 20)}, 2023, False),
        (of(2023, (2024, 2024)), {"sheets": 2024}, 2024, True),
        (of(2023, (2024, 2024)), {"file": "某局2024年年报.docx"}, 2024, True),
        (of(2023, (2024, 2024)), {"file": "a/2024/2023.pdf"}, 2023, True),
        (of(2023, (2024, 2024)), {"file": "2025-01-15.docx"}, 2023, False),
        (of(2023, (2024, 2024)), {"file": "t20240115_1.html"}, 2023, False),
        (of(2023, (2024, 2024)), {"body": ["2024年，收到申请5件。", "截至2024年底"]}, 2024, True),
        (of(2023, (2024, 2024)), {"body": ["2024年，收到申请5件。"]}, 2023, False),
        (of(2023, (2024, 2024)), {"body": ["五、存在的主要问题", "2024年，2024年"]}, 2023, False),
        (of(2023, (2024, 2024)), {"body": ["较2024年、比2024年、《2024年要点》《2024年计划》"]}, 2023, False),
        # One witness that the document itself does not bear out is none; two are.
        (of(2023), {"published": date(2025, 3, 1)}, 2023, True),
        (of(2023), {"published": date(2025, 3, 1), "body": ["2024年，2024年"]}, 2024, True),
        (of(2023, (2023, 2023)), {"published": date(2025, 3, 1), "body": ["2024年，2024年"]}, 2023, True),
    ],
)
def test_the_majority_decides(identity: Identity, beside: dict[str, object], year: int | None, certain: bool) -> None:
    found = reporting_year(identity, **beside)  # type: ignore[arg-type]
    assert (found.year, found.certain) == (year, certain)
