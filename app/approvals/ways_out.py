"""What would avoid a need: the smallest change of one discount after which its rule does not fire."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, Decimal
from typing import Final, Literal

from app.amounts import Money
from app.approvals.clauses import Clause
from app.approvals.costs import Costs
from app.approvals.following import follows, only_worsens
from app.approvals.levers import GRID, Lever, levers_of
from app.approvals.narrowing import Held, Look, highest
from app.approvals.need import Need
from app.approvals.needs import fired_in, needs_in, offer_of
from app.approvals.policies import CompiledPolicy
from app.approvals.rules import CompiledRule
from app.approvals.subjects import Offer, Table
from app.catalog.names_of_approvals import flat_key
from app.errors import AppError
from app.pricing.exact import written

MOST_PRICED: Final = 80_000
"""Lines that are priced to find what somebody asked for: some seconds."""
QUICKLY: Final = 8_000
"""The same for what is told with each change: some tenths of a second on a long quote."""
_MARGIN: Final = flat_key("margin")


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
    """``left``: quotes that may still be priced; ``grid``: what discounts are multiples of; ``offers`` and
    ``looks``: what was worked out.
    """

    present: Offer
    policy: CompiledPolicy
    costs: Costs
    left: int = MOST_PRICED
    grid: Decimal = GRID
    offers: dict[tuple[Lever, int], Offer] = field(default_factory=dict)
    looks: dict[tuple[Lever, str, int], Look] = field(default_factory=dict)

    def ways(self, needs: tuple[Need, ...]) -> Iterator[WayOut]:
        """Each of a lever and a need, alike ones once. Raises OutOfTries."""
        by_key = {one.rule.key: one for one in self.policy.rules}
        asked = [by_key[need.rule] for need in needs if not need.auto]
        before = tuple(need.rule for need in needs)
        seen: set[tuple[str, int | None, Decimal]] = set()
        for lever in levers_of(self.present.quote):
            for rule in asked:
                found = self.least(lever, rule)
                if found is None or (lever.change, lever.line, found) in seen:
                    continue
                seen.add((lever.change, lever.line, found))
                yield self.told(lever, found, before)

    def least(self, lever: Lever, rule: CompiledRule) -> Decimal | None:
        """The largest percentage below the present one for which the rule does not fire; it fires now."""
        if not follows(rule.when):
            return None
        step = highest(
            0,
            self.top(lever),
            lambda step: self.look(lever, rule, step),
            only_worse=only_worsens(rule.when),
        )
        return None if step is None else step * self.grid

    def top(self, lever: Lever) -> int:
        """The present percentage, rounded up: all steps below are less."""
        return int((lever.before / self.grid).to_integral_value(ROUND_CEILING))

    def look(self, lever: Lever, rule: CompiledRule, step: int) -> Look:
        key = lever, rule.rule.key, step
        if key not in self.looks:
            offer = self.offer(lever, step)
            self.looks[key] = Look(bool(fired_in(offer, rule)), tuple(_held(offer, rule)))
        return self.looks[key]

    def offer(self, lever: Lever, step: int) -> Offer:
        """The same one for all rules."""
        if step == self.top(lever):
            return self.present
        found = self.offers.get((lever, step))
        if found is None:
            if not self.left:
                raise OutOfTries
            self.left -= 1
            quote, release = self.present.quote, self.present.release
            turned = lever.turned(quote, release, step * self.grid)
            found = offer_of(turned, release, self.policy, costs=self.costs)
            self.offers[lever, step] = found
        return found

    def told(self, lever: Lever, percent: Decimal, before: tuple[str, ...]) -> WayOut:
        offer = self.offer(lever, int(percent / self.grid))
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


def _held(offer: Offer, rule: CompiledRule) -> Iterator[Held]:
    """The numbers of every subject."""
    yield from _held_in(rule.when, offer, offer.table(rule.rule.over, rule.rule.reach))


def _held_in(clause: Clause, offer: Offer, table: Table) -> Iterator[Held]:
    margins = {_MARGIN, *(one.key for one, _ in clause.of_lines if one.word == "margin")}
    for subject in table.subjects:
        for key, bound in clause.of(subject.product).held:
            value = subject.words.get(key)
            yield Held(value if isinstance(value, Decimal) else None, bound, is_margin=key in margins)
    for _, inner in clause.of_lines:
        if inner is not None:
            yield from _held_in(inner, offer, offer.table("line"))
