"""Laws of ``pricing.yaml``: what is written and read again is the same, and no gap in tiers stays unseen."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.expressions import parse
from app.catalog.expressions.grammar import RESERVED
from app.catalog.period import Period
from app.catalog.pricing import (
    Allowance,
    Block,
    Bundle,
    Chosen,
    Contract,
    CustomerTiers,
    Floor,
    Formula,
    FreeItems,
    Header,
    ListPrice,
    Manual,
    Needed,
    OptionPrices,
    PercentOfTotal,
    PerUnit,
    PriceBook,
    PriceRule,
    PriceStep,
    PriceTier,
    Pricing,
    Promotion,
    QuantityTiers,
    Ramp,
    RateTable,
    Reach,
    Reason,
    Rounding,
    Schedule,
    ScheduleTier,
    Slab,
    Subscription,
    Volume,
)
from app.store.catalogs import KeptFiles, Problem
from app.store.catalogs.prices import read_pricing, write_pricing
from tests.catalog.price_samples import PRICING, problems, write_lamps
from tests.thorough import tried

words = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True).filter(
    lambda text: text not in {*RESERVED, "itself", "true", "false", "null"}
)
texts = (
    st.text("abc äß:#{}[]'\"-0123456789.é中", min_size=1, max_size=20)
    .map(lambda s: " ".join(s.split()))
    .filter(bool)
)
amounts = st.decimals(0, 10**9, places=2, allow_nan=False)
prices = st.dictionaries(st.sampled_from(["EUR", "USD"]), amounts, min_size=1)
no_prices = st.dictionaries(st.sampled_from(["EUR", "USD"]), amounts)
percents = st.decimals(0, 100, places=3, allow_nan=False)
days = st.none() | st.dates(date(2020, 1, 1), date(2040, 1, 1))
periods = st.builds(Period, days, days)
over = st.sampled_from(["line", "product", "quote"])
formulas = st.sampled_from(["quantity > 3", "bulbs * 2 + 1", 'place = "indoor"']).map(
    lambda source: Formula(parse(source), source)
)
keys = st.frozensets(words, max_size=2)
names: st.SearchStrategy[tuple[str, dict[str, str]]] = st.one_of(
    texts.map(lambda text: (text, {})),
    st.tuples(texts, texts).map(lambda two: (two[0], {"en": two[0], "de": two[1]})),
)
tiers = st.one_of(
    st.builds(PriceTier, st.just(1), prices, no_prices, st.none()),
    st.builds(PriceTier, st.just(1), st.just({}), no_prices, percents),
    st.builds(PriceTier, st.just(1), st.just({}), prices, st.none()),
)


def rising(tier: Any, starts: list[int]) -> list[PriceTier]:
    return [PriceTier(start, tier.prices, tier.flat, tier.percent) for start in starts]


starts = st.lists(st.integers(1, 9_000), min_size=1, max_size=6, unique=True).map(sorted)
many_tiers = st.builds(rising, tiers, starts).map(tuple)
chosen = st.builds(Chosen, keys, keys, keys)
off: st.SearchStrategy[tuple[Decimal | None, dict[str, Decimal]]] = st.one_of(
    st.tuples(percents, st.just({})), st.tuples(st.none(), prices)
)
reasons = st.lists(st.builds(lambda key, name: Reason(key, name[0], name[1]), words, names), max_size=2).map(
    tuple
)
allowances = st.builds(Allowance, st.dictionaries(st.sampled_from(["", "rep", "admin"]), percents), reasons)
ramps = st.lists(
    st.builds(lambda start, said: Ramp(start, said[0], said[1]), st.integers(1, 99), off), max_size=3
).map(tuple)
by_quantity = st.builds(lambda all_, share: tuple(ScheduleTier(share, one) for one in all_), starts, percents)
by_amount = st.lists(
    st.builds(lambda share, each: ScheduleTier(share, 0, each), percents, prices), min_size=1, max_size=1
)
rules: st.SearchStrategy[PriceRule] = st.one_of(
    st.sampled_from([ListPrice(), OptionPrices(), QuantityTiers(), CustomerTiers()]),
    st.builds(PerUnit, formulas, no_prices, st.sampled_from(["add", "set"])),
    st.builds(Volume, many_tiers, over),
    st.builds(Slab, many_tiers),
    st.builds(Block, st.integers(2, 99), prices, st.sampled_from(["started", "units"])),
    st.builds(PercentOfTotal, percents, chosen, st.sampled_from(["list", "net"])),
    st.builds(
        Subscription,
        st.sampled_from(["month", "year"]),
        st.integers(1, 60),
        st.sampled_from(["day", "none"]),
        ramps,
    ),
    st.builds(Contract, st.dictionaries(words, prices, min_size=1, max_size=2), st.none() | percents),
    st.builds(
        lambda needed, said, units: Bundle(tuple(needed), said[0], said[1], units),
        st.lists(st.builds(Needed, chosen, st.integers(1, 9)), min_size=1, max_size=2),
        off,
        st.sampled_from(["all", "matched"]),
    ),
    st.builds(lambda said, least: Promotion(said[0], said[1], least), off, no_prices),
    st.builds(Schedule, by_quantity, st.just("quantity"), over, st.just("range")),
    st.builds(
        Schedule, by_amount.map(tuple), st.just("amount"), st.just("line"), st.sampled_from(["range", "slab"])
    ),
    st.builds(FreeItems, st.integers(1, 3), st.integers(4, 20)),
    st.builds(Manual, allowances),
    st.builds(Header, allowances),
    st.builds(Floor, prices, st.none() | percents.filter(lambda share: share < 100)),
)
reaches = st.builds(
    Reach,
    products=keys,
    families=st.frozensets(texts, max_size=2),
    currencies=st.frozensets(st.sampled_from(["EUR", "CHF"])),
    codes=st.frozensets(texts, max_size=2),
    accounts=st.frozensets(texts, max_size=1),
    period=periods,
    when=st.none() | formulas,
)
steps = st.builds(
    lambda key, name, rule, reach, owner: PriceStep(key, name[0], rule, reach, owner, name[1]),
    words, names, rules, reaches, st.just("") | texts,
)  # fmt: skip
books = st.builds(
    lambda key, name, priced, period: PriceBook(
        key, name[0], "USD", priced, frozenset({"EMEA"}), frozenset(), period, "", name[1]
    ),
    words,
    names,
    st.dictionaries(
        words,
        st.dictionaries(st.sampled_from(["", "bulbs", "place=indoor"]), amounts, min_size=1),
        min_size=1,
        max_size=3,
    ),
    periods,
)
rates = st.builds(
    RateTable,
    st.just("EUR"),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.dictionaries(
        st.sampled_from(["CHF", "JPY"]), st.decimals("0.000001", 10**6, places=6, allow_nan=False), min_size=1
    ),
    st.just("") | texts,
)
roundings = st.builds(
    Rounding,
    st.sampled_from(["half_up", "half_even"]),
    st.none() | st.just(Decimal("0.05")),
    st.sampled_from(["unit", "line"]),
)
pricings = st.builds(
    Pricing,
    steps=st.lists(steps, min_size=1, max_size=4).map(tuple),
    books=st.lists(books, max_size=2).map(tuple),
    rounding=st.dictionaries(st.sampled_from(["EUR", "CHF"]), roundings),
    rates=st.lists(rates, max_size=2).map(tuple),
    regions=st.lists(st.sampled_from(["EMEA", "APAC"]), unique=True).map(tuple),
)


@settings(max_examples=tried(100))
@given(pricings)
def test_what_is_written_and_read_again_is_the_same(pricing: Pricing) -> None:
    noted: list[Problem] = []
    files = KeptFiles("lamps", {"pricing.yaml": write_pricing(pricing).encode()})
    read = read_pricing(files, noted, language="en")
    assert noted == []
    assert read is not None
    assert read.pricing == pricing


@settings(max_examples=tried(40))
@given(starts=starts, hole=st.integers(1, 50), data=st.data())
def test_a_gap_or_an_overlap_at_random_is_found_and_named(
    starts: list[int], hole: int, data: st.DataObject
) -> None:
    ends = [one - 1 for one in starts[1:]]
    whole = [{"from": start, "to": end, "percent": 1} for start, end in zip(starts, ends, strict=False)]
    whole.append({"from": starts[-1], "percent": 2})
    assert tier_problems(whole) == []
    if len(whole) < 2:
        return
    at = data.draw(st.integers(0, len(whole) - 2))
    moved = data.draw(st.sampled_from([hole, -hole]))
    end = int(whole[at]["to"]) + moved
    whole[at]["to"] = end
    (found,) = tier_problems(whole)
    assert found.key == f"steps[2].tiers[{at + 1}].to"
    if end < 1:
        assert "1 or more" in found.message
    elif end < starts[at]:
        assert found.code == "price_tiers_order"
    else:
        assert found.code == ("price_tiers_overlap" if moved > 0 else "price_tiers_gap")
        assert f"write to: {starts[at + 1] - 1}" in found.message


def tier_problems(tiers: list[dict[str, int]]) -> list[Problem]:
    content = {
        "schema": 1,
        "steps": [
            {"key": "list", "name": "List", "kind": "list"},
            {"key": "range", "name": "Range", "kind": "volume", "tiers": tiers},
        ],
    }
    noted: list[Problem] = []
    text = yaml.safe_dump(content, sort_keys=False)
    read_pricing(KeptFiles("lamps", {"pricing.yaml": text.encode()}), noted, language="en")
    return noted


@settings(max_examples=tried(12), deadline=None)
@given(
    st.integers(0, len(PRICING.splitlines()) - 1),
    st.sampled_from(["", "  - nonsense", "\tx: 1", "  key: [", "9: {}"]),
)
def test_whatever_is_done_to_a_line_is_refused_in_words_or_read(at: int, instead: str) -> None:
    lines = PRICING.splitlines()
    lines[at] = instead
    with TemporaryDirectory() as place:
        for found in problems(write_lamps(Path(place), "\n".join(lines) + "\n")):
            assert found.message
            assert found.line >= 1
