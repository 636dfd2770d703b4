"""What is proven of a product that has numbers with very many values."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import assume, given, reject, settings
from hypothesis import strategies as st

from app.catalog.expressions import parse
from app.catalog.product import Attribute, AttributeKey, Product, Rule
from app.configuration import CatalogTooLarge
from app.configuration.differences import Losses, losses
from app.configuration.proofs import prove
from tests.configuration.brute_force import BruteForce
from tests.configuration.numbers.small_numbers import EVERY_NUMBER, products_of_numbers
from tests.configuration.numbers.test_exact import SLOW
from tests.configuration.numbers.test_wide import laptops, product_of, whole
from tests.thorough import tried


def found(*rules: str) -> dict[str, str]:
    proven = prove(product_of(whole("length", 10**6), rules=rules))
    return {proof.code: proof.text for proof in proven.proofs}


def test_values_that_no_configuration_has_are_said_as_ranges() -> None:
    assert (
        found("length > 99", "length != 500")["dead_numbers"]
        == "0 to 99, 500 of length are in no configuration."
    )


def test_a_number_without_rules_is_not_said_to_have_one_value() -> None:
    assert "single_value" not in found()
    assert "forced_value" not in found("length > 99")


def test_the_only_value_left_is_said() -> None:
    assert found("length = 99")["forced_value"] == "length is 99 in every configuration."


def test_a_rule_that_arithmetic_makes_needless_is_found() -> None:
    product = laptops()
    more = Rule("more", "More.", parse("volts * amps >= power * laptops"), "")
    proven = prove(replace(product, rules=(*product.rules, more)))
    redundant = [proof.place for proof in proven.proofs if proof.code == "redundant_rule"]
    assert ("rule", "more") in [place[:2] for place in redundant]


def test_configurations_are_counted_by_the_values_of_each_stretch() -> None:
    extra = Attribute(AttributeKey("extra"), "Extra", "boolean")
    rules = ("length > 99", "length < 1000 or extra")
    count = prove(product_of(whole("length", 10**6), extra, rules=rules)).configurations
    assert (count.most, count.exact) == (900 + (10**6 + 1 - 100), True)


def test_what_several_such_numbers_decide_together_is_counted_as_a_bound() -> None:
    count = prove(laptops()).configurations
    assert count.most is not None
    assert not count.exact


def test_numbers_that_nobody_can_choose_are_blamed_on_rules() -> None:
    proven = prove(product_of(whole("length", 10**6), rules=("length > 99", "length != 500", "length > 50")))
    [dead] = [proof for proof in proven.proofs if proof.code == "dead_numbers"]
    assert dead.because == (("rule", "r0"), ("rule", "r1"))
    [needless] = [proof for proof in proven.proofs if proof.code == "redundant_rule"]
    assert (needless.place, needless.because) == (("rule", "r2"), (("rule", "r0"),))


@settings(SLOW, max_examples=tried(10))
@given(products_of_numbers())
def test_the_number_of_configurations_is_exact(product: Product) -> None:
    proven = prove(product, limits=EVERY_NUMBER)
    assume(all(proof.code != "catalog_too_large" for proof in proven.proofs))
    count = proven.configurations
    assert (count.most, count.exact) == (len(BruteForce(product).configurations({})), True)


def test_a_change_of_rules_is_told_with_an_example() -> None:
    before = laptops()
    after = replace(before, rules=(Rule("r0", "Rule 0.", parse("volts > 120"), ""), *before.rules[1:]))
    [lost] = losses(before, after).found
    assert lost.place == ("rule", "r0")
    example = dict(lost.example)
    assert Decimal(110) < Decimal(str(example["volts"])) <= 120
    power, count, amps = (Decimal(str(example[key])) for key in ("power", "laptops", "amps"))
    assert power * count == amps * Decimal(str(example["volts"]))
    assert losses(after, before) == Losses((), ())


def test_a_law_that_is_loosened_loses_nothing_and_one_that_is_changed_does() -> None:
    before = laptops()
    law = replace(before.rules[1], expression=parse("volts * amps <= power * laptops"))
    after = replace(before, rules=(before.rules[0], law))
    assert losses(before, after).found == ()
    [lost] = losses(after, before).found
    assert lost.place == ("rule", "r1")


def test_a_shorter_range_loses_what_lies_beyond() -> None:
    before = product_of(whole("length", 10**6), rules=("length > 99",))
    shorter = replace(before, attributes=(whole("length", 5 * 10**5, minimum=50),))
    [lost] = losses(before, shorter).found
    assert lost.place == ("attribute", "length")
    assert dict(lost.example) == {"length": 500_001}
    assert losses(shorter, before).found == ()


def test_a_number_that_is_wide_in_one_product_only_is_compared_too() -> None:
    rules = ("length * width <= 90000",)
    before = product_of(whole("length", 1_000), whole("width", 1_000), rules=rules)
    after = product_of(whole("length", 400), whole("width", 1_000), rules=("length * width <= 80000",))
    places = {lost.place for lost in losses(before, after).found}
    assert places == {("attribute", "length"), ("rule", "r0")}
    assert losses(after, before) == Losses((), ())


def test_numbers_in_other_steps_are_left_undecided() -> None:
    before = product_of(whole("length", 10**6))
    coarse = replace(before, attributes=(replace(whole("length", 10**6), step=2),))
    assert losses(before, coarse).undecided == (("attribute", "length"),)


@settings(SLOW, max_examples=tried(5))
@given(st.data(), products_of_numbers())
def test_a_change_of_rules_is_told_exactly(data: st.DataObject, product: Product) -> None:
    other = replace(product, rules=tuple(rule for rule in product.rules if data.draw(st.booleans())))
    for before, after in ((product, other), (other, product)):
        ones, others = BruteForce(before).configurations({}), BruteForce(after).configurations({})
        try:
            found = losses(before, after, EVERY_NUMBER)
        except CatalogTooLarge:
            reject()
        if found.undecided:
            continue
        assert bool(found.found) == any(one not in others for one in ones)
        for loss in found.found:
            assert dict(loss.example) in ones
            assert dict(loss.example) not in others
