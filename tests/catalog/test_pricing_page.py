"""The page about prices is true: each example is sound and comes to the figures that stand below it."""

import re
from datetime import date
from pathlib import Path
from typing import Final

import pytest

from app.actions.run_cases import run_cases
from app.catalog.price_checks.titles import TITLES
from app.catalog.pricing import WORDS
from app.store.catalogs.prices.step_schemas import KINDS

PAGE: Final = (Path(__file__).resolve().parents[2] / "docs" / "pricing.md").read_text(encoding="utf-8")
EXAMPLES: Final = re.findall(r"```yaml\n# (step|top)\n(.*?)```\n```yaml\n# quote\n(.*?)```", PAGE, re.DOTALL)
_FIRST: Final = """\
  - {key: list, name: List price, kind: list}
  - {key: options, name: Options, kind: options}
"""
_LAST: Final = """\
  - {key: customer, name: Customer tier, kind: customer_tiers}
  - {key: manual, name: Discount, kind: manual}
  - {key: header, name: On the quote, kind: header}
"""


def write_page(folder: Path) -> Path:
    """The catalog ``sensors`` of the page."""
    for name, text in re.findall(r"```yaml\n# catalogs/(\S+)\n(.*?)```", PAGE, re.DOTALL):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder / "sensors"


def indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.splitlines())


@pytest.mark.parametrize(("where", "text", "quotes"), EXAMPLES, ids=[one[1][:40] for one in EXAMPLES])
def test_each_example_comes_to_its_figures(tmp_path: Path, where: str, text: str, quotes: str) -> None:
    home = write_page(tmp_path)
    steps = _FIRST + (indented(text) if where == "step" else "") + _LAST
    top = text if where == "top" else ""
    (home / "pricing.yaml").write_text(
        f"schema: 1\nregions: [EMEA, APAC]\n{top}steps:\n{steps}", encoding="utf-8"
    )
    (home / "tests").mkdir()
    (home / "tests" / "quotes.yaml").write_text(f"schema: 1\nquotes:\n{indented(quotes)}", encoding="utf-8")
    _, ran = run_cases(home, day=date(2026, 11, 26))
    assert [mismatch for one in ran for mismatch in one.failures] == []


def test_every_kind_of_step_has_an_example_or_is_the_usual_one() -> None:
    shown = {
        kind for where, text, _ in EXAMPLES if where == "step" for kind in re.findall(r"kind: (\w+)", text)
    }
    assert set(KINDS) - shown == {"list", "options", "quantity_tiers", "header"}


def test_every_word_and_every_code_stands_on_the_page() -> None:
    assert [word for word in (*WORDS, *TITLES, *KINDS) if word not in PAGE] == []
