from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from app.catalog.expressions import parse
from app.catalog.product import Attribute, AttributeKey, Option, Product, Rule, Table
from app.configuration import CatalogTooLarge, Configurator, RuleUnreadable
from tests.configuration.station import STATION


def product_of(
    *attributes: Attribute, rules: tuple[str, ...] = (), tables: tuple[Table, ...] = ()
) -> Product:
    return replace(
        STATION,
        attributes=attributes,
        rules=tuple(Rule(f"r{n}", f"Rule {n}.", parse(rule), rule) for n, rule in enumerate(rules)),
        tables=tables,
    )


def whole(key: str, maximum: int, *, minimum: int = 0, step: int = 1) -> Attribute:
    return Attribute(AttributeKey(key), key.upper(), "integer", minimum=minimum, maximum=maximum, step=step)


def test_a_sum_of_decimals_is_compared_exactly() -> None:
    tenths = Attribute(
        AttributeKey("tenths"), "Tenths", "integer", minimum=0, maximum=10, facts={"x": Decimal("0.1")}
    )
    other = replace(tenths, key=AttributeKey("other"))
    engine = Configurator(product_of(tenths, other, rules=("tenths.x + other.x = 0.3",)))
    assert engine.configure({}).domains["tenths"].values == (0, 1, 2, 3)
    assert engine.configure({"tenths": 1}).implied == {"other": 2}


def test_numbers_of_thirty_digits_do_not_round() -> None:
    big = Attribute(
        AttributeKey("big"), "Big", "boolean", facts={"x": Decimal("100000000000000000000000000000.01")}
    )
    engine = Configurator(
        product_of(big, whole("small", 2), rules=("big.x + small = 100000000000000000000000000001.01",))
    )
    assert engine.configure({}).implied == {"big": True, "small": 1}


def test_a_product_of_two_attributes_is_exact() -> None:
    engine = Configurator(product_of(whole("a", 30), whole("b", 30), rules=("a * b = 391",)))
    assert engine.configure({}).domains["a"].values == (17, 23)
    assert engine.configure({"a": 23}).implied == {"b": 17}


@pytest.mark.parametrize("divisor", ["abs(2 - 0 / 0)", "2 + 0 / (0 * a)", "2 + 1 / (a - a)"])
def test_a_constant_divisor_that_has_no_value_leaves_the_quotient_without_one(divisor: str) -> None:
    rule = f"b = 1 implies 8 / ({divisor}) = 4"
    engine = Configurator(product_of(whole("a", 1), whole("b", 1), rules=(rule,)))
    assert engine.configure({}).implied == {"b": 0}


def test_holes_in_a_range_show() -> None:
    engine = Configurator(
        product_of(
            whole("length", 4000, minimum=100, step=100),
            rules=("not (length > 1000 and length <= 2000)", "length != 3000"),
        )
    )
    assert engine.configure({}).domains["length"].values == (
        *range(100, 1001, 100),
        *range(2100, 3000, 100),
        *range(3100, 4001, 100),
    )


def test_many_attributes_in_one_budget_are_counted_exactly() -> None:
    parts = [
        Attribute(AttributeKey(f"p{n}"), f"P{n}", "boolean", facts={"w": Decimal(2**n)}) for n in range(12)
    ]
    budget = " + ".join(f"p{n}.w" for n in range(12))
    engine = Configurator(product_of(*parts, rules=(f"{budget} = 2741",)))
    bits = {f"p{n}": bool(2741 >> n & 1) for n in range(12)}
    assert engine.configure({}).implied == bits


def test_a_sum_with_too_many_partial_sums_is_refused_by_the_name_of_its_rule() -> None:
    chance = Random(1)
    parts = [
        Attribute(AttributeKey(f"p{n}"), f"P{n}", "boolean", facts={"w": Decimal(chance.randrange(10**12))})
        for n in range(40)
    ]
    budget = " + ".join(f"p{n}.w" for n in range(40))
    with pytest.raises(CatalogTooLarge, match='"r0"'):
        Configurator(product_of(*parts, rules=(f"{budget} = {10**13}",)))


def test_an_attribute_multiplied_with_itself_counts_as_a_square() -> None:
    engine = Configurator(product_of(whole("a", 9), whole("b", 9), rules=("a * b * a = 18",)))
    assert engine.configure({}).implied == {"a": 3, "b": 2}


def test_rules_too_entangled_to_be_decided_are_refused_and_not_called_impossible() -> None:
    holes = tuple(Option(f"h{n}", "") for n in range(13))
    pigeons = [Attribute(AttributeKey(f"p{n}"), f"P{n}", "choice", options=holes) for n in range(14)]
    apart = tuple(f"p{a} != p{b}" for a in range(14) for b in range(a))
    with pytest.raises(CatalogTooLarge, match="too entangled"):
        Configurator(product_of(*pigeons, rules=apart))


def test_a_rule_that_does_not_fit_its_product_is_named() -> None:
    for rule in (
        "nobody",
        "present(nobody)",
        "length",
        "length + 1",
        "length < true",
        'length.x = "a" and 3',
    ):
        with pytest.raises(RuleUnreadable, match='"r0"'):
            Configurator(product_of(whole("length", 3), rules=(rule,)))


def test_a_table_of_many_rows_is_exact_in_every_direction() -> None:
    columns = [
        Attribute(
            AttributeKey(f"c{n}"), f"C{n}", "choice", options=tuple(Option(f"v{m}", "") for m in range(20))
        )
        for n in range(3)
    ]
    rows = tuple(
        (frozenset({f"v{a}"}), frozenset({f"v{b}"}), frozenset({f"v{(a * 7 + b * 3) % 20}"}))
        for a in range(20)
        for b in range(20)
    )
    table = Table("t", "T.", tuple(column.key for column in columns), rows)
    engine = Configurator(product_of(*columns, tables=(table,)))
    for a in (0, 7, 19):
        for b in (0, 5, 19):
            c = f"v{(a * 7 + b * 3) % 20}"
            assert engine.configure({"c0": f"v{a}", "c1": f"v{b}"}).implied == {"c2": c}
            found = engine.configure({"c1": f"v{b}", "c2": c}).domains["c0"].values
            assert found == tuple(f"v{n}" for n in range(20) if (n * 7 + b * 3) % 20 == int(c[1:]))


def test_true_is_not_one_in_a_rule() -> None:
    flag = Attribute(AttributeKey("flag"), "Flag", "boolean")
    engine = Configurator(product_of(flag, whole("n", 3), rules=("not (flag in {1})", "not (n in {true})")))
    assert engine.configure({}).domains["flag"].values == (True, False)
    assert engine.configure({}).domains["n"].values == (0, 1, 2, 3)
