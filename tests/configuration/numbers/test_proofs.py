"""What is proven of a product that has numbers with very many values."""

from dataclasses import replace

from app.catalog.expressions import parse
from app.catalog.product import Rule
from app.configuration.differences import losses
from app.configuration.proofs import prove
from tests.configuration.numbers.test_wide import laptops, product_of, whole


def found(*rules: str) -> dict[str, str]:
    proven = prove(product_of(whole("length", 10**6), rules=rules))
    assert proven.configurations.most is None
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


def test_differences_of_such_products_are_left_undecided() -> None:
    assert losses(laptops(), laptops()).undecided
