"""The page of failures says what happens, and names every kind of failure that the table knows."""

from app.delivery import CODES, FailureClass
from tools import failures


def test_the_page_says_what_happens_and_each_fault_ends_with_one_quote_in_the_crm() -> None:
    page = failures.PAGE.read_text(encoding="utf-8")
    assert failures.written() == page, "Run python3 tools/failures.py"
    rows = [line for line in page.splitlines() if line.startswith("| ")][1:]
    assert len(rows) == len(failures.FAULTS)
    assert all(line.endswith("| written, 1 in the CRM |") for line in rows)
    assert all(f"`{code}`" in page for code in CODES)
    assert all(f"`{one.value}`" in page for one in FailureClass)
