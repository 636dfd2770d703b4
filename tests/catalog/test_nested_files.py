"""What is wrong with sets, components, decimals, texts and dates is said with file, line, key and remedy."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.catalog.release import Release
from app.store.catalogs import CatalogInvalid, load_release
from tests.catalog.guide import write_guide
from tests.catalog.samples import line_of


def spoil(folder: Path, old: str, new: str) -> tuple[Path, str]:
    """The guide's catalog with one thing changed in the booster set, and the text of that file."""
    home = write_guide(folder)
    file = home / "products" / "b200.yaml"
    text = file.read_text(encoding="utf-8")
    assert old in text
    spoilt = text.replace(old, new, 1)
    file.write_text(spoilt, encoding="utf-8")
    return home, spoilt


@pytest.fixture
def release(tmp_path: Path) -> Release:
    return load_release(write_guide(tmp_path))


def test_bounds_and_defaults_of_a_decimal_are_exact(release: Release) -> None:
    pipe = release.product("b200").attribute("pipe")
    assert pipe is not None
    assert (pipe.minimum, pipe.maximum, pipe.step) == (Decimal("0.5"), Decimal(20), Decimal("0.25"))
    assert pipe.canonical(pipe.default) == Decimal("1.50")


def test_structure_stays_available(release: Release) -> None:
    booster = release.product("b200")
    assert [one.key for one in booster.components] == [
        "pumps", "pumps.1.sensors", "pumps.2.sensors", "pumps.3.sensors", "valves",
    ]  # fmt: skip
    assert booster.components[-1].product == "v10"
    assert [one.key for one in booster.sets] == ["functions"]
    signal = booster.attribute("pumps.2.sensors.signal")
    assert signal is not None
    assert signal.within == "pumps.2.sensors"
    assert signal.multiplied_by == ("pumps.2.sensors.count",)


@pytest.mark.parametrize(
    ("old", "new", "at", "key", "said"),
    [
        (
            'step: "0.5"',
            'step: "0.3"',
            "maximum: 6",
            "steps[1].attributes[3].maximum",
            "is not reached from 1",
        ),
        (
            'minimum: "0.5"',
            'minimum: "0.125"',
            'step: "0.25"',
            "steps[1].attributes[4].step",
            'step as "0.250"',
        ),
        ('step: "0.5"', "step: 0", "step: 0", "steps[1].attributes[3].step", "more than 0"),
        (
            '        step: "0.5"\n',
            "",
            "key: pressure",
            "steps[1].attributes[3].step",
            "kind: decimal needs it",
        ),
        (
            'default: "1.5"',
            'default: "1.6"',
            'default: "1.6"',
            "steps[1].attributes[4].default",
            "1.6 is none",
        ),
        ("preset: 400 V", "preset: 440 V", "preset: 440 V", "steps[1].attributes[2].preset", 'mean "400 V"'),
        (
            "        preset: 400 V",
            "        preset: 400 V\n        default: 230 V",
            "default: 230 V",
            "steps[1].attributes[2].default",
            "keep one of them",
        ),
        (
            '"[A-Z]{2}-[0-9]{4}"',
            '"[A-Z"',
            '"[A-Z"',
            "steps[1].attributes[1].pattern",
            "no regular expression",
        ),
        (
            '"[A-Z]{2}-[0-9]{4}"',
            '"(a)\\\\1"',
            '"(a)',
            "steps[1].attributes[1].pattern",
            "no regular expression",
        ),
        ("longest: 7", "longest: 900", "longest: 900", "steps[1].attributes[1].longest", "1 to 200"),
        ("at_least: 2", "at_least: 5", "at_least: 5", "steps[1].sets[1].at_least", "the set has 4 members"),
        ("at_most: 3", "at_most: 1", "at_most: 1", "steps[1].sets[1].at_most", "nothing is possible"),
        ("preset: [dry_run]", "preset: [dry]", "preset: [dry]", "steps[1].sets[1].preset", "no member"),
        (
            "{key: relay,",
            "{key: relay, facts: {chosen: 2},",
            "key: relay",
            "steps[1].sets[1].members[2].facts",
            'has the fact "chosen" already',
        ),
        (
            "minimum: 1\n        maximum: 3",
            "minimum: 4\n        maximum: 3",
            "maximum: 3",
            "steps[2].components[1].maximum",
            "below 4",
        ),
        ("maximum: 3\n", "maximum: 300\n", "maximum: 300", "steps[2].components[1].maximum", "at most 64"),
        ("product: v10", "product: v11", "product: v11", "steps[2].components[2].product", 'mean "v10"'),
        (
            "product: v10",
            "product: b200",
            "product: b200",
            "steps[2].components[2].product",
            "cannot be a part of itself (b200 -> b200)",
        ),
        (
            "rows: equal\n        minimum: 0\n        maximum: 8",
            "rows: alike\n        minimum: 0\n        maximum: 8",
            "rows: alike",
            "steps[2].components[2].rows",
            "each (every row is configured) or equal",
        ),
        (
            "product: v10",
            "product: v10\n        rules: []",
            "rules: []",
            "steps[2].components[2].rules",
            "belongs to the product itself",
        ),
        ("key: heater", "key: count", "key: count", "steps[2].components[1].attributes[2]", "choose another"),
        ("key: functions", "key: tag", "sets:", "steps[1].sets[1]", 'an attribute with the key "tag"'),
        (
            "from: 2020-01-01",
            "from: 2020-02-30",
            "from: 2020-02-30",
            "steps[1].sets[1].members[4].from",
            "no day of the calendar",
        ),
        (
            "from: 2020-01-01",
            "from: 2020-01-01, until: 2019-01-01",
            "key: radio",
            "steps[1].sets[1].members[4].until",
            "before from",
        ),
        ("at_least: 2", "at_least: 4\n        at_most: 4", "at_most: 4", "steps[1].sets[1].at_most", "twice"),
        (
            "rule: pressure <= motor.bar",
            "rule: presure <= motor.bar",
            "rule: presure",
            "steps[2].components[1].rules[1].rule",
            'there is no attribute "presure"',
        ),
        (
            "rule: pressure <= motor.bar",
            "rule: tag = motor.bar",
            "rule: tag",
            "steps[2].components[1].rules[1].rule",
            "a rule can only ask present(tag)",
        ),
    ],
)
def test_a_mistake_is_said_where_it_stands(
    tmp_path: Path, old: str, new: str, at: str, key: str, said: str
) -> None:
    home, text = spoil(tmp_path, old, new)
    with pytest.raises(CatalogInvalid) as caught:
        load_release(home)
    found = [(one.file, one.key) for one in caught.value.problems if said in one.message]
    lines = [one.line for one in caught.value.problems if said in one.message]
    assert found == [("products/b200.yaml", key)], [str(one) for one in caught.value.problems]
    assert abs(lines[0] - line_of(text, at)) <= 1


def test_a_mistake_in_the_condition_of_a_set_or_component_is_said_once(tmp_path: Path) -> None:
    home, _ = spoil(
        tmp_path, "help: What the controller can do.", "help: What it can do.\n        when: presure > 2"
    )
    with pytest.raises(CatalogInvalid) as caught:
        load_release(home)
    assert [one.key for one in caught.value.problems] == ["steps[1].sets[1].when"]


def test_a_component_cannot_depend_on_its_own_rows(tmp_path: Path) -> None:
    home, _ = spoil(tmp_path, "row_name: Pump\n", "row_name: Pump\n        when: not pumps.count < 2\n")
    with pytest.raises(CatalogInvalid, match="depends on itself"):
        load_release(home)


def test_a_mistake_in_a_row_or_in_another_product_is_said_once(tmp_path: Path) -> None:
    home, _ = spoil(tmp_path, "rule: pressure <= motor.bar", "rule: pressure <= motor.kg")
    valve = home / "products" / "v10.yaml"
    valve.write_text(valve.read_text().replace("EUR: 20, USD: 22", "EUR: 20"), encoding="utf-8")
    with pytest.raises(CatalogInvalid) as caught:
        load_release(home)
    assert [(one.file, one.key) for one in caught.value.problems] == [
        ("products/b200.yaml", "steps[2].components[1].rules[1].rule"),
        ("products/v10.yaml", "steps[1].attributes[1].options[2].prices"),
    ]


def test_dates_that_leave_nothing_to_choose_are_found(tmp_path: Path) -> None:
    home, _ = spoil(tmp_path, "{key: 230 V, name: 230 V}", "{key: 230 V, name: 230 V, until: 2026-06-30}")
    file = home / "products" / "b200.yaml"
    text = file.read_text().replace("name: 400 V}", "name: 400 V, from: 2026-09-01}")
    file.write_text(text.replace("        preset: 400 V\n", ""), encoding="utf-8")
    with pytest.raises(CatalogInvalid, match="voltage has no option on 2026-07-01"):
        load_release(home)
