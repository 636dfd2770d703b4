"""Item numbers: readable, complete, and safe against a wrong character."""

from dataclasses import replace
from decimal import Decimal
from random import Random

import pytest

from app.assembly import Item, NumberInvalid, assemble, check_number, item_number
from app.assembly.check_character import ALPHABET, check_character
from app.assembly.fingerprint import Content, fingerprint
from app.catalog.assembly import AssemblyRule, Occurrence, PartRule
from app.catalog.expressions.tree import Name
from app.catalog.number_templates import TemplateInvalid, read_template
from tests.assembly.structures import ARTICLES, ATTRIBUTES, Configuration, product_of

VALUES: Configuration = {"colour": "n78", "count": 3, "coastal": True, "mast": 4}
ROOT = AssemblyRule("root", "Root", number="T-{colour}-{count:03}{coastal}{mast}")


def test_a_number_reads_as_its_template_and_ends_in_a_fingerprint_with_a_check_character() -> None:
    number = item_number(product_of(ROOT), VALUES)
    assert number.startswith("T-N78-003Y4-")
    assert len(number.rsplit("-", 1)[1]) == 17
    check_number(number)


def test_what_does_not_apply_has_a_code_too() -> None:
    number = item_number(product_of(ROOT), {"colour": "red", "count": 0, "coastal": False})
    assert number.startswith("T-RED-000NX-")


def test_the_catalogs_codes_win() -> None:
    product = product_of(ROOT)
    assert product.assembly is not None
    codes = {"colour": {"n78": "35"}, "coastal": {"true": ""}, "mast": {"absent": "0"}}
    coded = replace(product, assembly=replace(product.assembly, codes=codes))
    assert item_number(coded, VALUES).startswith("T-35-0034-")


def test_what_the_template_leaves_out_tells_numbers_apart_all_the_same() -> None:
    product = product_of(replace(ROOT, number="T"))
    numbers = {item_number(product, {**VALUES, "mast": mast}) for mast in range(1, 10)}
    numbers.add(item_number(product, {key: value for key, value in VALUES.items() if key != "mast"}))
    assert len(numbers) == 10


def test_product_and_version_are_part_of_the_number_and_catalog_order_is_not() -> None:
    product = product_of(ROOT)
    number = item_number(product, VALUES)
    assert item_number(product_of(ROOT, version="2"), VALUES) != number
    assert item_number(replace(product, key=type(product.key)("other")), VALUES) != number
    assert item_number(product_of(ROOT, attributes=ATTRIBUTES[::-1]), VALUES) == number


def test_an_inner_assembly_is_numbered_by_what_it_consists_of() -> None:
    by = PartRule(
        Occurrence(), by="colour", articles={"red": ARTICLES[0], "n78": ARTICLES[0], "blue": ARTICLES[2]}
    )
    inner = AssemblyRule("inner", "Inner", Occurrence(Name("count")), number="IN", parts=(by,))
    product = product_of(replace(ROOT, parts=(inner,)))

    def number(**values: str | int) -> str:
        (part,) = assemble(product, {**VALUES, **values}).parts
        assert isinstance(part, Item)
        return part.number

    assert number(colour="red", count=1) == number(colour="n78", count=4)
    assert number(colour="red") != number(colour="blue")


def test_an_assembly_that_no_choice_changes_has_the_number_of_its_template() -> None:
    kit = AssemblyRule(
        "kit", "Kit", Occurrence(Name("count")), number="KIT-1", parts=(PartRule(Occurrence(), ARTICLES[0]),)
    )
    (part,) = assemble(product_of(replace(ROOT, parts=(kit,))), VALUES).parts
    assert part.number == "KIT-1"


def test_values_that_look_alike_have_different_fingerprints() -> None:
    values: list[Content] = [True, 1, "1", "true", None, [1], {"1": 1}, Decimal("1.5")]
    assert len({fingerprint({"a": value}) for value in values}) == len(values)
    assert fingerprint(Decimal("2.50")) == fingerprint(Decimal("2.5"))


def test_the_fingerprint_of_a_content_stays_the_same_for_ever() -> None:
    """Numbers are printed, stocked and ordered: a change here would rename every item."""
    assert (
        fingerprint({"product": "p", "values": {"a": "x", "b": None, "c": Decimal("1.50"), "d": True}})
        == "8V9N56J0FQKHVPKN"
    )


def test_the_check_character_is_that_of_the_standard() -> None:
    """A GRid of the International Federation of the Phonographic Industry."""
    assert check_character("A12425GABC1234002") == "M"
    check_number("A1-2425G-ABC1234002-M")


def test_every_single_wrong_character_is_found() -> None:
    number = item_number(product_of(ROOT), VALUES)
    for place, right in enumerate(number):
        for wrong in ALPHABET if right in ALPHABET else "":
            if wrong != right:
                with pytest.raises(NumberInvalid):
                    check_number(number[:place] + wrong + number[place + 1 :])


def test_nearly_every_swap_of_neighbours_is_found() -> None:
    chance, swaps, missed = Random(11), 0, 0
    for _ in range(2_000):
        text = "".join(chance.choices(ALPHABET, k=12))
        place = chance.randrange(11)
        swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        swaps += swapped != text
        missed += swapped != text and check_character(swapped) == check_character(text)
    assert missed < swaps / 200


@pytest.mark.parametrize(
    "template", ["t-{colour}", "{colour", "{colour:4}", "{Colour}", "{}", "T{count:00}", "Ä"]
)
def test_a_template_that_cannot_be_is_refused(template: str) -> None:
    with pytest.raises(TemplateInvalid):
        read_template(template)
