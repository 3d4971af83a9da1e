"""What the reading of sentences makes: slots, quantities, and what a segment leaves to the next one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from gkrules.model.errors import GkrulesError
from gkrules.narrate.segments import Segment
from gkrules.narrate.tokens import Token

DISPUTES = ("review", "litigation", "direct_litigation", "litigation_after_review", "dispute")
RESULT_GROUPS = frozenset({"granted", "partly_granted", "denied", "unavailable", "not_handled", "other_handling"})
"""The results that the form has rows or groups of rows for."""
DECISIONS = ("licences", "penalties", "coercive")
RECEIVED = ("received", "new")
PRESUMED = ("level", "several", "wider")
"""Of whom numbers may be that are the report's or not: the office of a government, its departments, more than a bureau."""
APPLICATION_STAGES = (*RECEIVED, "due", "processed", "handled", "carry", "pending")
RULE_STAGES = ("issued", "repealed", "in_force", "made", "published", "public_total")


@dataclass(frozen=True)
class Measure:
    """A quantity that a segment named.

    Attributes:
        slots: what decided, as in the table.
        value: its number; ``None`` where it was only named.
        part: whether it is one of the parts of a list.
        known: whether the table has it.
    """

    slots: Mapping[str, str]
    value: float | None = None
    part: bool = False
    known: bool = True


@dataclass(frozen=True)
class Said:
    """What a segment says: a mark of the quantity that the slots decide.

    Attributes:
        slots: as the table has them.
        mark: ``count``, ``share``, ``growth``, ``difference``, ``amount`` or ``none``.
        value, digit, direction: of the number.
        start: where the number or the deciding word stands in the sentence.
        presumed: why it may be about something else than the report's numbers, as 县政府本级 may be a part of them; empty if it is certain.
    """

    slots: Mapping[str, str]
    mark: str
    value: float
    start: int
    end: int
    digit: float = 1
    direction: int = 0
    presumed: str = ""


@dataclass
class Frame:
    """What a segment leaves to the next one."""

    agent: str = ""
    period: str = ""
    object: str = ""
    subset: bool = False
    last: Measure | None = None
    whole: Measure | None = None
    compared: bool = False
    compared_year: float = 0
    disclosure: bool = False
    withdrawn: bool = False
    narrowed: bool = False
    named: bool = False
    disputes: tuple[str, ...] = ()
    others_counted: bool = False
    ahead: str = ""
    topic: bool = False
    suffered: bool = False
    entries: bool = False
    changed: Mapping[str, str] = field(default_factory=dict)
    supervised: bool = False
    planned: bool = False
    mentioned: bool = False
    exempt: bool = False
    lost: bool = False
    dispute: str = ""
    unsure: str = ""
    naming: str = ""
    wide: bool = False

    def whole_object(self) -> str:
        """What the whole that was named last is about."""
        return self.whole.slots.get("object", "") if self.whole else ""

    def of_sentence(self) -> Frame:
        """What a sentence leaves to the next one of its paragraph."""
        lasting = self.period if self.period in ("own", "other") else ""
        agent = "" if self.agent == "other" and not self.others_counted else self.agent
        next_one = self.copy()
        next_one.agent, next_one.period, next_one.disputes, next_one.compared_year = agent, lasting, (), 0
        next_one.subset = next_one.compared = next_one.narrowed = next_one.topic = False
        next_one.planned = next_one.mentioned = next_one.exempt = next_one.lost = False
        return next_one

    def copy(self) -> Frame:
        """The same again, to be changed apart; `dataclasses.replace` takes ten times as long."""
        other = Frame.__new__(Frame)
        other.__dict__.update(self.__dict__)
        return other


@dataclass
class Reading:
    """A segment with what it was read as: `said`, or why it says nothing."""

    segment: Segment
    text: str
    slots: dict[str, str] = field(default_factory=dict)
    said: list[Said] = field(default_factory=list)
    stopped: str = ""


class Stop(GkrulesError):  # noqa: N818 - no error: the segment says nothing
    """Why a segment says nothing of the tables.

    Args:
        reason: the slot or word that stopped it.
    """

    def __init__(self, reason: str) -> None:
        super().__init__("narrate/nothing_said", reason=reason)
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class Aside(Stop):
    """Why a number is none of what the sentence tells: it leaves what was told before."""


def applicants_of(tokens: Sequence[Token]) -> list[str]:
    """The applicants among words."""
    return [token.slots["applicant"] for token in tokens if token.is_("applicant")]


def target_is_object(tokens: Sequence[Token]) -> bool:
    """Whether words end with applications."""
    return bool(tokens) and tokens[-1].is_("object", "application")


def statements(readings: Sequence[Reading]) -> Iterator[Said]:
    """What the readings say."""
    for reading in readings:
        yield from reading.said
