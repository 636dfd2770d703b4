"""Catalog files: what stands in them becomes the release; what is wrong is named with its line and remedy."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.catalog.expressions import write
from app.catalog.release import Release
from app.errors import Misconfigured
from app.store.catalogs import CatalogInvalid, CatalogUnknown, Problem, load_release, shipped_catalog
from app.store.catalogs.document import MAX_BYTES
from tests.catalog.samples import CATALOG, PRODUCT, line_of, spoilt, write_catalog


def problems(folder: Path) -> tuple[Problem, ...]:
    with pytest.raises(CatalogInvalid) as caught:
        load_release(folder)
    return caught.value.problems


def only_problem(folder: Path) -> Problem:
    found = problems(folder)
    assert len(found) == 1, [str(problem) for problem in found]
    return found[0]


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return load_release(write_catalog(tmp_path))


def test_the_header_becomes_the_release(release: Release) -> None:
    assert (release.key, release.name, release.version) == ("lamps", "Lamps", "1")
    assert release.currencies == ("EUR", "USD")
    assert release.customer_tiers["Partner"].percent == Decimal("7.5")
    assert release.customer_tiers["Partner"].name == "Partners"
    assert release.customer_tiers["Standard"].name == "Standard"
    assert release.seller.address == ("1 High Street",)
    assert release.terms == ("Payment within 30 days.",)
    assert release.validity_days == 30


def test_file_order_is_question_order(release: Release) -> None:
    lamp = release.product("lamp")
    assert [attribute.key for attribute in lamp.attributes] == ["place", "bulb", "bulbs", "sealed"]
    assert lamp.steps[0].attributes == ("place", "bulb", "bulbs", "sealed")


def test_amounts_and_facts_are_exact(release: Release) -> None:
    lamp = release.product("lamp")
    bulb, bulbs = lamp.attribute("bulb"), lamp.attribute("bulbs")
    assert bulb is not None
    assert bulbs is not None
    assert lamp.prices == {"EUR": Decimal(10), "USD": Decimal("11.50")}
    assert bulbs.prices["USD"] == Decimal("1.40")
    assert bulb.options[1].facts == {"power_w": Decimal("9.5")}


def test_when_and_then_become_an_implication(release: Release) -> None:
    rule = release.product("lamp").rules[1]
    assert write(rule.expression) == 'place = "outdoor" implies sealed'
    assert rule.source == '(place = "outdoor") implies (sealed)'


def test_table_cells_are_sets_and_a_star_admits_all(release: Release) -> None:
    table = release.product("lamp").tables[0]
    assert table.rows == ((frozenset({"indoor"}), None), (frozenset({"outdoor"}), frozenset({"9W"})))


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ("family: Lights", "familly: Lights", "familly", 'did you mean "family"?'),
        ("key: bulbs\n", "key: Bulbs!\n", "steps[1].attributes[3].key", "lower-case letters"),
        ("key: bulbs\n", "key: implies\n", "steps[1].attributes[3].key", "word of the rule language"),
        ("minimum: 1", "minimum: one", "steps[1].attributes[3].minimum", "whole number"),
        ('"1.40"', "1.40", "steps[1].attributes[3].prices.USD", 'write "1.40"'),
        ('"1.40"', '"1,40"', "steps[1].attributes[3].prices.USD", 'write "12.50"'),
        ('"1.40"', "1e3", "steps[1].attributes[3].prices.USD", 'write "12.50"'),
        ('"1.40"', "-1", "steps[1].attributes[3].prices.USD", "not negative"),
        ('"1.40"', '"-0.01"', "steps[1].attributes[3].prices.USD", "not negative"),
        (', USD: "1.40"', "", "steps[1].attributes[3].prices", "price in USD is missing"),
        ('USD: "4.50"', 'UDS: "4.50"', "steps[1].attributes[1].options[2].prices.UDS", '"USD"'),
        ("maximum: 4", "maximum: 0", "steps[1].attributes[3].maximum", "below minimum"),
        ("minimum: 1", "minimum: -999999999999", "steps[1].attributes[3].maximum", "at most 1000000000000"),
        ("maximum: 4", "maximum: 4\n        step: 2", "steps[1].attributes[3].maximum", "write 3 or 5"),
        ("maximum: 4", "maximum: 4\n        step: 0", "steps[1].attributes[3].step", "at least 1"),
        ("maximum: 4", "maximum: 4\n        default: 5", "steps[1].attributes[3].default", "1 to 4"),
        ("kind: boolean", "kind: bolean", "steps[1].attributes[4].kind", '"boolean"'),
        ("default: true", "default: yes", "steps[1].attributes[4].default", "true or false"),
        ("default: true", "unit: m", "steps[1].attributes[4].unit", "belongs to kind: integer"),
        ("rule: bulbs *", "rule: bulps *", "rules[1].rule", 'did you mean "bulbs"?'),
        ("bulb.power_w <=", "bulb.power <=", "rules[1].rule", 'did you mean "power_w"?'),
        ("<= 20", "<== 20", "rules[1].rule", "write"),
        ("<= 20", "<= sealed", "rules[1].rule", "compares numbers"),
        ("rule: bulbs * bulb.power_w <= 20", "rule: bulbs * bulb.power_w", "rules[1].rule", "a condition is"),
        ('when: place = "outdoor"\n    then', 'when: place = "outdor"\n    then', "rules[2]", '"outdoor"'),
        ("then: sealed", "then: sealed)", "rules[2].then", "not"),
        ("    then: sealed\n", "", "rules[2].then", "stand together"),
        ("then: sealed", "rule: sealed", "rules[2].rule", "either rule, or when and then"),
        ("columns: [place, bulb]", "columns: [place, blub]", "tables[1].columns[2]", 'did you mean "bulb"?'),
        ("[indoor, \"*\"]", "[indoor]", "tables[1].rows[1]", "1 cells for 2 columns"),
        ("[indoor, \"*\"]", "[indoor, []]", "tables[1].rows[1][2]", "admits nothing"),
        ("[outdoor, 9W]", "[outdoor, 8W]", "tables[1].rows[2][2]", "no option"),
        ("[outdoor, 9W]", "[true, 9W]", "tables[1].rows[2][1]", "no option"),
        ("key: fits", "key: rain", "tables[1]", "rename one"),
        ("key: rain", "key: budget", "rules[2]", "rename one"),
        ("key: outdoor", "key: indoor", "steps[1].attributes[1].options[2]", "two options"),
        ("- {from: 10", "- {from: 1", "quantity_tiers[1]", "above 1"),
        ("family: Lights", "family: Lights\nmaximum_quantity: 0", "maximum_quantity", "1 to 1000000"),
        ("family: Lights", "family: Lights\nmaximum_quantity: 9", "quantity_tiers[1]", "no line reaches 10"),
        ("percent: 5", "percent: 500", "quantity_tiers[1]", "at most 100"),
        ("schema: 1", "schema: 2", "schema", "write schema: 1"),
        ("schema: 1\n", "", "schema", "add it"),
        ("code: LAMP-1", "code: 17", "code", '"17"'),
        ("name: Lamp\n", "name: [Lamp]\n", "name", "a list"),
        ("name: Lamp\n", "name:\n", "name", "empty"),
        ("name: Lamp\n", 'name: "La\\x07mp"\n', "name", "control characters"),
        ("quantity_tiers:\n  - {from: 10, percent: 5}", "quantity_tiers: 5", "quantity_tiers", "is a list"),
        ("family: Lights", "family: Lights\nfamily: Lamps", "family", "twice, first in line 5"),
    ],
)  # fmt: skip
def test_a_mistake_is_named_with_its_key_line_and_remedy(
    tmp_path: Path, old: str, new: str, key: str, said: str
) -> None:
    text = spoilt((old, new))
    folder = write_catalog(tmp_path, lamp=text)
    found = problems(folder)
    matching = [problem for problem in found if problem.key == key and said in problem.message]
    assert matching, [str(problem) for problem in found]
    assert matching[0].file == "products/lamp.yaml"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('"1.40"', "1.40"),
        ("minimum: 1", "minimum: one"),
        ("family: Lights", "familly: Lights"),
        ("kind: boolean", "kind: bolean"),
        ("[outdoor, 9W]", "[outdoor, 8W]"),
        ('USD: "4.50"', 'UDS: "4.50"'),
    ],
)
def test_the_line_is_the_one_with_the_mistake(tmp_path: Path, old: str, new: str) -> None:
    text = spoilt((old, new))
    found = problems(write_catalog(tmp_path, lamp=text))
    assert line_of(text, new) in {problem.line for problem in found}


def test_an_expression_is_drawn_with_a_caret(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path, lamp=spoilt(("bulbs * bulb", "bulbs * blub")))
    message = only_problem(folder).message
    assert message.endswith("    bulbs * blub.power_w <= 20\n            ^")


def test_an_option_without_quotes_is_answered_as_such(tmp_path: Path) -> None:
    folder = write_catalog(
        tmp_path, lamp=spoilt(('place = "outdoor"\n    then', "place = outdoor\n    then"))
    )
    assert 'write "outdoor" in quotes' in only_problem(folder).message


def test_parts_of_an_implication_cannot_close_each_others_parentheses(tmp_path: Path) -> None:
    text = spoilt(('when: place = "outdoor"\n    then: sealed', "when: sealed) or (sealed\n    then: sealed"))
    assert only_problem(write_catalog(tmp_path, lamp=text)).key == "rules[2].when"


def test_conditions_in_a_circle_are_refused(tmp_path: Path) -> None:
    text = spoilt(
        ("minimum: 1\n", "minimum: 1\n        when: sealed\n"),
        ('place = "outdoor"\n        d', "bulbs = 1\n        d"),
    )
    found = problems(write_catalog(tmp_path, lamp=text))
    assert {problem.key for problem in found} == {
        "steps[1].attributes[3].when",
        "steps[1].attributes[4].when",
    }
    assert "bulbs -> sealed -> bulbs" in found[0].message


def test_all_problems_of_all_files_are_said_at_once(tmp_path: Path) -> None:
    folder = write_catalog(
        tmp_path,
        catalog=spoilt(("validity_days", "validity_dayz"), text=CATALOG),
        lamp=spoilt(("maximum: 4", "maximum: 0"), ("<= 20", "<= twenty")),
        torch=spoilt(("family", "familly"), ('"1.40"', "1.40")),
    )
    found = problems(folder)
    assert {problem.file for problem in found} == {
        "catalog.yaml",
        "products/lamp.yaml",
        "products/torch.yaml",
    }
    assert len(found) == 7
    assert list(found) == sorted(found)


def test_a_mistake_of_form_hides_no_mistake_of_meaning(tmp_path: Path) -> None:
    text = spoilt(('"1.40"', "1.40"), ("name: Bulbs\n", "nam: Bulbs\n"), ("[outdoor, 9W]", "[outdoor, 8W]"))
    found = problems(write_catalog(tmp_path, lamp=text))
    assert sorted(problem.key for problem in found) == [
        "steps[1].attributes[3].nam",
        "steps[1].attributes[3].name",
        "steps[1].attributes[3].prices.USD",
        "tables[1].rows[2][2]",
    ]


def test_the_exception_reads_as_a_report_and_serves_machines(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path, lamp=spoilt(("maximum: 4", "maximum: 0")))
    with pytest.raises(Misconfigured) as caught:
        load_release(folder)
    line = line_of(PRODUCT, "maximum: 4")
    assert caught.value.code == "catalog_invalid"
    assert f"products/lamp.yaml:{line}: steps[1].attributes[3].maximum: " in caught.value.detail
    assert caught.value.facts["problems"] == [
        {
            "file": "products/lamp.yaml",
            "line": line,
            "key": "steps[1].attributes[3].maximum",
            "message": "maximum 0 is below minimum 1, so no value is left",
        }
    ]


@pytest.mark.parametrize(
    ("old", "new", "key", "said"),
    [
        ("validity_days: 30", "validity_days: 0", "validity_days", "1 to 3650"),
        ("percent: 7.5", "percent: 101", "customer_tiers[2].percent", "between 0 and 100"),
        ("key: Partner", "key: Standard", "customer_tiers[2]", "two customer tiers"),
        ("[EUR, USD]", "[EUR, usd]", "currencies[2]", "as EUR"),
        ("[EUR, USD]", "[EUR, USD, EUR]", "currencies", "twice"),
        ("[EUR, USD]", "[EUR, USD, SEK]", "prices", "price in SEK is missing"),
        ("validity_days: 30", "validity_days: 30\nproducts: [lamb]", "products[1]", 'did you mean "lamp"?'),
        ("  email: sales@lamps.example\n", "", "seller.email", "add it"),
        ('version: "1"', "version: 1.0", "version", '"1.0"'),
    ],
)
def test_a_mistake_in_the_header_is_named_too(
    tmp_path: Path, old: str, new: str, key: str, said: str
) -> None:
    found = problems(write_catalog(tmp_path, catalog=spoilt((old, new), text=CATALOG)))
    assert any(problem.key == key and said in problem.message for problem in found), [
        str(one) for one in found
    ]


def test_the_report_of_a_hopeless_file_stays_readable(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path, lamp=PRODUCT + "      - [indor, 5W]\n" * 300)
    with pytest.raises(CatalogInvalid) as caught:
        load_release(folder)
    assert len(caught.value.problems) == 300
    assert caught.value.detail.endswith("... and 100 more")


def test_a_missing_header_does_not_hide_what_is_wrong_with_products(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path, lamp=spoilt(("maximum: 4", "maximum: 0")))
    (folder / "catalog.yaml").unlink()
    assert [problem.file for problem in problems(folder)] == ["catalog.yaml", "products/lamp.yaml"]


def test_a_catalog_without_products_is_refused(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path)
    (folder / "products" / "lamp.yaml").unlink()
    assert "no products" in only_problem(folder).message


def test_a_file_that_would_be_overlooked_is_named(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path)
    (folder / "products" / "torch.yml").write_text(PRODUCT)
    assert "name it torch.yaml" in only_problem(folder).message


def test_two_files_for_one_product_are_refused(tmp_path: Path) -> None:
    found = problems(write_catalog(tmp_path, lamp=PRODUCT, light=PRODUCT))
    assert any(one.key == "key" and "products/lamp.yaml" in one.message for one in found)


def test_two_products_of_one_code_are_refused(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path, lamp=PRODUCT, torch=spoilt(("key: lamp", "key: torch")))
    assert only_problem(folder).key == "code"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: &x [1, 2]\nb: [*x, *x]\n", "aliases"),
        ("a: [indoor, *]\n", '"*" in quotes'),
        ("a: !!python/object/apply:os.system [x]\n", "tags"),
        ("a: !!binary aGk=\n", "tags"),
        ("a: 1\n---\nb: 2\n", "one document"),
        ("a: " + "[" * 5000 + "]" * 5000, "deep"),
        ("{a: 1}: 2\n", "key is a word"),
        ("a:\n\tb: 1\n", "tab"),
        ("text: a: b\n", "in quotes"),
        ('a: "open\n', "not YAML"),
        ("a: [1, 2\nb: 3\n", "not YAML"),
        ("- 1\n- 2\n", "the file is a mapping"),
        ("", "the file is a mapping"),
        ("just words", "the file is a mapping"),
        ("a: \x00\n", "plain UTF-8"),
    ],
)
def test_what_is_not_plain_yaml_is_refused_clearly(tmp_path: Path, text: str, said: str) -> None:
    assert said in only_problem(write_catalog(tmp_path, lamp=text)).message


def test_a_file_in_another_encoding_is_refused(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path)
    (folder / "products" / "lamp.yaml").write_bytes(PRODUCT.replace("Lamp\n", "Lämp\n").encode("latin-1"))
    assert "not UTF-8" in only_problem(folder).message


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path)
    (folder / "products" / "lamp.yaml").write_text(PRODUCT, encoding="utf-8-sig")
    assert load_release(folder).product("lamp").name == "Lamp"


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path, lamp=PRODUCT + "# padding\n" * (MAX_BYTES // 10))
    assert f"at most {MAX_BYTES}" in only_problem(folder).message


@pytest.mark.parametrize("key", ["yes", "no", "on", "0x10", "1_000", "12:30", "2026-01-01"])
def test_words_that_yaml_likes_to_convert_stay_text(tmp_path: Path, key: str) -> None:
    folder = write_catalog(tmp_path, lamp=spoilt(("name: Indoor", f"name: {key}")))
    place = load_release(folder).product("lamp").attribute("place")
    assert place is not None
    assert place.options[0].name == key


def test_the_demo_catalog_is_found_by_its_key_only() -> None:
    assert (shipped_catalog("telecom") / "catalog.yaml").is_file()
    with pytest.raises(CatalogUnknown, match='did you mean "telecom"'):
        shipped_catalog("telekom")
    with pytest.raises(CatalogUnknown):
        shipped_catalog("../catalogs/telecom")
