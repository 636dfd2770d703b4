"""The page about findings is true: it has every code, and every example shows what it says."""

import re
from datetime import date
from pathlib import Path

import pytest
import yaml

from app.actions.check_catalog import INVALID, check_catalog
from app.actions.run_cases import run_cases
from app.configuration.proofs import KINDS
from tests.catalog.guide import write_guide
from tests.catalog.samples import CATALOG

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "checking.md").read_text(encoding="utf-8")
SECTIONS = dict(re.findall(r"^### `(\w+)`\n(.*?)(?=^### |^## |\Z)", PAGE, re.MULTILINE | re.DOTALL))
BASE = yaml.safe_load(PAGE.split("```yaml\n# base\n")[1].split("```")[0])
EXAMPLES = {
    code: text.split("```yaml\n")[1].split("```")[0] for code, text in SECTIONS.items() if "```yaml" in text
}
# These take more than a page shows: a very wide sum, a very long search, very many findings.
WITHOUT_EXAMPLE = {INVALID, "catalog_too_large", "not_proven", "not_explained"}


def found(folder: Path, product: dict[str, object]) -> list[str]:
    """Of a catalog of that product; ``pricing`` in it are the steps of its prices."""
    steps = product.pop("pricing", None)
    if steps is not None:
        (folder / "pricing.yaml").write_text(yaml.safe_dump({"schema": 1, "steps": steps}, sort_keys=False))
    (folder / "products").mkdir()
    (folder / "catalog.yaml").write_text(CATALOG.replace("[EUR, USD]", "[EUR]"))
    (folder / "products" / "lamp.yaml").write_text(yaml.safe_dump(product, sort_keys=False))
    checked = check_catalog(folder, day=date(2026, 11, 1), watch=lambda *_: None)
    assert checked.release is not None, checked.findings
    return [finding.code for finding in checked.findings]


def test_every_code_has_its_section_and_no_other() -> None:
    assert set(SECTIONS) == {INVALID, *KINDS}
    assert set(EXAMPLES) == set(SECTIONS) - WITHOUT_EXAMPLE


@pytest.mark.parametrize("code", KINDS)
def test_each_section_says_how_bad_it_is(code: str) -> None:
    assert SECTIONS[code].strip().startswith(f"**{KINDS[code].severity.capitalize()}: ")


def test_the_product_of_the_examples_is_sound(tmp_path: Path) -> None:
    assert found(tmp_path, BASE) == []


@pytest.mark.parametrize("code", EXAMPLES)
def test_each_example_shows_its_finding(code: str, tmp_path: Path) -> None:
    assert code in found(tmp_path, {**BASE, **yaml.safe_load(EXAMPLES[code])})


def test_the_case_of_the_page_holds_in_the_catalog_of_the_guide(tmp_path: Path) -> None:
    folder = write_guide(tmp_path)
    (folder / "tests").mkdir()
    text = PAGE.split("```yaml\n# catalogs/pumps/tests/p100.yaml\n")[1].split("```")[0]
    (folder / "tests" / "p100.yaml").write_text(text)
    _, [ran] = run_cases(folder, day=date(2026, 11, 1))
    assert ran.failures == ()


def test_the_quote_of_the_page_holds_in_the_catalog_of_the_guide(tmp_path: Path) -> None:
    folder = write_guide(tmp_path)
    (folder / "tests").mkdir(exist_ok=True)
    text = PAGE.split("```yaml\n# catalogs/pumps/tests/quotes.yaml\n")[1].split("```")[0]
    (folder / "tests" / "quotes.yaml").write_text(text)
    _, ran = run_cases(folder, day=date(2026, 11, 1), only="quote")
    assert [one.failures for one in ran] == [()]
