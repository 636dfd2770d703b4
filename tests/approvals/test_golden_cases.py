"""Golden cases of quotes say who has to agree."""

from datetime import date
from pathlib import Path

import pytest

from app.actions.run_cases import run_cases
from tests.approvals.test_policy_files import write

CASE = """\
schema: 1
quotes:
  - key: asked
    currency: EUR
    lines:
      - {product: lamp, choices: {place: indoor}, quantity: 3, discount: 15}
    expect: {approvals: %s}
"""


@pytest.mark.parametrize(
    ("wanted", "got"),
    [
        ("[some_discount]", None),
        ("[]", ("nothing", "some_discount")),
        ("[much_discount, some_discount]", ("much_discount, some_discount", "some_discount")),
    ],
)
def test_a_case_holds_the_policy_to_the_rules_it_names(
    tmp_path: Path, wanted: str, got: tuple[str, str] | None
) -> None:
    home = write(tmp_path)
    (home / "tests").mkdir()
    (home / "tests" / "quotes.yaml").write_text(CASE % wanted, encoding="utf-8")
    _, (ran,) = run_cases(home, day=date(2026, 11, 26))
    found = [(mismatch.expected, mismatch.got) for _, mismatch in ran.failures]
    assert found == ([] if got is None else [got])
