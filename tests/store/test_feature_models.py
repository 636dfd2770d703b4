"""Feature models in UVL: what they say is what the product allows."""

from decimal import Decimal
from pathlib import Path

import pytest

from app.catalog import Product
from app.catalog.expressions import MAX_LENGTH
from app.store.catalogs import FolderTaken, load_release, write_catalog
from app.store.feature_models import (
    Draft,
    FeatureModelEmpty,
    FeatureModelInvalid,
    FeatureModelUnfit,
    draft_of,
    feature_model_file,
    legal_keys,
    product_of,
    read_feature_model,
)
from tests.configuration.brute_force import BruteForce

FREE = {"EUR": Decimal(0)}


def imported(text: str) -> Product:
    return product_of(read_feature_model(text), key="model", prices=FREE)


def drafted(text: str) -> Draft:
    return draft_of(read_feature_model(text), key="model", prices=FREE)


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


SITE = """
features
\tSite
\t\tmandatory
\t\t\tInteger Sectors
\t\t\tReal Height
\t\t\tRadio cardinality [1..3] {power 300}
\t\t\t\talternative
\t\t\t\t\tn78 {power 50}
\t\t\t\t\tB3
\t\toptional
\t\t\tString Label {code '080'}
\t\t\t"080"
\t\t\tPanel cardinality [0..4] {power 20}
\t\t\tInteger Spare cardinality [2..3]

constraints
\tSectors >= 1 & Sectors <= 6
\tceil(Height) <= 60
\tsum(power) <= 900
\tlen(Label) <= 8 & Label != 'none'
\tn78 => Sectors > 2
\tSpare > 0
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


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ("imports\n\tother.model as o\nfeatures\n\tA", "line 2: the import of"),
        ("features\n\tA cardinality [-1..3]", "line 2: the cardinality [-1..3]"),
        ("features\n\tA cardinality [3..1]", "line 2: the cardinality [3..1]"),
        ("features\n\tA\n\t\tor\n\t\t\tB cardinality [0..2]\n\t\t\tC", "in a group that counts"),
        ("features\n\tA\n\t\tor\n\t\t\tB cardinality [1..65]\n\t\t\t\tor\n\t\t\t\t\tC", "at most 64"),
        ("features\n\tA\nconstraints\n\tB => A", 'line 4: the name "B"'),
        ("features\n\tA\nconstraints\n\tA.price > 3", "line 4"),
        ("features\n\tA\nconstraints\n\tA > 3", '"A" as a number'),
        ("features\n\tA\nconstraints\n\tsum(p) > 3", "sum(p)"),
        ("features\n\tA {p 1}\nconstraints\n\tA.p", '"A.p" as a condition'),
        ("features\n\tA {p 1}\nconstraints\n\tA.p / 0 > 3", "a division by 0"),
        ("features\n\tA {t 'x'}\nconstraints\n\tA.t < 'x'", 'texts compared by "<"'),
        ("features\n\tString A\nconstraints\n\tA == A", "two texts that are both open"),
        ("features\n\tString A\nconstraints\n\tlen(A) + 1 > 3", "beside anything but a number"),
        ("features\n\tA\nconstraints\n\tA + A", "a number or a text where a condition is needed"),
        ("features\n\tA\nconstraints\n\t(A | A) == A", '"|" between numbers'),
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
        imported("features\n\tA cardinality [2..1]\nconstraints\n\tX\n\tY")
    assert len(refused.value.detail.splitlines()) == 4


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


@pytest.mark.parametrize("text", [PHONE, SITE])
def test_the_written_files_are_read_as_the_same_product(text: str, tmp_path: Path) -> None:
    draft = drafted(text)
    write_catalog(tmp_path / "phone", draft.product, note="From a test.")
    assert load_release(tmp_path / "phone").product("model") == draft.flat


def test_a_folder_that_holds_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine").write_text("precious")
    with pytest.raises(FolderTaken):
        write_catalog(tmp_path, drafted(PHONE).product, note="")


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "a.uvl"
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FeatureModelInvalid, match="UTF-8"):
        feature_model_file(file)


def test_a_constraint_that_is_too_long_for_one_rule_becomes_several() -> None:
    names = [f"Feature_{n:04}" for n in range(4_000)]
    below = "".join(f"\n\t\t\t{name}" for name in names)
    all_and_some = f"{' & '.join(names)} & ({' | '.join(names[:3])})"
    product = imported(f"features\n\tA\n\t\toptional{below}\nconstraints\n\tA => {all_and_some}")
    said = [rule for rule in product.rules if rule.key.startswith("constraint")]
    assert len(said) == len(names) + 1
    assert all(len(rule.source) <= MAX_LENGTH for rule in said)


def test_a_constraint_that_no_split_makes_short_is_refused_by_name() -> None:
    names = [f"Feature_{n:04}" for n in range(4_000)]
    below = "".join(f"\n\t\t\t{name}" for name in names)
    with pytest.raises(FeatureModelUnfit, match=r"a rule of .* characters, at most 40000"):
        imported(f"features\n\tA\n\t\toptional{below}\nconstraints\n\t{' | '.join(names)}")
