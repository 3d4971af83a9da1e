"""Narratives made from the tables: what they say is true, whatever their wording, order and numerals.

`narrative` writes one, `claims_of` says which claims it makes and where, `falsified` and `falsified_tables` make one of them wrong.
"""

from __future__ import annotations

from random import Random

from gkrules.model.report import Report
from gkrules.testing.narrative_applications import Applications
from gkrules.testing.narrative_asides import Asides
from gkrules.testing.narrative_disputes import Disputes
from gkrules.testing.narrative_falsify import falsified, falsified_tables
from gkrules.testing.narrative_marks import Told, chinese
from gkrules.testing.narrative_section_two import SectionTwo
from gkrules.testing.narrative_writer import Writer

__all__ = ["Told", "chinese", "claims_of", "falsified", "falsified_tables", "narrative"]


def narrative(report: Report, seed: int = 0, previous: Report | None = None) -> dict[str, str]:
    """A narrative about the tables of a report, by section: true sentences in words, order and numerals that `seed` chooses.

    Args:
        report: cells without a number are not spoken of.
        seed: another seed, another narrative.
        previous: last year's report, for sentences that compare the two.

    Returns:
        Texts by key of a section, and by ``preamble``.
    """
    return _written(report, seed, previous)[0]


def claims_of(report: Report, seed: int = 0, previous: Report | None = None) -> list[Told]:
    """The claims that the narrative of the same arguments makes about the tables, in the order of the text."""
    return _written(report, seed, previous)[1]


def _written(report: Report, seed: int, previous: Report | None) -> tuple[dict[str, str], list[Told]]:
    writer = Writer(report, Random(seed), previous)  # noqa: S311 - no secret, but to be repeated
    return writer.ledger.resolved(_sections(writer))


def _sections(writer: Writer) -> dict[str, str]:
    """The texts, the numbers in them marked."""
    asides = Asides(writer)
    applications = _with_asides(writer, Applications(writer).sentences(), asides)
    disputes = Disputes(writer).sentences()
    issued = SectionTwo(writer).sentences()
    issued_first = writer.maybe(0.3)
    disputes_first = writer.maybe(0.25)
    proactive = writer.pick("栏目按月检查，内容有变动的及时更换。", "公开栏目由专人维护，每月检查一次。", "")
    opening = [proactive, *(issued if issued_first else []), *asides.some(2)]
    about = [*applications, *(disputes if disputes_first else [])]
    paragraphs = [f"（一）主动公开\n{''.join(opening)}".rstrip(), f"（二）依申请公开\n{''.join(about)}".rstrip(), "".join(asides.some(2))]
    return {
        "preamble": "本报告的统计期限为全年。有疑问请与办公室联系（电话：0000-0000001）。",
        "overview": "\n".join(each for each in paragraphs if each),
        "proactive_disclosure": "" if issued_first else "".join(issued),
        "review_litigation": "" if disputes_first else "".join(disputes),
        "problems": writer.pick("栏目更新偏慢。已经安排专人定期检查。", f"{(writer.year or 2) - 1}年收到的意见已经整改。"),
        "other_matters": writer.pick("本年度没有收取信息处理费。", "全年未向申请人收取任何费用。"),
    }


def _with_asides(writer: Writer, sentences: list[str], asides: Asides) -> list[str]:
    """Sentences with others around and between them."""
    found = asides.some(1)
    for sentence in sentences:
        found += [sentence, *(asides.some(1) if writer.maybe(0.4) else [])]
    return found
