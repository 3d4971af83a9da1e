"""What the names in a rule can stand for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from gkrules.model.claims import Claims
from gkrules.model.edition import Edition


@dataclass(frozen=True)
class Names:
    """The cells of an edition, the facts about a document, and the claims of its text.

    Attributes:
        edition: whose cells.
        facts: the names of the facts.
        read_claims: gives `claims`. Most rules name none, and reading them takes longer than reading a page.
    """

    edition: Edition
    facts: Sequence[str]
    read_claims: Callable[[], Claims] = field(default=Claims, repr=False, compare=False)

    @cached_property
    def claims(self) -> Claims:
        """What the text of a report can state."""
        return self.read_claims()
