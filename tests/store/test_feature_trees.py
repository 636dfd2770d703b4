"""Random feature models: the product that is made of one has just its configurations."""

from collections import Counter
from decimal import Decimal

from hypothesis import assume, event, given, settings
from hypothesis import strategies as st

from app.catalog import Product
from app.store.feature_models import product_of, read_feature_model
from tests.configuration.brute_force import BruteForce
from tests.store.feature_trees import (
    TIMES,
    Flat,
    Node,
    Rule,
    configurations,
    constraints,
    flat,
    size,
    trees,
)
from tests.thorough import tried

_MOST = 3_000


def written(root: Node, rules: list[Rule]) -> str:
    """With the ranges that the test's numbers have."""
    ranges = [f"{one.name} >= -1 & {one.name} <= 1" for one in root.below() if one.type == "Integer"]
    said = [*ranges, *(uvl for uvl, _ in rules)]
    return "\n".join(
        ["features", *root.lines(), *(["constraints"] if said else []), *(f"\t{one}" for one in said)]
    )


def allowed(product: Product) -> Counter[Flat]:
    return Counter(
        frozenset((key, value) for key, value in found.items() if not key.endswith("_one"))
        for found in BruteForce(product).configurations({})
    )


def combinations(product: Product) -> int:
    total = 1
    for one in product.attributes:
        total *= one.size + (one.when is not None)
    return total


def imported(text: str) -> Product:
    return product_of(read_feature_model(text), key="model", prices={"EUR": Decimal(0)})


def check(root: Node, rules: list[Rule]) -> None:
    text = written(root, rules)
    product = imported(text)
    assume(combinations(product) <= 2_000)
    expected = Counter(flat(root, one) for one in configurations(root, rules))
    event(f"configurations: {min(len(expected), 3)}")
    assert allowed(product) == expected, text


@settings(max_examples=tried(60), deadline=None)
@given(st.data(), trees())
def test_types_and_arithmetic_allow_what_the_language_defines(data: st.DataObject, root: Node) -> None:
    assume(size(root) <= _MOST)
    check(root, data.draw(st.lists(constraints(root), max_size=3)))


@settings(max_examples=tried(60), deadline=None)
@given(st.data(), trees(times=("", "", *TIMES)))
def test_features_that_occur_several_times_do_too(data: st.DataObject, root: Node) -> None:
    assume(size(root) <= _MOST)
    check(root, data.draw(st.lists(constraints(root), max_size=2)))


def test_whether_a_feature_occurs_at_all_is_asked_outside_of_its_occurrences() -> None:
    inner = Node("F2", "optional", ())
    some = Node("F1", "optional", (inner,), times="[0..2]")
    root = Node("F0", "mandatory", (some, Node("F3", "optional", ())))
    rules: list[Rule] = [("F1 != F3", lambda one: bool(one.all("F1")) is not bool(one.all("F3")))]
    expected = Counter(flat(root, one) for one in configurations(root, rules))
    assert allowed(imported(written(root, rules))) == expected
