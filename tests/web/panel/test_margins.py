"""What is left of a price: for the owner of the quote alone, and not in any answer to others."""

from decimal import Decimal

import pytest

from app.amounts import Money
from app.pricing import Light, margin_share
from app.store.catalogs import load_release, shipped_catalog
from tests.web.conftest import Web


@pytest.fixture
def quote(web: Web) -> str:
    """The path of a written quote with costs: a base station of the demo's catalog."""
    web.catalogs.add(load_release(shipped_catalog("telecom")))
    return ""


@pytest.mark.parametrize(
    ("margin", "net", "light", "percent"),
    [
        ("25", "100", Light.GREEN, "25.0"),
        ("24.99", "100", Light.AMBER, "25.0"),
        ("10", "100", Light.AMBER, "10.0"),
        ("9.99", "100", Light.RED, "10.0"),
        ("-1", "100", Light.RED, "-1.0"),
        ("0", "0", Light.GREEN, None),
        ("-5", "0", Light.RED, None),
    ],
)
def test_a_margin_is_judged_before_it_is_rounded(
    margin: str, net: str, light: Light, percent: str | None
) -> None:
    share = margin_share(Money(Decimal(margin), "EUR"), Money(Decimal(net), "EUR"))
    assert share.light is light
    assert share.percent == (None if percent is None else Decimal(percent))
