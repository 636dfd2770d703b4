"""Values of features in UVL: what is assumed of them, and how texts are told apart."""

import math
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.catalog import Attribute, Product
from app.catalog.expressions import holds
from app.catalog.expressions.tree import Compare, Comparison, Constant
from app.catalog.patterns import matches
from app.configuration import Configurator
from app.store.feature_models import FeatureModelUnfit, draft_of, read_feature_model
from app.store.feature_models.rounding import rounded
from app.store.feature_models.texts import LONGEST, texts


def imported(features: str, *constraints: str) -> tuple[Product, tuple[str, ...]]:
    lines = ["features", "\tA", "\t\toptional", *(f"\t\t\t{one}" for one in features.split(", "))]
    lines += ["constraints", *(f"\t{one}" for one in constraints)] if constraints else []
    draft = draft_of(read_feature_model("\n".join(lines)), key="model", prices={"EUR": Decimal(0)})
    return draft.flat, draft.notes


def attribute(product: Product, key: str) -> Attribute:
    found = product.attribute(key)
    assert found is not None
    return found


def test_a_number_without_a_range_gets_a_wide_one_and_that_is_said() -> None:
    product, notes = imported("Integer I, Real R")
    assert (attribute(product, "i_value").minimum, attribute(product, "i_value").maximum) == (
        -1_000_000,
        1_000_000,
    )
    assert attribute(product, "r_value").step == Decimal("0.001")
    assert [note.partition(":")[0] for note in notes] == ["line 4", "line 5"]
    assert "minimum and maximum assumed" in notes[0]


@pytest.mark.parametrize(
    ("constraint", "least", "most"),
    [
        ("I >= 3 & I < 9", 3, 8),
        ("I == 5", 5, 5),
        ("7 > I", -1_000_000, 6),
        ("I => I > 1 & I <= 4", 2, 4),
        ("I >= 2000000", 2_000_000, 3_000_000),
        ("I < 2.5 & I > -2.5", -2, 2),
        ("I > 5 & I < 3", -1_000_000, 1_000_000),
        ("A | I > 5", -1_000_000, 1_000_000),
    ],
)
def test_a_range_is_read_off_the_constraints(constraint: str, least: int, most: int) -> None:
    found = attribute(imported("Integer I", constraint)[0], "i_value")
    assert (found.minimum, found.maximum) == (least, most)


def test_steps_are_as_fine_as_the_numbers_of_the_model() -> None:
    product, notes = imported("Real R", "R >= 0 & R <= 0.00005")
    found = attribute(product, "r_value")
    assert (found.minimum, found.maximum, found.step) == (0, Decimal("0.00005"), Decimal("0.00001"))
    assert "in steps of 0.00001" in notes[0]


NOTHING, _ = imported("B")
REALS = [Decimal(n) / 4 for n in range(-6, 7)]


@given(
    st.sampled_from(["floor", "ceil"]),
    st.sampled_from(["=", "!=", "<", "<=", ">", ">="]),
    st.sampled_from(REALS),
    st.sampled_from(REALS),
)
def test_a_number_made_whole_compares_as_such(
    function: str, sign: Comparison, value: Decimal, number: Decimal
) -> None:
    whole = math.floor(value) if function == "floor" else math.ceil(value)
    tree = rounded(function, sign, Constant(value), number=number)
    assert holds(tree, {}, NOTHING) is holds(Compare(sign, Constant(whole), Constant(number)), {}, NOTHING)


def test_a_number_made_whole_may_be_calculated_with() -> None:
    product, _ = imported("Real R", "R >= 0 & R <= 0.5", "floor(R) + ceil(R) == 1", "R")
    told = Configurator(product).configure({})
    assert told.domains["r_value"].values[0] == Decimal("0.001")
    assert told.domains["r_floor"].values == (0,)


def test_a_text_that_nothing_compares_is_a_text() -> None:
    product, notes = imported("String S")
    assert attribute(product, "s_value").kind == "text"
    assert "a text of 1 to 200" in notes[0]


def test_texts_that_are_compared_are_options() -> None:
    product, _ = imported("String S, Fast, B {kind 'red'}", "S == 'blue' => Fast", "S == B.kind => B")
    named = {option.name: option.key for option in attribute(product, "s_value").options}
    assert list(named) == ["blue", "red", "another text"]
    told = Configurator(product).configure({"s_value": named["blue"]})
    assert told.domains["fast"].values == (True,)
    other = attribute(product, "s_value_text_1")
    assert other.canonical("green") == "green"
    assert other.canonical("blue") is None


def test_lengths_that_are_compared_part_the_texts() -> None:
    product, _ = imported("String S, Short", "Short => len(S) <= 3", "Short => S")
    options = [option.name for option in attribute(product, "s_value").options]
    assert options == [
        "another text of 1 to 2 characters",
        "another text of 3 characters",
        "another text of 4 to 200 characters",
    ]
    found = Configurator(product).configure({"short": True}).domains["s_value"]
    assert found.values == ("other 1", "other 2")


def test_too_many_texts_are_refused_by_name() -> None:
    with pytest.raises(FeatureModelUnfit, match="line 4: S: more than 100 texts"):
        imported("String S", *(f"S != 't{n}'" for n in range(101)))


WORDS = st.text("ab", min_size=1, max_size=4)


@given(st.lists(WORDS, max_size=4), st.lists(st.integers(0, 5), max_size=3), WORDS)
def test_each_text_is_in_just_one_part(named: list[str], ends: list[int], text: str) -> None:
    known = texts(named, ends)
    runs = [
        run
        for run in known.runs
        if run.shortest <= len(text) <= run.longest and (not run.pattern or matches(run.pattern, text))
    ]
    patterned = [run for run in known.runs if run.pattern and matches(run.pattern, text)]
    assert len(runs) + (text in known.named) == 1
    assert set(patterned) <= set(runs)
    assert [run.longest for run in known.runs][-1] == LONGEST


def test_an_open_end_of_a_cardinality_is_said() -> None:
    product, notes = imported("B cardinality [2..*]")
    assert attribute(product, "b").maximum == 64
    assert notes == ("line 4: B occurs at most 64 times (assumed): change b if need be",)


def test_keys_that_are_made_differ_from_those_of_features() -> None:
    product, _ = imported('String S, "S value", "S value 1", Count, B cardinality [0..2] {p 1}', "S != 'x'")
    keys = [one.key for one in product.attributes]
    assert len(set(keys)) == len(keys) == 8
    assert "count" not in keys
