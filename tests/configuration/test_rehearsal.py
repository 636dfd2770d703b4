"""What publication works out ahead: the first click of a session asks nothing any more."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from app.catalog.product import Product, Step, Value
from app.configuration import Configuration, Configurator, ProductImpossible, rehearse
from app.configuration.solver import Solver
from tests.configuration.small_products import products
from tests.configuration.station import BAND, RADIOS, STATION
from tests.thorough import tried


def rehearsed(product: Product) -> bytes:
    configurator = Configurator(product)
    rehearse(configurator, product)
    return configurator.start()


def single(product: Product) -> list[dict[str, Value]]:
    domains = Configurator(product).configure({}).domains
    return [{key: value} for key, domain in domains.items() for value in domain.values]


def test_every_first_choice_is_answered_without_a_search(monkeypatch: pytest.MonkeyPatch) -> None:
    engine, plain = Configurator(STATION, rehearsed(STATION)), Configurator(STATION)
    choices = single(STATION)
    expected = [plain.configure(one) for one in choices]

    def searches(*_: object, **__: object) -> bool:
        raise AssertionError("a first click searched")

    monkeypatch.setattr(Solver, "solve", searches)
    found = [engine.configure(one) for one in choices]
    assert [(one.implied, one.open) for one in found] == [(one.implied, one.open) for one in expected]


@settings(max_examples=tried(40), deadline=None)
@given(products())
def test_what_was_rehearsed_is_what_is_found_without(product: Product) -> None:
    try:
        start = rehearsed(product)
    except ProductImpossible:
        return
    engine, plain = Configurator(product, start), Configurator(product)
    assert not engine.starts_anew
    for one in single(product):
        assert engine.configure(one) == plain.configure(one)


def test_of_very_many_choices_some_are_rehearsed_the_first_step_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[object] = []
    product = replace(STATION, steps=(Step("radio", "Radio", (RADIOS.key, BAND.key)),))
    configurator = Configurator(product)
    configure = configurator.configure

    def noted(choices: dict[str, Value]) -> Configuration:
        asked.append(tuple(choices))
        return configure(choices)

    monkeypatch.setattr(configurator, "configure", noted)
    rehearse(configurator, product, most=2)
    assert asked == [(), ("radios",), ("band",)]
