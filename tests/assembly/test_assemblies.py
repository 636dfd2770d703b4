"""Parts lists: what belongs, how much of it, why, and what is refused."""

from dataclasses import replace
from decimal import Decimal

import pytest

from app.assembly import AssemblyInvalid, AssemblyMissing, Item, assemble, costs, unit_cost
from app.catalog import Article, WorkCentre
from app.catalog.assembly import AssemblyRule, CutRule, Occurrence, OperationRule, PartRule
from app.catalog.expressions import parse
from app.catalog.expressions.tree import Constant
from tests.assembly.structures import ARTICLES, BENCH, PROFILE, Configuration, product_of

BOLT, CABLE, BOX = ARTICLES
VALUES: Configuration = {"colour": "red", "count": 3, "coastal": True, "mast": 4}
INLAND: Configuration = {"colour": "blue", "count": 3, "coastal": False}


def occurs(quantity: str = "1", *, when: str = "", each: str = "", position: str = "") -> Occurrence:
    return Occurrence(parse(quantity), parse(when) if when else None, parse(each) if each else None, position)


def root(*parts: PartRule | AssemblyRule, **more: object) -> AssemblyRule:
    return AssemblyRule("root", "Root", number="ROOT", parts=parts, **more)  # type: ignore[arg-type]  # named by the caller


def made(*parts: PartRule | AssemblyRule, values: Configuration = VALUES) -> Item:
    return assemble(product_of(root(*parts)), values)


def lines(item: Item) -> list[tuple[str, object, str]]:
    return [(part.number, part.quantity, part.position) for part in item.parts]


def test_a_quantity_is_computed_from_the_choices() -> None:
    assert lines(made(PartRule(occurs("2 * count + 1"), BOLT))) == [("A-1", 7, "")]
    assert lines(made(PartRule(occurs("count * colour.kg"), CABLE))) == [("A-2", Decimal("4.5"), "")]


def test_a_condition_decides_whether_a_part_is_there() -> None:
    rule = PartRule(occurs("2", when='colour = "red"'), BOX)
    assert lines(made(rule)) == [("A-3", 2, "")]
    assert made(rule, values=INLAND).parts == ()


def test_what_names_something_absent_is_not_there() -> None:
    rule = PartRule(occurs("2 * mast"), BOLT)
    assert lines(made(rule)) == [("A-1", 8, "")]
    assert made(rule, values=INLAND).parts == ()


def test_an_option_brings_its_article_or_none() -> None:
    rule = PartRule(occurs(), by="colour", articles={"red": BOX})
    assert lines(made(rule)) == [("A-3", 1, "")]
    assert made(rule, values=INLAND).parts == ()


def test_rows_make_a_line_each_and_count_themselves() -> None:
    rule = PartRule(occurs("row", each="count", when="row != 2", position="Sector {row}"), BOLT)
    assert lines(made(rule)) == [("A-1", 1, "Sector 1"), ("A-1", 3, "Sector 3")]


def test_equal_parts_of_one_level_are_one_line_where_the_first_stood() -> None:
    item = made(PartRule(occurs(), BOLT), PartRule(occurs(), BOX), PartRule(occurs("4"), BOLT))
    assert lines(item) == [("A-1", 5, ""), ("A-3", 1, "")]


def test_equal_parts_of_different_levels_stay_apart() -> None:
    inner = AssemblyRule("inner", "Inner", parts=(PartRule(occurs(), BOLT),))
    item = made(PartRule(occurs(), BOLT), inner)
    assert [part.name for part in item.parts] == ["Bolt", "Inner"]


def test_equal_assemblies_are_one_line_and_different_ones_two() -> None:
    rows = occurs(each="count")
    fixed = AssemblyRule("unit", "Unit", rows, parts=(PartRule(occurs(), BOLT),))
    assert [part.quantity for part in made(fixed).parts] == [3]
    growing = replace(fixed, parts=(PartRule(occurs("row"), BOLT),))
    assert [part.quantity for part in made(growing).parts] == [1, 1, 1]


def test_each_line_says_which_choices_brought_it() -> None:
    (part,) = made(PartRule(occurs("2 * count", when='coastal or colour = "blue"'), BOLT)).parts
    assert part.because == ("Colour: Red", "Count: 3", "Coastal: yes")
    (part,) = made(PartRule(occurs("1", when="not present(mast)"), BOLT), values=INLAND).parts
    assert part.because == ("Mast: does not apply",)
    (part,) = made(PartRule(occurs(), BOLT)).parts
    assert part.because == ()


def test_quantities_round_up_only_where_the_catalog_says_so() -> None:
    rule = PartRule(occurs("0.4 * count"), BOLT)
    with pytest.raises(AssemblyInvalid, match=r"A-1 comes to 1\.2 pieces"):
        made(rule)
    assert lines(made(replace(rule, occurs=replace(rule.occurs, round_up=True)))) == [("A-1", 2, "")]


@pytest.mark.parametrize(
    ("quantity", "said"),
    [("count - 4", "comes to -1"), ("100000 * 100000", "comes to 10000000000")],
)
def test_a_quantity_that_cannot_be_is_refused_with_its_article(quantity: str, said: str) -> None:
    with pytest.raises(AssemblyInvalid, match=f"A-2 {said}"):
        made(PartRule(occurs(quantity), CABLE))


def test_too_many_lines_are_refused() -> None:
    inner = AssemblyRule(
        "inner", "Inner", occurs(each="1000"), parts=(PartRule(occurs(each="1000", position="{row}"), BOLT),)
    )
    with pytest.raises(AssemblyInvalid, match="more than 20000 lines"):
        made(inner)
    with pytest.raises(AssemblyInvalid, match="whole number up to 1000"):
        made(PartRule(occurs(each="1001"), BOLT))


def test_a_product_without_assembly_has_none_and_no_cost() -> None:
    bare = replace(product_of(root()), assembly=None)
    with pytest.raises(AssemblyMissing):
        assemble(bare, VALUES)
    assert unit_cost(bare, VALUES, "EUR") is None


def test_set_up_is_shared_by_the_units_of_a_line() -> None:
    work = OperationRule("Fit", BENCH, Decimal(60), Constant(30))
    product = product_of(root(operations=(work,)))
    one, ten = unit_cost(product, VALUES, "EUR"), unit_cost(product, VALUES, "EUR", lot=10)
    assert (str(one), str(ten)) == ("70.50", "28.20")


def test_a_cut_piece_costs_its_length_and_one_kerf() -> None:
    cut = CutRule("Rail", PROFILE, Constant(996), Constant(10), None)
    cost = unit_cost(product_of(root(cuts=(replace(cut, length=parse("996.8")),))), VALUES, "EUR")
    assert str(cost) == "138.00"


def test_where_a_cost_is_missing_there_is_no_total_but_its_name() -> None:
    unknown, idle = Article("A-9", "New thing"), WorkCentre("new", "New bench")
    work = OperationRule("Fit", idle, Decimal(0), Constant(1))
    product = product_of(root(PartRule(occurs(), unknown), PartRule(occurs(), BOX), operations=(work,)))
    costed = costs(assemble(product, VALUES), "EUR")
    assert (costed.cost, costed.unknown) == (None, ("A-9", "New bench"))
    assert str(costed.material) == "17.00"


def test_lead_time_adds_up_along_the_slowest_chain() -> None:
    slow = AssemblyRule("slow", "Slow", days=4, parts=(PartRule(occurs(), BOLT),))
    item = assemble(product_of(root(slow, PartRule(occurs(), BOX), days=2)), VALUES)
    assert item.lead_time_days == 3 + 4 + 2
