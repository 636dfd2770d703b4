"""The fingerprint of a release: content alone decides it."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalog import FORM, fingerprint
from app.store.catalogs import load_release
from tests.catalog.samples import CATALOG, PRODUCT, spoilt, write_catalog
from tests.thorough import tried

TORCH = spoilt(("key: lamp", "key: torch"), ("code: LAMP-1", "code: TORCH-1"))


def print_of(folder: Path, *, catalog: str = CATALOG, **products: str) -> str:
    return load_release(write_catalog(folder, catalog=catalog, **products)).fingerprint


def test_a_fingerprint_is_sha_256_in_hex_and_repeats(tmp_path: Path) -> None:
    release = load_release(write_catalog(tmp_path))
    assert len(release.fingerprint) == 64
    assert fingerprint(release) == release.fingerprint


def test_names_and_order_of_files_do_not_matter(tmp_path: Path) -> None:
    one = print_of(tmp_path / "one", a=PRODUCT, b=TORCH)
    other = print_of(tmp_path / "other", a=TORCH, b=PRODUCT)
    assert one == other


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('{EUR: 10, USD: "11.50"}', "{USD: '11.5', EUR: \"10.00\"}"),
        ("description: A lamp.", "description: >-\n  A\n  lamp."),
        ("rule: bulbs * bulb.power_w <= 20", "rule: >-\n      ((bulbs*bulb.power_w)\n      <=   20)"),
        ("key: lamp\n", "# a comment\nkey:   lamp\n"),
        ('place = "outdoor"\n    then: sealed', '(place="outdoor")\n    then: (sealed)'),
        ("[outdoor, 9W]", "[[outdoor], [9W]]"),
    ],
)
def test_formatting_does_not_matter(tmp_path: Path, old: str, new: str) -> None:
    assert print_of(tmp_path / "a", lamp=spoilt((old, new))) == print_of(tmp_path / "b", lamp=PRODUCT)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("name: Indoor", "name: Inside"),
        ('"11.50"', '"11.51"'),
        ("power_w: 9.5", "power_w: 9.4"),
        ("<= 20", "< 20"),
        ("then: sealed", "then: not sealed"),
        ("[outdoor, 9W]", "[outdoor, 5W]"),
        ("default: true", "default: false"),
        ("maximum: 4", "maximum: 5"),
        ("at most 20 W", "at most 21 W"),
        ("percent: 5", "percent: 6"),
    ],
)
def test_any_change_of_content_matters(tmp_path: Path, old: str, new: str) -> None:
    assert print_of(tmp_path / "a", lamp=spoilt((old, new))) != print_of(tmp_path / "b", lamp=PRODUCT)


def test_the_order_of_questions_matters(tmp_path: Path) -> None:
    first, second = PRODUCT.index("      - key: bulb\n"), PRODUCT.index("      - key: bulbs\n")
    end = PRODUCT.index("      - key: sealed\n")
    swapped = PRODUCT[:first] + PRODUCT[second:end] + PRODUCT[first:second] + PRODUCT[end:]
    assert print_of(tmp_path / "a", lamp=swapped) != print_of(tmp_path / "b", lamp=PRODUCT)


def test_the_terms_and_tiers_matter(tmp_path: Path) -> None:
    changed = spoilt(("percent: 7.5", "percent: 7.4"), text=CATALOG)
    assert print_of(tmp_path / "a", catalog=changed) != print_of(tmp_path / "b")


@settings(max_examples=tried(25), suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(order=st.permutations(["lamp", "torch", "spot", "strip"]))
def test_any_order_of_files_gives_the_same_fingerprint(tmp_path: Path, order: list[str]) -> None:
    texts = {
        f"file_{n}": spoilt(("key: lamp", f"key: {key}"), ("LAMP-1", key.upper()))
        for n, key in enumerate(order)
    }
    sorted_texts = {
        f"file_{n}": spoilt(("key: lamp", f"key: {key}"), ("LAMP-1", key.upper()))
        for n, key in enumerate(sorted(order))
    }
    assert print_of(tmp_path, **texts) == print_of(tmp_path, **sorted_texts)


def test_the_canonical_form_changes_only_together_with_its_name(tmp_path: Path) -> None:
    """Stored releases are compared with it. When this fails, raise ``FORM`` and pin the new pair."""
    release = load_release(write_catalog(tmp_path))
    assert (FORM, release.fingerprint) == (
        "quotewright-release-2",
        "ae3b326e18ee9e71654d5dd6eadbf26cd7fd8dfc6ff8c472ea0d6c2c448f806f",
    )
