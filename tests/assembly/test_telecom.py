"""The demo's parts lists: whole, costed in both currencies, sold above cost, and three levels deep."""

from functools import cache
from random import Random

import pytest

from app.assembly import Item, Part, assemble, check_number, costs, cut_lists, within
from app.catalog import Product, Release, Value
from app.configuration import Configurator
from app.pricing import Terms, price_line
from app.store.catalogs import load_release, shipped_catalog

PRODUCTS = ("mx900", "sc300", "ml200", "care")


@cache
def demo() -> Release:
    return load_release(shipped_catalog("telecom"))


@cache
def drawn(key: str) -> list[dict[str, Value]]:
    """Complete configurations, drawn alike in each run."""
    configurator, chance = Configurator(demo().product(key)), Random(20)
    found = []
    for _ in range(15):
        chosen: dict[str, Value] = {}
        while not (state := configurator.configure(chosen)).complete:
            attribute = chance.choice(state.open)
            chosen[attribute] = chance.choice(state.domains[attribute].values)
        found.append(dict(state.values))
    return found


@pytest.fixture(params=PRODUCTS)
def product(request: pytest.FixtureRequest) -> Product:
    return demo().product(request.param)


def test_every_configuration_can_be_made_and_costs_less_than_its_price(product: Product) -> None:
    for values in drawn(product.key):
        item = assemble(product, values)
        check_number(item.number)
        assert len(item.number) <= 40
        for currency in ("EUR", "USD"):
            cost = costs(item, currency).cost
            net = price_line(product, values, quantity=1, terms=Terms(currency, None)).net
            assert cost is not None
            assert net.amount / 10 < cost.amount < net.amount * 3 / 4


def test_every_cut_list_is_proven(product: Product) -> None:
    for values in drawn(product.key)[:5]:
        for cuts in cut_lists(assemble(product, values), lot=7):
            assert cuts.optimal
            assert cuts.net <= cuts.used


def test_different_configurations_have_different_numbers(product: Product) -> None:
    configurations = {tuple(sorted(values.items(), key=str)) for values in drawn(product.key)}
    assert len({assemble(product, values).number for values in drawn(product.key)}) == len(configurations)


def test_the_base_station_is_three_levels_deep() -> None:
    def depth(item: Item) -> int:
        return 1 + max((depth(part) for part in item.parts if isinstance(part, Item)), default=0)

    assert depth(assemble(demo().product("mx900"), drawn("mx900")[0])) == 3


def test_a_sector_more_is_a_radio_and_an_antenna_more() -> None:
    product = demo().product("mx900")
    values = next(one for one in drawn("mx900") if one["spares"] != "full")
    for sectors in (1, 2):
        item = assemble(product, {**values, "sectors": sectors})
        (radios,) = [part for part in item.parts if part.name == "Radio unit"]
        antennas = [part.quantity for part in item.parts if part.position == f"Sector {sectors}"]
        assert (int(radios.quantity), int(antennas[0])) == (sectors, 1)


def test_stations_that_differ_only_on_site_share_their_stocked_assemblies() -> None:
    product = demo().product("mx900")
    values = drawn("mx900")[0]
    other = {**values, "installation": "turnkey" if values["installation"] != "turnkey" else "by_buyer"}
    first, second = assemble(product, values), assemble(product, other)

    def numbers(item: Item) -> list[str]:
        return [one.number for one, _ in within(item)][1:]

    assert first.number != second.number
    assert numbers(first) == numbers(second)


def test_no_line_is_without_its_article() -> None:
    for key in PRODUCTS:
        for values in drawn(key)[:3]:
            for item, _ in within(assemble(demo().product(key), values)):
                assert all(part.article.costs for part in item.parts if isinstance(part, Part))
