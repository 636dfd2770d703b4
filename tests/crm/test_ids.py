import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.crm.salesforce.ids import record_id

# A machine that runs other tests meanwhile may be slow at times.
BUSY = settings(deadline=None)

SHORT = st.text(string.ascii_letters + string.digits, min_size=15, max_size=15)


def test_the_checksum_is_the_vendors() -> None:
    assert record_id("001D000000IqhSL") == "001D000000IqhSLIAZ"


@BUSY
@given(short=SHORT)
def test_both_lengths_of_an_id_are_one_id(short: str) -> None:
    full = record_id(short)

    assert full is not None
    assert full.startswith(short)
    assert record_id(full) == full


@BUSY
@given(short=SHORT.filter(lambda text: text.swapcase() != text))
def test_ids_that_differ_in_case_have_different_checksums(short: str) -> None:
    full, other = record_id(short), record_id(short.swapcase())

    assert full is not None
    assert other is not None
    assert full.upper() != other.upper()
    assert record_id(short.swapcase() + full[15:]) is None


@pytest.mark.parametrize(
    "value", ["", "001", "001D000000IqhSLI", "001D000000IqhSLIAA", "001D000000Iqh L", "a/../b", 1, None]
)
def test_anything_else_is_no_id(value: object) -> None:
    assert record_id(value) is None


def test_an_id_of_another_kind_is_not_taken() -> None:
    assert record_id("001D000000IqhSL", prefix="006") is None
