"""Rules that differ in one threshold alone, as the steps of a ladder do: asked together.

Of all subjects for which the rest of the condition holds, the one with the worst number decides: a rule fires
where that number is beyond its threshold, and of those that do not, the first one is the next.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TypeAlias

from app.approvals.asked import Asked, atom
from app.approvals.clauses import Flat
from app.approvals.conditions import Condition, nowhere
from app.approvals.rules import CompiledRule
from app.approvals.subjects import Offer, Table
from app.catalog.approvals.words import words_of
from app.catalog.expressions.tree import And, Scalar
from app.catalog.names_of_approvals import flat_key
from app.catalog.pricing import Reach

Number: TypeAlias = tuple[Decimal, int]
"""With the position of its subject."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """``rungs`` in the order in which a number that gets worse comes to them. ``asked`` is that of the first;
    None for a rule that stands alone. ``bounds``: their thresholds, the other way round where less is worse.
    """

    rungs: tuple[CompiledRule, ...]
    asked: Asked | None = None
    bounds: Sequence[Decimal] = ()

    def may_fire(self, offer: Offer) -> Sequence[CompiledRule]:
        """All that do, and maybe more."""
        if not self.rungs[0].reaches(offer):
            return ()
        if self.asked is None:
            return self.rungs
        table = self.rungs[0].table(offer)
        found = None if table.unknown else self._numbers(table)
        if found is None:
            return self.rungs
        numbers = [number[0] for _, number in found if number is not None]
        if not numbers:
            return ()
        beyond = bisect_right if self.asked.reached else bisect_left
        if self.asked.worse == "lower":
            return self.rungs[: beyond(self.bounds, -min(numbers))]
        return self.rungs[: beyond(self.bounds, max(numbers))]

    def has_all_numbers(self, table: Table) -> bool:
        """Whether no condition has to look at another number than that of the ladder."""
        found = self._numbers(table)
        return found is not None and all(number or len(flat.steps) == 1 for flat, number in found)

    def _numbers(self, table: Table) -> list[tuple[Flat, Number | None]] | None:
        """The worst one under each condition that can hold. None where one has another number before it."""
        rule, found = self.rungs[0], []
        for flat, product in flats(rule, table):
            if flat.condition.find is nowhere:
                continue
            asked, rest = flat.steps[0] if flat.steps else (None, None)
            if asked is None or rest is None or self.asked is None or asked.key != self.asked.key:
                return None
            found.append((flat, worst(table, asked, rest, product, rule.rule.reach)))
        return found


def ladders_of(rules: Iterable[CompiledRule]) -> tuple[Ladder, ...]:
    alike: dict[Hashable, list[tuple[Decimal, CompiledRule]]] = {}
    steps: dict[Hashable, Asked] = {}
    alone = []
    for rule in rules:
        found = _rung(rule)
        if found is None:
            alone.append(Ladder((rule,)))
            continue
        key, asked, bound = found
        alike.setdefault(key, []).append((bound, rule))
        steps.setdefault(key, asked)
    return (*alone, *(_ladder(steps[key], rungs) for key, rungs in alike.items()))


def _ladder(asked: Asked, found: list[tuple[Decimal, CompiledRule]]) -> Ladder:
    found.sort(key=lambda one: (one[0], one[1].place))
    return Ladder(tuple(rule for _, rule in found), asked, [bound for bound, _ in found])


def _rung(rule: CompiledRule) -> tuple[Hashable, Asked, Decimal] | None:
    """All but the threshold of the first number that is held against one, and that threshold. None where
    there is none, or where only some products know the number.
    """
    said, stated = rule.when.said, rule.rule
    parts = said.tree.operands if isinstance(said.tree, And) else (said.tree,)
    first = next(((n, one) for n, part in enumerate(parts) if (one := atom(part)) is not None), None)
    if first is None:
        return None
    place, asked = first
    if asked.key in words_of(stated.over):
        asked = replace(asked, key=flat_key(asked.key))
    elif all(asked.key != one.key for one in said.of_lines):
        return None
    rest = (*parts[:place], None, *parts[place + 1 :])
    reach = replace(stated.reach, when=None)
    key = stated.over, reach, stated.approver, rule.tells_cost, asked.key, asked.worse, asked.reached, rest
    bound = number_of(asked.threshold)
    return key, asked, -bound if asked.worse == "lower" else bound


def flats(compiled: CompiledRule, table: Table) -> Iterator[tuple[Flat, str]]:
    """Each with the product that it is for, "" for all of them."""
    if compiled.when.plain is not None:
        yield compiled.when.plain, ""
    else:
        yield from ((compiled.when.of(product), product) for product in table.products)


def worst(table: Table, asked: Asked, rest: Condition, product: str, reach: Reach) -> Number | None:
    """Of those for which all else holds."""
    key = asked.key, asked.worse, rest, product, reach.products, reach.families
    if key not in table.worst:
        pick = max if asked.worse == "higher" else min
        found = _numbers(table, asked.key, rest, product, reach)
        table.worst[key] = pick(found, key=_first, default=None)
    return table.worst[key]


def _first(found: Number) -> Decimal:
    return found[0]


def _numbers(table: Table, key: str, rest: Condition, product: str, reach: Reach) -> Iterator[Number]:
    """Under the key, where the rest holds."""
    reached, places = table.reached(reach, product), rest.find(table)
    if places is not None:
        reached = sorted(set(places).intersection(reached))
    sure = rest.exact and not table.unknown
    for place in reached:
        subject = table.subjects[place]
        value = subject.said(key)
        if value is not None and (sure or rest.holds(subject)):
            yield number_of(value), place


def number_of(value: Scalar | None) -> Decimal:
    return value if isinstance(value, Decimal) else Decimal(value or 0)
