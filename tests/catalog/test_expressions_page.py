"""The page about the language is true: each example is sound, each mistake is refused as it says."""

import re
from pathlib import Path

import pytest

from app.catalog import Product
from app.catalog.expressions import holds
from app.store.catalogs import CatalogInvalid, load_release

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "expressions.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```expression\n(.*?)```", PAGE, re.DOTALL)
EXAMPLES = [line for block in BLOCKS for line in block.splitlines() if line]
REFUSED = re.findall(
    r"^\| `([^|]*)` \| (.*) \|$", PAGE.split("is refused with")[1].split("## What")[0], re.MULTILINE
)
HEADER = """\
schema: 1
name: Sites
version: "1"
currencies: [EUR]
seller: {name: Seller, address: [Street], email: a@b.example, phone: "1"}
validity_days: 30
"""


def site(folder: Path, rule: str | None = None) -> Product:
    """The product of the page, with a rule. Raises CatalogInvalid."""
    text = re.findall(r"```yaml\n(schema: 1\nkey: site.*?)```", PAGE, re.DOTALL)[0]
    if rule is not None:
        text += f"rules:\n  - key: example\n    text: An example.\n    rule: >-\n      {rule}\n"
    (folder / "products").mkdir(parents=True)
    (folder / "catalog.yaml").write_text(HEADER, encoding="utf-8")
    (folder / "products" / "site.yaml").write_text(text, encoding="utf-8")
    return load_release(folder).product("site")


@pytest.mark.parametrize("source", EXAMPLES)
def test_each_example_is_a_sound_rule(tmp_path: Path, source: str) -> None:
    rule = next(one for one in site(tmp_path / "sites", source).rules if one.key == "example")
    values = {"mounting": "roof", "coastal": False, "sectors": 1, "cable_length": 5, "cabinet": "small"}
    assert holds(rule.expression, values, site(tmp_path / "plain")) in (True, False)


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
