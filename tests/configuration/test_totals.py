"""Weights put together for one search."""

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product as combined

from app.catalog import Value
from app.configuration import Configurator, added_up, alike, cost_of, left, times
from tests.configuration.station import STATION

FREE = replace(STATION, rules=(), tables=())


def number(values: Sequence[Value | None]) -> Decimal:
    return sum((Decimal(len(str(value))) for value in values), Decimal("0.1"))


def test_a_sum_joins_one_that_speaks_of_its_attributes_and_stays_the_same() -> None:
    choices: dict[str, Value] = {"band": "n78", "mounting": "wall"}
    open_values = left(Configurator(FREE).configure(choices))
    parts = [
        {("antenna",): number, ("band", "antenna"): number},
        {("massive_mimo", "antenna"): number, ("antenna", "massive_mimo"): number, ("mast_height",): number},
    ]
    total = added_up(parts, open_values)
    # The band is chosen, the mast does not apply.
    assert [frozenset(keys) for keys in total] == [frozenset({"antenna", "massive_mimo"})]
    for antenna, mimo in combined(("passive", "active"), (True, False)):
        values = {**choices, "antenna": antenna, "massive_mimo": mimo}
        assert cost_of(values, total) == sum(cost_of(values, one) for one in parts)
        assert cost_of(values, times(total, Decimal("-2.5"))) == Decimal("-2.5") * cost_of(values, total)


def test_each_number_is_worked_out_once() -> None:
    asked: list[tuple[Value | None, ...]] = []

    def counted(values: Sequence[Value | None]) -> Decimal:
        asked.append(tuple(values))
        return Decimal(1)

    total = added_up([{("band",): counted}], left(Configurator(FREE).configure({})))
    assert [cost_of({"band": band}, total) for band in ("n78", "n41", "n78")] == [1, 1, 1]
    assert asked == [("n78",), ("n41",)]


def test_what_is_left_is_what_each_attribute_can_still_be() -> None:
    found = left(Configurator(FREE).configure({"mounting": "mast", "band": "b3"}))
    assert found["band"] == ("b3",)
    assert found["antenna"] == ("passive", "active")
    assert found["warning_light"] == (True, False, None)
    assert left(Configurator(FREE).configure({"mounting": "wall"}))["mast_height"] == (None,)


def test_likeness_counts_what_differs_and_what_does_not_apply() -> None:
    weights = alike({"mounting": "wall", "mast_height": None, "radios": 1})
    assert cost_of({"mounting": "wall", "radios": 1}, weights) == 0
    assert cost_of({"mounting": "mast", "mast_height": 5, "radios": True}, weights) == 3
