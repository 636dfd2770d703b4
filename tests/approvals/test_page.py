"""The page about approvals is true."""

import re
from pathlib import Path
from typing import Final

import yaml

from app.catalog.approval_checks.titles import TITLES
from app.catalog.approvals.words import NUMBERS, OF_LINES, TEXTS
from app.store.catalogs import load_release
from app.store.catalogs.approvals.schemas import PolicySchema, RuleSchema
from tests.catalog.price_samples import write_lamps

PAGE: Final = (Path(__file__).resolve().parents[2] / "docs" / "approvals.md").read_text(encoding="utf-8")
EXAMPLE: Final = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)[0]


def test_the_example_is_sound(tmp_path: Path) -> None:
    home = write_lamps(tmp_path)
    (home / "approvals.yaml").write_text(EXAMPLE, encoding="utf-8")
    assert [rule.key for rule in load_release(home).approvals.rules] == [
        rule["key"] for rule in yaml.safe_load(EXAMPLE)["rules"]
    ]


def test_every_word_key_and_code_stands_on_the_page() -> None:
    keys = [
        one.data_key or name
        for schema in (PolicySchema(), RuleSchema())
        for name, one in schema.fields.items()
        if name != "schema_version"
    ]
    words = (*NUMBERS, *OF_LINES, *TEXTS, *TITLES, *keys)
    assert [word for word in words if f"`{word}`" not in PAGE] == []
