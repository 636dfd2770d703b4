"""Amounts go over the wire as exact numbers."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.crm.salesforce.wire import encoded

# A machine that runs other tests meanwhile may be slow at times.
BUSY = settings(deadline=None)

SCALARS = (
    st.none() | st.booleans() | st.integers() | st.text() | st.decimals(allow_nan=False, allow_infinity=False)
)
VALUES = st.recursive(
    SCALARS, lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner), max_leaves=20
)


def exact(text: bytes) -> object:
    return json.loads(text, parse_float=Decimal, parse_int=Decimal)


def as_decimals(value: object) -> object:
    if isinstance(value, list):
        return [as_decimals(item) for item in value]
    if isinstance(value, dict):
        return {name: as_decimals(item) for name, item in value.items()}
    return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


@BUSY
@given(value=VALUES)
def test_what_is_written_is_read_back_digit_for_digit(value: object) -> None:
    assert exact(encoded(value)) == as_decimals(value)


def test_an_amount_is_a_plain_number() -> None:
    assert encoded({"UnitPrice": Decimal("9007199254740993.10"), "n": Decimal("1E+3")}) == (
        b'{"UnitPrice":9007199254740993.10,"n":1000}'
    )


@pytest.mark.parametrize(
    "value", [1.5, float("nan"), b"bytes", {1, 2}, object(), Decimal("NaN"), Decimal("Infinity")]
)
def test_what_has_no_exact_form_is_not_sent(value: object) -> None:
    with pytest.raises(TypeError):
        encoded({"UnitPrice": value})
