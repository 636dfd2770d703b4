"""Somebody has to agree: which rule asks for it on a quote, and on what facts."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, TypeAlias

from app.catalog.approvals import Approver, Timing

Worse: TypeAlias = Literal["higher", "lower", "other"]

HIDDEN = "hidden"


@dataclass(frozen=True, slots=True)
class Fact:
    """``name`` is a word of the policy or an attribute; ``subject`` says of what: ``quote``, ``line 3``,
    ``product lamp``, ``family Radio``, ``group Options``.

    ``worse``: the direction in which it gets worse; ``other``: any change does. ``threshold``: what it is
    held against, None where it is not held against a number.
    """

    name: str
    subject: str
    value: Decimal | str
    worse: Worse = "other"
    threshold: Decimal | None = None

    def is_worse_than(self, before: "Fact") -> bool:
        """Of one name and subject. A number beside a text is worse."""
        if self.value == before.value:
            return False
        if isinstance(self.value, str) or isinstance(before.value, str):
            return True
        if self.worse == "other":
            return True
        return self.value > before.value if self.worse == "higher" else self.value < before.value


@dataclass(frozen=True, slots=True)
class Need:
    """One rule that fired. ``auto``: the product agrees by itself, because the rule says so.

    ``tells_cost``: what is said of it follows from cost, which not everybody may see.
    """

    rule: str
    name: str
    stage: int
    approver: Approver
    quorum: int
    timing: Timing
    why: str
    facts: tuple[Fact, ...]
    auto: bool = False
    tells_cost: bool = False


def without_costs(needs: Iterable[Need]) -> tuple[Need, ...]:
    """For those who may not see what a quote costs: such needs without figures, the others as they are."""
    return tuple(_hidden(need) if need.tells_cost else need for need in needs)


def _hidden(need: Need) -> Need:
    facts = tuple(dict.fromkeys(map(_bare, need.facts)))
    return replace(need, why=f"{need.name} has to be agreed to.", facts=facts)


def _bare(fact: Fact) -> Fact:
    return replace(fact, value=HIDDEN, threshold=None)
