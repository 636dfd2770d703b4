"""There is one way of a quote to the CRM, and it leads past those who have to agree."""

import re
from pathlib import Path

APP = Path(__file__).resolve().parents[2] / "app"


def _files_with(pattern: str) -> set[str]:
    found = (path for path in APP.rglob("*.py") if re.search(pattern, path.read_text()))
    return {str(path.relative_to(APP)) for path in found if "crm" not in path.relative_to(APP).parts}


def test_one_file_stores_write_backs() -> None:
    assert _files_with(r"write_backs\.insert\(") == {"actions/submitting.py"}


def test_only_who_asked_for_approval_submits() -> None:
    assert _files_with(r"\bsubmit_now\(") == {
        "actions/approvals/decided.py",
        "actions/submit_quote.py",
        "actions/submitting.py",
    }


def test_one_file_saves_quotes_in_the_crm() -> None:
    assert _files_with(r"\.save_quote\(") == {"actions/write_back_quote.py"}
