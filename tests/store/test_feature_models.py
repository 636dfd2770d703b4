"""Feature models in UVL: what they say is what the product allows."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from itertools import product as every
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog import Product
from app.store.catalogs import FolderTaken, load_release, write_catalog
from app.store.feature_models import (
    FeatureModelEmpty,
    FeatureModelInvalid,
    FeatureModelUnfit,
    feature_model_file,
    legal_keys,
    product_of,
    read_feature_model,
)
from tests.configuration.brute_force import BruteForce

FREE = {"EUR": Decimal(0)}


def imported(text: str) -> Product:
    return product_of(read_feature_model(text), key="model", prices=FREE)


def selections(product: Product) -> set[frozenset[str]]:
    """Names of the chosen features of each configuration."""
    names = {one.key: one.name for one in product.attributes}
    return {
        frozenset(names[key] for key, value in found.items() if value)  # type: ignore[index]  # attribute keys
        for found in BruteForce(product).configurations({})
    }


PHONE = """
namespace Phone // a comment

include
\tArithmetic.*

features
\tPhone {abstract, vendor 'Nord', price 10}
\t\tmandatory
\t\t\tScreen
\t\t\t\talternative
\t\t\t\t\tSmall {price 1.5}
\t\t\t\t\t"Very Large" {price 4}
/* a comment
   of two lines */
\t\toptional
\t\t\tCamera {price 3}
\t\tor
\t\t\tGSM
\t\t\tLTE {constraint LTE => Camera}

constraints
\tsum(price) <= 15
\tCamera => !Small
"""


def test_the_configurations_of_the_model_are_those_of_the_product() -> None:
    small = {"Phone", "Screen", "Small", "GSM"}
    large = {"Phone", "Screen", "Very Large", "GSM"}
    assert selections(imported(PHONE)) == {frozenset(small), frozenset(large)}


def test_names_and_remarks_of_the_model_are_kept_and_its_numbers_become_facts() -> None:
    product = imported(PHONE)
    phone, large = product.attribute("phone"), product.attribute("very_large")
    assert phone is not None
    assert large is not None
    assert phone.help == "abstract; vendor: Nord"
    assert large.name == "Very Large"
    assert large.facts["price"] == 4


@dataclass(frozen=True)
class Node:
    """A random feature: ``kind`` of the group that its children form."""

    name: str
    kind: str
    children: tuple["Node", ...]

    def lines(self, indent: int = 1) -> list[str]:
        here = ["\t" * indent + self.name]
        group = ["\t" * (indent + 1) + self.kind] if self.children else []
        return here + group + [line for child in self.children for line in child.lines(indent + 2)]

    def names(self) -> list[str]:
        return [self.name, *(name for child in self.children for name in child.names())]

    def allows(self, chosen: Mapping[str, bool]) -> bool:
        """By the definition of the language."""
        count = sum(chosen[child.name] for child in self.children)
        total = len(self.children)
        fits = {
            "or": count >= 1,
            "alternative": count == 1,
            "mandatory": count == total,
            "optional": True,
            "[1..2]": 1 <= count <= 2,
            "[2..*]": count >= 2,
            "[2]": count == 2,
        }[self.kind]
        if not self.children:
            return True
        return (fits if chosen[self.name] else count == 0) and all(
            one.allows(chosen) for one in self.children
        )


@st.composite
def trees(draw: st.DrawFn) -> Node:
    names = [f"F{n}" for n in range(draw(st.integers(1, 8)))]
    children: dict[str, list[str]] = {name: [] for name in names}
    for n, name in enumerate(names[1:], start=1):
        children[names[draw(st.integers(0, n - 1))]].append(name)

    def node(name: str) -> Node:
        below = tuple(node(child) for child in children[name])
        kinds = ["or", "alternative", "mandatory", "optional"]
        kinds += ["[1..2]"] if len(below) > 1 else []
        kinds += ["[2..*]", "[2]"] if len(below) > 2 else []
        return Node(name, draw(st.sampled_from(kinds)), below)

    return node(names[0])


@st.composite
def constraints(draw: st.DrawFn, names: list[str]) -> tuple[str, str]:
    """UVL, and the same as a Python expression."""
    left, right, third = (draw(st.sampled_from(names)) for _ in range(3))
    return draw(
        st.sampled_from([
            (f"{left} => {right}", f"(not {left}) or {right}"),
            (f"!({left} & {right})", f"not ({left} and {right})"),
            (f"{left} | !{right} | {third}", f"{left} or not {right} or {third}"),
            (f"{left} <=> {right} & {third}", f"{left} == ({right} and {third})"),
            (f"{left} => {right} => {third}", f"(not ((not {left}) or {right})) or {third}"),
        ])
    )  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.data(), trees())
def test_random_models_allow_what_the_language_defines(data: st.DataObject, root: Node) -> None:
    names = root.names()
    said = data.draw(st.lists(constraints(names), max_size=3))
    text = "\n".join(["features", *root.lines(), "constraints", *(f"\t{uvl}" for uvl, _ in said)])
    expected = set()
    for values in every([True, False], repeat=len(names)):
        chosen = dict(zip(names, values, strict=True))
        holds = all(eval(python, {}, dict(chosen)) for _, python in said)  # noqa: S307 - written above
        if chosen[root.name] and root.allows(chosen) and holds:
            expected.add(frozenset(name for name, value in chosen.items() if value))
    assert selections(imported(text)) == expected


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("imports\n\tother.model as o\nfeatures\n\tA", "line 2: the import of"),
        ("features\n\tInteger A", "line 2: the Integer feature"),
        ("features\n\tA cardinality [1..3]", "feature-cardinality"),
        ("features\n\tA\nconstraints\n\tB => A", 'line 4: the name "B"'),
        ("features\n\tA\nconstraints\n\tA.price > 3", "line 4"),
        ("features\n\tA {p 1}\nconstraints\n\tavg(p) > 3", "avg"),
        ("features\n\tA {p 1}\nconstraints\n\tA.p / 2 > 3", '"/"'),
        ("features\n\tA {t 'x'}\nconstraints\n\tA.t == 'x'", "line 4"),
        ("features\n\tA\n\t\tor\n\t\t\tA", "a second feature"),
        ("features\n\tA\n\t\t[3..4]\n\t\t\tB", "a group of 1 features of which 3"),
    ],
)
def test_what_a_catalog_cannot_say_is_refused_by_name(line: str, what: str) -> None:
    with pytest.raises(FeatureModelUnfit, match="A catalog cannot say") as refused:
        imported(line)
    assert what in refused.value.detail


def test_all_that_does_not_fit_is_said_at_once() -> None:
    with pytest.raises(FeatureModelUnfit) as refused:
        imported("features\n\tInteger A cardinality [1..2]\nconstraints\n\tX\n\tY")
    assert len(refused.value.detail.splitlines()) == 5


@pytest.mark.parametrize(
    "text",
    [
        "features\n\tA\n\t\tB",
        "features\n\tA\nconstraints\n\tA =>",
        "features\n\tA\n  B",
        "\x00",
        "features\n\tA {",
    ],
)
def test_what_is_no_uvl_is_refused(text: str) -> None:
    with pytest.raises(FeatureModelInvalid):
        read_feature_model(text)


def test_a_model_without_features_is_refused() -> None:
    with pytest.raises(FeatureModelEmpty):
        read_feature_model("namespace A\n")


def test_depth_costs_no_stack() -> None:
    deep = "\n".join("\t" * (2 * n + 1) + f"F{n}\n" + "\t" * (2 * n + 2) + "optional" for n in range(300))
    with pytest.raises(FeatureModelUnfit, match="301 levels"):
        imported("features\n" + deep + "\n" + "\t" * 601 + "Last")
    with pytest.raises(FeatureModelUnfit, match="deep"):
        imported("features\n\tA\nconstraints\n\t" + "!" * 5_000 + "A")


def test_keys_are_legal_and_unlike_each_other() -> None:
    keys = legal_keys(["A b", "a-b", "1st", "and", "Größe", "", "x" * 90, "x" * 91])
    assert list(keys.values()) == [
        "a_b", "a_b_2", "f_1st", "f_and", "groe", "f", "x" * 50, f"{'x' * 50}_2",
    ]  # fmt: skip


def test_the_written_files_are_read_as_the_same_product(tmp_path: Path) -> None:
    product = imported(PHONE)
    write_catalog(tmp_path / "phone", product, note="From a test.")
    assert load_release(tmp_path / "phone").product("model") == product


def test_a_folder_that_holds_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")
    with pytest.raises(FolderTaken):
        write_catalog(tmp_path, imported(PHONE), note="")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.uvl"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FeatureModelInvalid, match="UTF-8"):
        feature_model_file(file)
