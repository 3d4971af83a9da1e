"""The examples of claims: sentences that a claim must, or must not, understand."""

from __future__ import annotations

from collections.abc import Iterator

from gkrules.model.claims import Claim, ClaimExample
from gkrules.model.edition import Edition
from gkrules.narrate.statements import statements_of
from gkrules.testing.small import small_report


def example_faults(claim: Claim, edition: Edition) -> list[str]:
    """What is wrong with the examples of a claim, in words; empty if it finds what they say, and nothing where they say so.

    Every example stands alone in a report of 2024, in the first section where the claim is looked for.
    """
    return [f"{claim.key}: {each.text}: expected {each.value}, found {found}" for each, found in misunderstood(claim, edition)]


def misunderstood(claim: Claim, edition: Edition) -> Iterator[tuple[ClaimExample, list[float]]]:
    """The examples in which a claim does not find what they say, with what it finds."""
    for example in claim.examples:
        section = "overview" if "overview" in claim.sections else claim.sections[0]
        report = small_report(edition, text={section: example.text})
        found = [statement.values["stated"] for statement in statements_of(report, edition.claims).get(claim.key, ())]
        if found != ([] if example.value is None else [example.value]):
            yield example, found
