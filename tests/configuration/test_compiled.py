from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from random import Random

import pytest

from app.catalog.expressions import parse
from app.catalog.product import Product, ProductKey, Rule
from app.configuration import Configuration, Configurator, ProductImpossible, configurator_for
from app.configuration.compiled import Compiled
from tests.configuration.station import STATION


def counting() -> tuple[list[str], Callable[[Product, bytes | None, str], Configurator]]:
    compiled: list[str] = []

    def compile_(product: Product, start: bytes | None, source: str) -> Configurator:
        compiled.append(product.key)
        return Configurator(product, start, source=source)

    return compiled, compile_


def test_a_product_of_a_release_is_compiled_once() -> None:
    assert configurator_for("f1", STATION) is configurator_for("f1", STATION)
    assert configurator_for("f1", STATION) is not configurator_for("f2", STATION)


def test_threads_that_ask_at_the_same_time_share_one_compilation() -> None:
    compiled, compile_ = counting()
    kept = Compiled(compile_=compile_)
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: kept.configurator_for("f", STATION), range(32)))
    assert compiled == ["station"]
    assert len(set(map(id, found))) == 1


def test_the_least_recently_used_is_forgotten_first() -> None:
    compiled, compile_ = counting()
    kept = Compiled(2, compile_)
    a, b, c = (replace(STATION, key=ProductKey(key)) for key in "abc")
    for product in (a, b, a, c, a, b):
        kept.configurator_for("f", product)
    assert compiled == ["a", "b", "c", "b"]


def test_a_product_that_does_not_compile_is_refused_each_time() -> None:
    rule = Rule("never", "Never.", parse("1 > 2"), "")
    impossible = replace(STATION, rules=(rule,))
    kept = Compiled()
    for _ in range(2):
        with pytest.raises(ProductImpossible, match="Never"):
            kept.configurator_for("f", impossible)


def test_threads_get_the_answers_that_one_thread_gets() -> None:
    engine, alone = Configurator(STATION), Configurator(STATION)

    def session(seed: int) -> list[Configuration]:
        chance = Random(seed)
        seen = [engine.configure({})]
        while unchosen := [key for key in seen[-1].open if seen[-1].domains[key].values]:
            key = chance.choice(unchosen)
            value = chance.choice(seen[-1].domains[key].values)
            engine.why_not(seen[-1].choices, "massive_mimo", True)
            seen.append(engine.choose(seen[-1].choices, key, value))
        return seen

    with ThreadPoolExecutor(8) as threads:
        sessions = list(threads.map(session, range(40)))
    assert all(found == alone.configure(found.choices) for seen in sessions for found in seen)
