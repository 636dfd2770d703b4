"""The page about the language is true: each example is sound, each mistake is refused as it says."""

from pathlib import Path

import pytest

from app.store.catalogs import CatalogInvalid
from tests.catalog.site import EXAMPLES, REFUSED, site


@pytest.mark.parametrize("source", EXAMPLES)
def test_each_example_is_a_sound_rule(tmp_path: Path, source: str) -> None:
    assert "example" in [rule.key for rule in site(tmp_path / "sites", source).rules]


@pytest.mark.parametrize(("source", "said"), REFUSED)
def test_each_mistake_is_refused_as_the_page_says(tmp_path: Path, source: str, said: str) -> None:
    with pytest.raises(CatalogInvalid) as refused:
        site(tmp_path / "sites", source)
    problem = refused.value.problems[0]
    assert problem.key == "rules[1].rule"
    assert said in problem.message


def test_the_page_has_examples_of_both_kinds() -> None:
    assert len(EXAMPLES) > 30
    assert len(REFUSED) > 15
