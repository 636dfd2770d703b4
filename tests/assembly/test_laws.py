"""Laws of every assembly: order never counts, costs add up, all pieces are cut, numbers tell apart."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.assembly import (
    Item,
    Part,
    assemble,
    check_number,
    costs,
    cut_lists,
    item_number,
    within,
)
from app.assembly.fingerprint import fingerprint
from app.catalog import Product
from tests.assembly.structures import Configuration, configurations, products
from tests.thorough import THOROUGH, tried


def shuffled(values: Configuration, chance: Random) -> Configuration:
    keys = list(values)
    chance.shuffle(keys)
    return {key: values[key] for key in keys}


@given(products(), configurations(), st.randoms(use_true_random=False))
@settings(max_examples=tried(100), deadline=None)
def test_the_order_of_choices_never_counts(product: Product, values: Configuration, chance: Random) -> None:
    assert assemble(product, shuffled(values, chance)) == assemble(product, values)


@given(products(), configurations(), configurations())
@settings(max_examples=tried(200), deadline=None)
def test_numbers_are_equal_exactly_when_configurations_are(
    product: Product, first: Configuration, second: Configuration
) -> None:
    same = item_number(product, first) == item_number(product, second)
    assert same == (first == second)
    check_number(item_number(product, first))


@given(products(), configurations(), st.integers(1, 500))
@settings(max_examples=tried(100), deadline=None)
def test_the_total_is_the_sum_over_the_leaves(product: Product, values: Configuration, lot: int) -> None:
    """Costed here once more, by counting every leaf of the tree with plain fractions."""
    item = assemble(product, values)
    total = Fraction(0)
    for one, count in within(item):
        for part in one.parts:
            if isinstance(part, Part):
                total += Fraction(part.article.costs["EUR"]) * Fraction(part.quantity) * Fraction(count)
        for cut in one.cuts:
            length = Fraction(cut.length + cut.material.kerf) / 1000
            total += length * cut.pieces * Fraction(count) * Fraction(cut.material.costs["EUR"])
        for work in one.operations:
            minutes = Fraction(work.setup) + Fraction(work.minutes) * Fraction(count) * lot
            exact = minutes * Fraction(work.work_centre.rates["EUR"]) / 60 / lot
            total += Fraction(int(exact * 10**6 * 2 + 1) // 2, 10**6)
    costed = costs(item, "EUR", lot=lot)
    assert costed.cost is not None
    assert Fraction(costed.cost.amount) == total
    leaves = [line for _, line in costed.listed() if not isinstance(line.of, Item)]
    assert sum(line.material.amount + line.work.amount for line in leaves) == costed.cost.amount


@given(products(), configurations(), st.integers(1, 40))
@settings(max_examples=tried(60), deadline=None)
def test_cut_lists_hold_every_piece(product: Product, values: Configuration, lot: int) -> None:
    item = assemble(product, values)
    wanted: Counter[Decimal] = Counter()
    for one, count in within(item, count=Decimal(lot)):
        for cut in one.cuts:
            wanted[cut.length] += int(cut.pieces * count)
    sawn: Counter[Decimal] = Counter()
    for cuts in cut_lists(item, lot=lot):
        for bar in cuts.bars:
            assert bar.stock in cuts.material.stock_lengths
            pieces = sum(many for _, many in bar.pieces)
            length = sum(length * many for length, many in bar.pieces)
            assert length + cuts.material.kerf * (pieces - 1) <= bar.stock
            for length, many in bar.pieces:
                sawn[length] += many * bar.count
        assert cuts.used == sum(bar.stock * bar.count for bar in cuts.bars)
        assert cuts.bound <= cuts.used
        assert cuts.optimal == (cuts.bound == cuts.used)
    assert sawn == wanted


@given(products(), configurations())
@settings(max_examples=tried(100), deadline=None)
def test_no_level_has_two_lines_for_one_thing(product: Product, values: Configuration) -> None:
    for item, _ in within(assemble(product, values)):
        parts = [(part.number, part.position) for part in item.parts if isinstance(part, Part)]
        assert len(parts) == len(set(parts))
        assert all(part.quantity > 0 for part in item.parts)
        assert all(cut.pieces > 0 for cut in item.cuts)


@given(products(), configurations())
@settings(max_examples=tried(100), deadline=None)
def test_lead_time_is_that_of_the_slowest_chain(product: Product, values: Configuration) -> None:
    def chains(item: Item, sofar: int) -> list[int]:
        ends = [sofar + item.days]
        for part in item.parts:
            if isinstance(part, Item):
                ends += chains(part, sofar + item.days)
            else:
                ends.append(sofar + item.days + part.article.lead_time_days)
        return ends + [sofar + item.days + cut.material.lead_time_days for cut in item.cuts]

    item = assemble(product, values)
    assert item.lead_time_days == max(chains(item, 0))


@pytest.mark.slow
def test_very_many_different_configurations_have_as_many_fingerprints() -> None:
    """Neighbours above all: values that differ in one place, and types that look alike."""
    chance, many = Random(37), 1_000_000 if THOROUGH else 200_000
    drawn = {
        (
            chance.random() < 0.5,
            f"o{chance.randrange(60)}",
            chance.randrange(4_000),
            chance.choice([None, 0, 1, "1"]),
        )
        for _ in range(many)
    }
    names = ("coastal", "band", "length", "mast")
    while len(drawn) < many:
        drawn.add((True, "o", len(drawn), None))
    assert len({fingerprint(dict(zip(names, one, strict=True))) for one in drawn}) == many
