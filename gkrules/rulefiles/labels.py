"""The labels of what is no cell: of facts about a document, and of claims of its text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from gkrules.model.claims import Claims
from gkrules.model.relations import CLAIM


class Labels(Mapping[str, Mapping[str, str]]):
    """Labels by language, by the name of a fact or of a claim (``claim.KEY``). Claims are read when one is asked for."""

    def __init__(self, facts: Mapping[str, Mapping[str, str]], read_claims: Callable[[], Claims] = Claims) -> None:
        self._facts, self._read_claims = facts, read_claims

    def __getitem__(self, name: str) -> Mapping[str, str]:
        return self._read_claims().by_key[name.removeprefix(CLAIM)].label if name.startswith(CLAIM) else self._facts[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._facts
        yield from (f"{CLAIM}{key}" for key in self._read_claims().by_key)

    def __len__(self) -> int:
        return sum(1 for _ in self)
