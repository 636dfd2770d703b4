"""Numbers with very many values: what is said of them, and what is refused."""

import sys
from dataclasses import replace
from decimal import Decimal
from subprocess import run

import pytest

from app.catalog.cells import Cell, Span
from app.catalog.expressions import parse
from app.catalog.expressions.tree import Compare, Constant, Fold, Name
from app.catalog.product import Attribute, AttributeKey, Option, Product, Rule, Table
from app.configuration import CatalogTooLarge, ChoiceImpossible, Configurator
from app.configuration.compiled import Compiled
from app.configuration.pins import POOL
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


def whole(key: str, maximum: int, *, minimum: int = 0) -> Attribute:
    return Attribute(AttributeKey(key), key.title(), "integer", minimum=minimum, maximum=maximum)


def hundredths(key: str, maximum: str) -> Attribute:
    return Attribute(
        AttributeKey(key),
        key.title(),
        "decimal",
        minimum=Decimal(0),
        maximum=Decimal(maximum),
        step=Decimal("0.01"),
    )


def laptops() -> Product:
    """How many laptops run on how much: volts = power / amps × laptops, and more than 110 of them."""
    return product_of(
        whole("laptops", 9_999, minimum=1),
        hundredths("power", "500"),
        whole("amps", 5, minimum=1),
        hundredths("volts", "5000000"),
        rules=("volts > 110", "volts = power / amps * laptops"),
    )


def test_a_number_with_a_billion_values_has_the_ranges_that_rules_leave() -> None:
    product = product_of(
        whole("length", 10**9), rules=("length >= 12 and length != 500", "not (length in {77, 79})")
    )
    engine = Configurator(product)
    domain = engine.configure({}).domains["length"]
    assert domain.ranges == ((12, 76), (78, 78), (80, 499), (501, 10**9))
    assert domain.values == ()
    assert domain.applies
    assert not domain.decided
    assert engine.why_not({}, "length", 77) is not None
    assert engine.complete({}) == {"length": 12}
    assert engine.complete({"length": 987_654_321}) == {"length": 987_654_321}


def test_a_number_that_is_left_alone_is_implied() -> None:
    engine = Configurator(product_of(whole("length", 10**9), rules=("length * 3 = 36",)))
    assert engine.configure({}).implied == {"length": 12}


def test_thresholds_depend_on_enumerated_attributes() -> None:
    beam = Attribute(
        AttributeKey("beam"),
        "Beam",
        "choice",
        options=tuple(
            Option(key, key, facts={"reach": Decimal(n)}) for key, n in (("s", 30000), ("l", 70000))
        ),
    )
    table = Table(
        "t",
        "T.",
        (AttributeKey("beam"), AttributeKey("length")),
        ((frozenset({"s"}), None), (None, frozenset({60000}))),
    )
    engine = Configurator(
        product_of(beam, whole("length", 100_000), rules=("length <= beam.reach",), tables=(table,))
    )
    assert engine.configure({"beam": "s"}).domains["length"].ranges == ((0, 30000),)
    assert engine.configure({"beam": "l"}).implied == {"length": 60000}
    assert engine.configure({"length": 30001 + 29999}).implied == {"beam": "l"}
    with pytest.raises(ChoiceImpossible) as refused:
        engine.choose({"length": 60000}, "beam", "s")
    assert refused.value.repairs[0].changes == {"length": 30000, "beam": "s"}


def test_the_laptops_have_exact_ends_after_each_choice() -> None:
    engine = Configurator(laptops())
    domains = engine.configure({}).domains
    assert domains["power"].ranges == ((Decimal("0.02"), Decimal("500.00")),)
    assert domains["volts"].ranges == ((Decimal("110.01"), Decimal("4999500.00")),)
    domains = engine.configure({"amps": 3, "power": Decimal("0.05")}).domains
    assert domains["laptops"].ranges == ((6603, 9999),)
    assert domains["volts"].ranges == ((Decimal("110.05"), Decimal("166.65")),)
    assert domains["amps"].values == (1, 2, 3, 4)
    found = engine.configure({"amps": 3, "power": Decimal("0.05"), "laptops": 6603})
    assert found.implied == {"volts": Decimal("110.05")}
    assert found.complete


def test_volts_that_no_number_of_laptops_gives_are_refused_with_the_law() -> None:
    engine = Configurator(laptops())
    conflict = engine.why_not({"laptops": 7}, "volts", Decimal("111.11"))
    assert conflict is not None
    assert [choice.attribute for choice in conflict.choices] == ["laptops"]
    assert [rule.key for rule in conflict.rules] == ["r1"]
    [repair] = engine.repairs({"laptops": 7}, "volts", Decimal("111.11"))
    assert repair.changes == {"laptops": 5, "volts": Decimal("111.11")}


def test_the_laptops_are_filled_in_by_the_least() -> None:
    engine = Configurator(laptops())
    found = engine.complete({"power": Decimal("0.05")})
    volts, count, amps = found["volts"], found["laptops"], found["amps"]
    assert (count, amps) == (2201, 1)
    assert volts == Decimal("110.05")


def test_ways_out_change_a_number_as_little_as_possible() -> None:
    engine = Configurator(laptops())
    found = engine.repairs({"amps": 5, "power": Decimal("0.05")}, "laptops", 8000)
    # 0.05 / 3 × 8000 is no number of hundredths.
    assert [repair.changes for repair in found] == [
        {"power": Decimal("0.07"), "laptops": 8000},
        {"amps": 2, "laptops": 8000},
    ]


def test_numbers_beyond_what_can_be_counted_with_are_refused_by_their_rule() -> None:
    huge = (whole("a", 10**12), whole("b", 10**12))
    with pytest.raises(CatalogTooLarge, match="larger step"):
        Configurator(product_of(*huge, rules=("a * b = 391",)))
    with pytest.raises(CatalogTooLarge, match="multiplied"):
        Configurator(product_of(*huge, rules=("a * a * a * a * b * b * b = 391",)))


def test_a_rule_that_tells_too_many_stretches_apart_is_refused() -> None:
    cells = tuple((frozenset({2 * n}),) for n in range(30_000))
    table = Table("many", "Many.", (AttributeKey("a"),), cells)
    with pytest.raises(CatalogTooLarge, match="stretches of A"):
        Configurator(product_of(whole("a", 10**6), tables=(table,)))


def test_a_worn_configurator_is_made_anew() -> None:
    compiled = Compiled()
    product = laptops()
    engine = compiled.configurator_for("one", product)
    assert compiled.configurator_for("one", product) is engine
    for n in range(1, POOL // 2 + 2):
        engine.why_not({}, "laptops", n)
    assert engine.worn
    fresh = compiled.configurator_for("one", product)
    assert fresh is not engine
    assert fresh.configure({"laptops": 700}).choices == {"laptops": 700}


def test_a_product_without_such_numbers_never_loads_their_library() -> None:
    code = (
        "import sys; from app.configuration import Configurator;"
        "from tests.configuration.station import STATION; Configurator(STATION).complete({});"
        "sys.exit('ortools' in sys.modules or 'numpy' in sys.modules)"
    )
    assert run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_sum_over_rows_counts_those_that_exist() -> None:
    first = whole("first", 100_000)
    second = replace(whole("second", 100_000), when=parse("first > 70000"))
    total = Fold("sum", (Name("first"), Name("second")))
    rule = Rule("total", "At most 90000.", Compare("<=", total, Constant(90_000)), "")
    engine = Configurator(replace(product_of(first, second), rules=(rule,)))
    assert engine.configure({}).domains["first"].ranges == ((0, 90_000),)
    assert engine.configure({}).domains["second"].ranges == ((0, 19_999),)
    assert engine.configure({"second": 19_999}).implied == {"first": 70_001}
    assert engine.configure({"first": 5}).absent == {"second"}


def test_cells_with_ranges_cut_a_number() -> None:
    rows: tuple[tuple[Cell, ...], ...] = (
        (frozenset({Span(10, 50), 70_000}),),
        (frozenset({Span(50, 60)}),),
    )
    table = Table("t", "T.", (AttributeKey("length"),), rows)
    engine = Configurator(product_of(whole("length", 10**6), tables=(table,)))
    assert engine.configure({}).domains["length"].ranges == ((10, 60), (70_000, 70_000))


def test_what_another_process_worked_out_holds_here_too() -> None:
    engine = Configurator(laptops())
    for volts in ("200", "500"):
        engine.configure({"power": Decimal("0.5"), "volts": Decimal(volts)})
    again = Configurator(laptops(), engine.start())
    assert not again.starts_anew
    for choices in ({}, {"power": Decimal("0.05")}, {"laptops": 9999, "amps": 5}):
        assert dict(again.configure(choices).domains) == dict(
            Configurator(laptops()).configure(choices).domains
        )
    other = replace(
        laptops(),
        rules=(
            *laptops().rules[:1],
            replace(laptops().rules[1], expression=parse("volts = power * amps * laptops")),
        ),
    )
    assert Configurator(other, engine.start()).starts_anew


def test_numbers_that_are_not_computed_with_can_be_filled_in_at_the_least_cost() -> None:
    length = replace(whole("length", 10**6), default=20)
    extra = Attribute(AttributeKey("extra"), "Extra", "boolean")
    engine = Configurator(product_of(length, extra, rules=("length > 10", "length < 1000 or extra")))
    found = engine.complete_for_least({}, {("extra",): lambda values: Decimal(values[0] is True)})
    assert found.values == {"length": 20, "extra": False}
    assert found.proven
