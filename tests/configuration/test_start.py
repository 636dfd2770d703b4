"""What one process worked out serves the next, and nothing else does."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.expressions import parse
from app.catalog.product import Product, Rule
from app.configuration import Configuration, Configurator, ProductImpossible, StartKey
from app.configuration.compiled import Compiled
from tests.configuration.small_products import products
from tests.configuration.station import STATION
from tests.thorough import tried


class Memory:
    """A shelf that counts who asks."""

    def __init__(self) -> None:
        self.kept: dict[StartKey, bytes] = {}
        self.asked = 0

    def read(self, key: StartKey) -> bytes | None:
        self.asked += 1
        return self.kept.get(key)


def session(engine: Configurator, seed: int) -> list[Configuration]:
    chance = Random(seed)
    seen = [engine.configure({})]
    while unchosen := [key for key in seen[-1].open if seen[-1].domains[key].values]:
        key = chance.choice(unchosen)
        seen.append(engine.choose(seen[-1].choices, key, chance.choice(seen[-1].domains[key].values)))
    return seen


@settings(max_examples=tried(40), deadline=None)
@given(products(), st.integers(0, 99))
def test_answers_are_the_same_with_a_start_and_without(product: Product, seed: int) -> None:
    try:
        first = Configurator(product)
    except ProductImpossible:
        return
    for source in ("", "release product"):
        start = Configurator(product, source=source).start()
        second = Configurator(product, start, source=source)
        assert not second.starts_anew
        assert session(second, seed) == session(first, seed)


def test_a_second_process_takes_what_the_first_worked_out() -> None:
    shelf = Memory()
    first = Compiled(shelf=shelf)
    for _ in range(2):
        assert first.configurator_for("f", STATION).starts_anew
    ((key, configurator),) = first.take_anew()
    assert key == StartKey("f", STATION.key, None)
    assert first.take_anew() == ()
    shelf.kept[key] = configurator.start()
    second = Compiled(shelf=shelf)
    assert not second.configurator_for("f", STATION).starts_anew
    assert second.take_anew() == ()
    assert shelf.asked == 2


def test_what_is_forgotten_is_no_longer_offered_as_compiled_anew() -> None:
    kept = Compiled(1, shelf=Memory())
    for release in ("a", "b"):
        kept.configurator_for(release, STATION)
    assert [key.release for key, _ in kept.take_anew()] == ["b"]


@pytest.mark.parametrize("broken", [b"", b"{}\n", b"null\n", b"\x80\x04.", b"[" * 900, b"x" * 5_000])
def test_what_is_no_start_is_worked_out_again(broken: bytes) -> None:
    assert Configurator(STATION, broken).starts_anew


def test_a_start_with_any_byte_changed_is_worked_out_again() -> None:
    start = Configurator(STATION).start()
    chance = Random(1)
    for _ in range(60):
        at = chance.randrange(len(start))
        changed = start[:at] + bytes([start[at] ^ 1 << chance.randrange(8)]) + start[at + 1 :]
        engine = Configurator(STATION, changed)
        assert engine.configure({}) == Configurator(STATION, start).configure({})
    assert Configurator(STATION, start[:-1]).starts_anew


def test_the_start_of_another_product_is_worked_out_again() -> None:
    other = replace(STATION, rules=(*STATION.rules, Rule("more", "More.", parse("massive_mimo"), "")))
    start = Configurator(other).start()
    engine = Configurator(STATION, start)
    assert engine.starts_anew
    assert session(engine, 1) == session(Configurator(STATION), 1)


def test_with_the_start_of_its_source_a_product_answers_before_its_rules_are_read() -> None:
    start = Configurator(STATION, source="r1 station").start()
    # A rule that nobody could read would be met at once.
    unread = replace(STATION, rules=(*STATION.rules, Rule("bad", "Bad.", parse("nobody = 1"), "")))
    engine = Configurator(unread, start, source="r1 station")
    assert not engine.starts_anew
    assert engine.configure({}) == Configurator(STATION).configure({})


@pytest.mark.parametrize("source", ["", "r2 station", "r1"])
def test_the_start_of_another_source_is_compared_with_what_the_rules_say(source: str) -> None:
    other = replace(STATION, rules=(*STATION.rules, Rule("more", "More.", parse("massive_mimo"), "")))
    assert Configurator(STATION, Configurator(other, source="r1 station").start(), source=source).starts_anew
    same = Configurator(STATION, source="r1 station").start()
    assert not Configurator(STATION, same, source=source).starts_anew


def test_another_version_of_the_program_trusts_no_start(monkeypatch: pytest.MonkeyPatch) -> None:
    other = replace(STATION, rules=(*STATION.rules, Rule("more", "More.", parse("massive_mimo"), "")))
    start = Configurator(other, source="r1 station").start()
    monkeypatch.setattr("app.configuration.start._program", lambda: "next version")
    assert Configurator(STATION, start, source="r1 station").starts_anew
