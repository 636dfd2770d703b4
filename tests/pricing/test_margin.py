"""The highest margin where the engine cannot be given one sum for it."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

import pytest

from app.amounts import Money
from app.assembly import weights
from app.catalog import Article, Attribute, AttributeKey, Option, Product, Value, WorkCentre
from app.catalog.assembly import Assembly, AssemblyRule, Occurrence, OperationRule, PartRule
from app.catalog.expressions import parse
from app.catalog.expressions.tree import Arithmetic, Constant, Name
from app.configuration import Configurator
from app.pricing import Deal, Discount, Terms, best_margin, margin
from tests.configuration.station import STATION


def eur(amount: str) -> dict[str, Decimal]:
    return {"EUR": Decimal(amount)}


KIND = Attribute(
    AttributeKey("kind"),
    "Kind",
    "choice",
    options=(Option("plain", "Plain"), Option("fine", "Fine", prices=eur("60")), Option("rare", "Rare")),
    default="plain",
)
LENGTH = Attribute(
    AttributeKey("length"), "Length", "integer", minimum=1, maximum=40_000, prices=eur("0.05"), default=1
)
FINE = Article("F-1", "Fine", costs=eur("12.5"))
ROPE = Article("R-1", "Rope", unit="m", costs=eur("0.02"))
BENCH = WorkCentre("bench", "Bench", eur("60"))
ONE = Deal(1, Terms("EUR", None))


def made_of(*parts: PartRule | AssemblyRule, attributes: tuple[Attribute, ...] = (KIND, LENGTH)) -> Product:
    return replace(
        STATION,
        attributes=attributes,
        rules=(),
        tables=(),
        prices=eur("100"),
        assembly=Assembly("1", AssemblyRule("root", "Root", parts=parts)),
    )


def worth(product: Product, values: Mapping[str, Value], deal: Deal = ONE) -> Decimal:
    found = margin(product, values, deal.price(product, values))
    assert found is not None
    return found.amount


ROPED = made_of(
    PartRule(Occurrence(Name("length")), ROPE), PartRule(Occurrence(when=parse('kind = "fine"')), FINE)
)


def test_with_a_number_of_very_many_values_what_its_parts_cost_is_the_most_that_could_be_won() -> None:
    found = best_margin(Configurator(ROPED), ROPED, {}, deal=ONE)
    assert dict(found.values) == {"kind": "fine", "length": 40_000}
    assert found.within == 800


def test_once_such_a_number_is_chosen_the_rest_is_proven() -> None:
    found = best_margin(Configurator(ROPED), ROPED, {"length": 1_234}, deal=ONE)
    assert dict(found.values) == {"kind": "fine", "length": 1_234}
    assert found.within == 0


def test_what_cannot_be_made_has_no_margin_however_good_it_would_be() -> None:
    """A rare one without rope needs a negative number of parts."""
    needed = Arithmetic("-", Name("rope"), Constant(1))
    rope = Attribute(AttributeKey("rope"), "Rope", "integer", maximum=3, default=0)
    dear = replace(KIND, options=(*KIND.options[:2], Option("rare", "Rare", prices=eur("500"))))
    product = made_of(
        PartRule(Occurrence(needed, when=parse('kind = "rare"')), FINE), attributes=(dear, rope)
    )
    found = best_margin(Configurator(product), product, {}, deal=ONE)
    assert dict(found.values) == {"kind": "rare", "rope": 1}
    assert found.within == 0
    only = best_margin(Configurator(product), product, {"kind": "rare", "rope": 0}, deal=ONE)
    assert dict(only.values) == {"kind": "rare", "rope": 0}
    assert only.within is None


def test_a_discount_that_is_larger_than_the_line_leaves_out_what_it_does_not_fit() -> None:
    deal = replace(ONE, discount=Discount(Money.of("130", "EUR"), "so"))
    product = made_of(PartRule(Occurrence(when=parse('kind = "fine"')), replace(FINE, costs=eur("61"))),
                      attributes=(KIND,))  # fmt: skip
    found = best_margin(Configurator(product), product, {}, deal=deal)
    assert found.values == {"kind": "fine"}
    assert worth(product, found.values, deal) == Decimal(-31)


@pytest.mark.parametrize(("together", "most"), [(5_000, 20_000), (0, 20_000), (0, 3)])
def test_equal_rows_share_their_setting_up_and_the_bound_says_what_is_not_proven(
    monkeypatch: pytest.MonkeyPatch, together: int, most: int
) -> None:
    """Two equal rows are set up once: 30 saved, more than the 20 that different ones would bring."""
    monkeypatch.setattr(weights, "_MOST_TOGETHER", together)
    monkeypatch.setattr(weights, "MOST_COMBINATIONS", most)
    rows = [
        Attribute(AttributeKey(f"rows.{n}.dear"), "Dear", "boolean", prices=eur("20"), default=False)
        for n in (1, 2)
    ]
    parts = [
        AssemblyRule(
            "row",
            "Row",
            Occurrence(row=n),
            parts=(PartRule(Occurrence(when=Name(f"rows.{n}.dear")), replace(FINE, costs=eur(cost))),),
            operations=(OperationRule("Fit", BENCH, Decimal(30), Constant(10)),),
        )
        for n, cost in ((1, "5"), (2, "5"))
    ]
    product = made_of(*parts, attributes=tuple(rows))
    found = best_margin(Configurator(product), product, {}, deal=ONE)
    assert dict(found.values) == {"rows.1.dear": True, "rows.2.dear": True}
    assert found.within == 0 if most > 3 else found.within
