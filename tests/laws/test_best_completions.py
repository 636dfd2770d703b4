"""The highest margin and the soonest delivery against a judge that makes and prices every configuration."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.amounts import Money, Percent
from app.assembly import AssemblyInvalid, assemble, cost_weights, soonest, unit_cost, weights
from app.catalog import Attribute, AttributeKey, Product, Value
from app.catalog.assembly import AssemblyRule, Occurrence, PartRule
from app.catalog.expressions import parse
from app.catalog.expressions.tree import Arithmetic, Name
from app.catalog.product import QuantityTier, Rule
from app.configuration import Configurator, cost_of, left
from app.pricing import Deal, Discount, DiscountInvalid, Terms, best_margin, margin
from tests.assembly.structures import ARTICLES, ATTRIBUTES, Maker, prices, product_of
from tests.configuration.brute_force import BruteForce
from tests.thorough import tried

_EXAMPLES = settings(max_examples=tried(50), deadline=None)
_NOTHING = Decimal(0)

FEW = {"count": 3, "mast": 3}
SECOND = Attribute(AttributeKey("second"), "Second", "integer", minimum=0, maximum=2)
SMALL = (*(replace(one, maximum=FEW.get(one.key, one.maximum)) for one in ATTRIBUTES), SECOND)
RULES = (
    'coastal implies colour != "red"',
    "count + second <= 4",
    'colour = "n78" implies count >= 2',
    "mast > 2 implies second = 0",
    "second = 2 implies coastal",
)


class Rows(Maker):
    """Assemblies with rows that have attributes of their own, and parts that cannot always be made."""

    def assembly(self, key: str, depth: int) -> AssemblyRule:
        made = super().assembly(key, depth)
        more: list[PartRule | AssemblyRule] = []
        if depth > 1 and self.chance.randrange(2):
            row = self.assembly(f"{key}_row", depth - 2)
            position = self.chance.choice(["", "", "Row {row}"])
            more += [
                replace(row, occurs=Occurrence(Name(count), row=n, position=position))
                for n, count in ((1, "count"), (2, "second"))
            ]
        if key == "root" and self.chance.randrange(4) == 0:
            short = Arithmetic("-", Name("count"), Name("second"))
            more.append(PartRule(Occurrence(short, when=Name("coastal")), ARTICLES[0]))
        return replace(made, parts=(*made.parts, *more))


@st.composite
def products(draw: st.DrawFn) -> Product:
    chance = draw(st.randoms(use_true_random=False))
    kept = [text for text in RULES if chance.randrange(3) == 0]
    return replace(
        product_of(Rows(chance).assembly("root", 3)),
        attributes=tuple(priced(one, chance) for one in SMALL),
        rules=tuple(Rule(f"r{n}", text, parse(text), "") for n, text in enumerate(kept)),
        quantity_tiers=(QuantityTier(5, Decimal("7.5")),),
    )


def priced(attribute: Attribute, chance: Random) -> Attribute:
    if attribute.options:
        options = (replace(one, prices=amount(chance)) for one in attribute.options)
        return replace(attribute, options=tuple(options))
    return replace(attribute, prices=amount(chance), default=chance.choice([None, *attribute.values[:2]]))


def amount(chance: Random) -> Mapping[str, Decimal]:
    return chance.choice([{}, prices(str(Decimal(chance.randrange(9_000)) / 100))])


@st.composite
def deals(draw: st.DrawFn) -> Deal:
    discount = draw(st.sampled_from([None, None, Percent.of("12.25"), Money.of("11.10", "EUR")]))
    return Deal(
        draw(st.sampled_from([1, 1, 3, 7])),
        Terms("EUR", None),
        None if discount is None else Discount(discount, "so"),
    )


CHOICES = st.fixed_dictionaries({}, optional={one.key: st.sampled_from(one.values) for one in SMALL})
"""Of which those that contradict the rules are passed over."""


def margins(product: Product, every: list[Mapping[str, Value]], deal: Deal) -> list[Decimal]:
    """Of those that can be made and priced."""
    found = []
    for values in every:
        try:
            worth = margin(product, values, deal.price(product, values))
        except DiscountInvalid:
            continue
        found += [] if worth is None else [worth.amount]
    return found


def days(product: Product, every: list[Mapping[str, Value]]) -> list[int]:
    found = []
    for values in every:
        try:
            found.append(assemble(product, values).lead_time_days)
        except AssemblyInvalid:
            continue
    return found


@_EXAMPLES
@given(products(), CHOICES, st.sampled_from([1, 4]), st.sampled_from([5_000, 0]))
def test_weights_of_the_parts_add_up_to_the_cost_or_where_rows_share_work_to_no_more(
    product: Product, chosen: Mapping[str, Value], lot: int, together: int
) -> None:
    every = BruteForce(product).configurations(chosen)
    assume(every)
    open_values = left(Configurator(product).configure(chosen))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights, "_MOST_TOGETHER", together)
        found = cost_weights(product, "EUR", lot=lot, left=open_values)
    assert found.exact or not together
    for values in every:
        weighed = cost_of(values, found.weights)
        try:
            cost = unit_cost(product, values, "EUR", lot=lot)
        except AssemblyInvalid:
            continue
        assert cost is not None
        assert weighed <= cost.amount
        assert weighed == cost.amount or not found.exact


@_EXAMPLES
@given(products(), CHOICES, deals(), st.sampled_from([5_000, 0]), st.sampled_from([20_000, 20_000, 40]))
def test_no_configuration_has_a_margin_higher_than_the_highest_by_more_than_is_said(
    product: Product, chosen: Mapping[str, Value], deal: Deal, together: int, most: int
) -> None:
    every = BruteForce(product).configurations(chosen)
    assume(every)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights, "_MOST_TOGETHER", together)
        patch.setattr(weights, "MOST_COMBINATIONS", most)
        found = best_margin(Configurator(product), product, chosen, deal=deal)
        assert best_margin(Configurator(product), product, chosen, deal=deal) == found
    assert dict(found.values) in [dict(one) for one in every]
    known = margins(product, every, deal)
    if found.within is not None:
        [own] = margins(product, [found.values], deal)
        assert max(known) <= own + found.within
    assert found.within == 0 or most == 40 or len(known) < len(every)


@_EXAMPLES
@given(products(), CHOICES, st.sampled_from([20_000, 20_000, 30]))
def test_none_is_made_sooner_than_the_soonest(
    product: Product, chosen: Mapping[str, Value], most: int
) -> None:
    every = BruteForce(product).configurations(chosen)
    assume(every)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights, "MOST_COMBINATIONS", most)
        found = soonest(Configurator(product), product, chosen)
    assert dict(found.values) in [dict(one) for one in every]
    known = days(product, every)
    if found.within is not None:
        [own] = days(product, [found.values])
        assert own - found.within <= min(known)
    assert found.within == 0 or most == 30 or len(known) < len(every)
