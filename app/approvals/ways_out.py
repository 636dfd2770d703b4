"""What would avoid a need: the smallest change of one discount after which its rule does not fire.

Between two discounts for which every number that the rule asks about lies on the same side of what it is held
against, the rule cannot change its mind, because each of these numbers only rises or only falls with the
discount. So the range is halved only where something changes sides, from the present discount downwards.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from app.amounts import Money
from app.approvals.clauses import Clause
from app.approvals.costs import Costs
from app.approvals.levers import GRID, Lever, levers_of
from app.approvals.need import Need
from app.approvals.needs import fired_in, needs_in
from app.approvals.policies import CompiledPolicy
from app.approvals.rules import CompiledRule
from app.approvals.subjects import Offer, Table
from app.catalog import Release
from app.catalog.approvals.words import AMOUNTS, PERCENTAGES
from app.catalog.expressions import Expression
from app.catalog.expressions.names import children
from app.catalog.expressions.tree import Compare, Constant, Name
from app.errors import AppError
from app.pricing.exact import written
from app.quoting import Quote

MOST_TRIED: Final = 600
"""Prices of a whole quote that one preview works out."""

_MOVED: Final = (AMOUNTS | PERCENTAGES) - {"list", "cost"}
"""Words that follow a discount."""

Signs: TypeAlias = tuple[int | None, ...]


@dataclass(frozen=True, slots=True)
class WayOut:
    """``change`` says of what the discount is turned down from ``before`` to ``to`` percent; ``line`` is its
    number, None for several or the quote. ``net`` is what that line, or the quote, costs then.

    ``removes`` and ``adds`` are keys of rules that are not needed any more, or only then.
    """

    change: Literal["line_discount", "line_discounts", "quote_discount"]
    line: int | None
    before: Decimal
    to: Decimal
    net: Money
    removes: tuple[str, ...]
    adds: tuple[str, ...]

    @property
    def sentence(self) -> str:
        of_what = {
            "line_discount": f"A discount of {written(self.to)} % on line {self.line}",
            "line_discounts": f"At most {written(self.to)} % on each line",
            "quote_discount": f"A discount of {written(self.to)} % on the quote",
        }
        return f"{of_what[self.change]} instead of {written(_shown(self.before))} % avoids it."


def _shown(percent: Decimal) -> Decimal:
    return percent.quantize(GRID)


class OutOfTries(Exception):
    """All that may be tried was tried."""


@dataclass(slots=True)
class Search:
    """``left``: quotes that may still be priced; ``grid``: what discounts are multiples of."""

    quote: Quote
    release: Release
    policy: CompiledPolicy
    costs: Costs
    left: int = MOST_TRIED
    grid: Decimal = GRID

    def ways(self, needs: tuple[Need, ...]) -> Iterator[WayOut]:
        """Each of a lever and a need, alike ones once. Raises OutOfTries."""
        by_key = {one.rule.key: one for one in self.policy.rules}
        asked = [by_key[need.rule] for need in needs if not need.auto]
        before = tuple(need.rule for need in needs)
        seen: set[tuple[str, int | None, Decimal]] = set()
        for lever in levers_of(self.quote):
            for rule in asked:
                found = self.least(lever, rule)
                if found is None or (lever.change, lever.line, found) in seen:
                    continue
                seen.add((lever.change, lever.line, found))
                yield self.told(lever, found, before)

    def least(self, lever: Lever, rule: CompiledRule) -> Decimal | None:
        """The largest percentage below the present one for which the rule does not fire."""
        if not _follows(rule.when):
            return None
        top = int(lever.before / self.grid)
        top -= lever.before == top * self.grid
        if top < 0:
            return None
        tried: dict[int, tuple[bool, Signs]] = {}

        def looked(step: int) -> tuple[bool, Signs]:
            found = tried.get(step)
            if found is None:
                found = tried[step] = self.looked(lever, rule, step * self.grid)
            return found

        step = _highest(0, top, looked)
        return None if step is None else step * self.grid

    def looked(self, lever: Lever, rule: CompiledRule, percent: Decimal) -> tuple[bool, Signs]:
        offer = self.offer(lever, percent, rule.when.words)
        fired = bool(fired_in(offer, rule))
        return fired, tuple(_signs(offer, rule))

    def offer(self, lever: Lever, percent: Decimal, words: frozenset[str]) -> Offer:
        if not self.left:
            raise OutOfTries
        self.left -= 1
        turned = lever.turned(self.quote, self.release, percent)
        return Offer(turned, self.release, words=words, costs=self.costs, costed=self.policy.costed)

    def told(self, lever: Lever, percent: Decimal, before: tuple[str, ...]) -> WayOut:
        offer = self.offer(lever, percent, self.policy.words)
        after = tuple(need.rule for need in needs_in(offer, self.policy))
        quote = offer.quote
        return WayOut(
            change=lever.change,
            line=lever.line,
            before=lever.before,
            to=percent,
            net=quote.total if lever.line is None else quote.line(lever.line).price.net,
            removes=tuple(key for key in before if key not in after),
            adds=tuple(key for key in after if key not in before),
        )


def ways_out(search: Search, needs: tuple[Need, ...]) -> tuple[tuple[WayOut, ...], bool]:
    """And whether all were looked for. In a context that is exact."""
    found: list[WayOut] = []
    try:
        found.extend(search.ways(needs))
    except (OutOfTries, AppError):
        # A discount that the catalog refuses is no way out, and neither is what comes after it.
        return tuple(found), False
    return tuple(found), True


def _highest(low: int, high: int, looked: Callable[[int], tuple[bool, Signs]]) -> int | None:
    """The highest step of the range, both included, at which the rule does not fire."""
    if not looked(high)[0]:
        return high
    waiting = [(low, high)]
    while waiting:
        low, high = waiting.pop()
        if not looked(high)[0]:
            return high
        if low == high or looked(low)[1] == looked(high)[1]:
            continue
        middle = (low + high) // 2
        # The upper part comes first.
        waiting += [(low, middle), (middle + 1, high)] if high - low > 1 else [(low, low)]
    return None


def _signs(offer: Offer, rule: CompiledRule) -> Iterator[int | None]:
    """On which side of what they are held against the numbers of a rule are, of every subject."""
    yield from _signs_of(rule.when, offer, offer.table(rule.rule.over, rule.rule.reach))


def _signs_of(clause: Clause, offer: Offer, table: Table) -> Iterator[int | None]:
    for subject in table.subjects:
        for key, bound in clause.of(subject.product).held:
            value = subject.words.get(key)
            known = isinstance(value, Decimal)
            yield (value > bound) - (value < bound) if known and isinstance(value, Decimal) else None
    for _, inner in clause.of_lines:
        if inner is not None:
            yield from _signs_of(inner, offer, offer.table("line"))


def _follows(clause: Clause) -> bool:
    """Whether all numbers in it that follow a discount are held against constants, and nothing else."""
    moved = {*_MOVED, *(one.key for one, _ in clause.of_lines)}
    waiting = [clause.said.tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, Name) and node.attribute in moved and not _is_condition(node, clause):
            return False
        if not _is_held(node):
            waiting += children(node)
    return all(_follows(inner) for _, inner in clause.of_lines if inner is not None)


def _is_condition(node: Name, clause: Clause) -> bool:
    return any(one.key == node.attribute and one.is_condition for one, _ in clause.of_lines)


def _is_held(node: Expression) -> bool:
    match node:
        case Compare(_, Name(), Constant()) | Compare(_, Constant(), Name()):
            return True
    return False
