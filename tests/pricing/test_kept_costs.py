"""Costs that are kept, by what they are the costs of, while several threads ask for them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from app.catalog.pricing import CostPlus
from app.pricing import KnownCosts, Made, Unknown, kept_costs
from tests.pricing.costs import costing
from tests.pricing.models import line, priced, pricing


class Emptied(dict[object, object]):
    """As another thread may leave it, the moment after something was put in."""

    def __setitem__(self, key: object, value: object) -> None:
        return None


def test_a_cost_is_known_to_whoever_worked_it_out_though_others_empty_what_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(kept_costs, "_kept", Emptied())
    made = costing("60.00")
    found = priced([line(made, 3)], [made], pricing(CostPlus(margin=Decimal(40))), release="a" * 64)
    assert str(found[0].net) == "300.00"


def test_the_same_choices_in_another_era_have_a_cost_of_their_own() -> None:
    known = KnownCosts()
    made = Made("a" * 64, "made", None, {}, "EUR", 1)
    later = replace(made, era=date(2027, 1, 1))
    assert str(known.worked_out(made.key, made, costing("60.00"))) == "60.00"
    assert isinstance(known.known(later.key), Unknown)
    assert str(known.worked_out(later.key, later, costing("75.00"))) == "75.00"
    assert str(known.known(made.key)) == "60.00"
