"""The page for third parties: its example gives the hash that it says, by its own rules and by ours."""

import json
import re
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.quoting import canonical_text, digest_of
from app.quoting.canonical import FORM
from tests.laws.test_sealing import QUOTE, sealed

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "verify.md").read_text(encoding="utf-8")


def example() -> dict[str, Any]:
    found = re.search(r"```json\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    made: dict[str, Any] = json.loads(found[1])
    return made


def test_the_example_gives_the_hash_that_the_page_says() -> None:
    told = re.search(r"Its hash is `([0-9a-f]{64})`", PAGE)
    assert told is not None, digest_of(canonical_text(example()))
    # As a third party would, in three lines.
    text = json.dumps(example(), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert sha256(text.encode()).hexdigest() == told[1]
    assert digest_of(canonical_text(example())) == told[1]


def test_the_example_has_the_members_of_a_real_seal() -> None:
    assert shape(example()) == shape(json.loads(sealed(QUOTE).content))
    assert example()["form"] == FORM


def shape(value: object) -> object:
    """Names alone: of a list that of its first item; what a catalog names is left out."""
    if isinstance(value, dict):
        return {key: shape(one) for key, one in value.items() if key not in ("configuration", "discount")}
    return [shape(value[0])] if isinstance(value, list) and value else None
