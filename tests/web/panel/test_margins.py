"""What is left of a price: for the owner of the quote alone, and not in any answer to others."""

from decimal import Decimal

import pytest

from app.amounts import Money
from app.catalog.pricing import MarginLight
from app.pricing import Light, margin_share
from app.web.panel import quote_page
from tests.web.conftest import Caller, Web
from tests.web.panel.test_pages import Panel
from tests.web.samples import OTHER_USER


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


def test_the_catalog_says_from_where_on_a_margin_is_good() -> None:
    margin, net = Money(Decimal(25), "EUR"), Money(Decimal(100), "EUR")
    lights = [(Decimal(30), Decimal(20)), (Decimal(40), Decimal(30)), (Decimal(20), Decimal(5))]
    judged = [margin_share(margin, net, thresholds=MarginLight(*one)).light for one in lights]
    assert judged == [Light.AMBER, Light.RED, Light.GREEN]


def test_the_owner_sees_margins_of_lines_and_of_the_total(rep: Caller) -> None:
    panel, quote = Panel(rep), offer(rep)
    assert "being worked out" in panel.get(quote).text
    worked_out = panel.get(f"{quote}/margins").text
    assert 'hx-target="#margin-1"' in worked_out
    assert "qw-light" in worked_out
    page = panel.get(quote).text
    assert page.count('<span class="qw-light ') == 3
    changed = panel.post(f"{quote}/lines/1/discount", cell="discount-1", figure="80 %", reason="Pilot").text
    assert "qw-light_red" in changed


def test_colleagues_receive_no_margin_in_any_answer(web: Web, rep: Caller) -> None:
    quote = offer(rep)
    Panel(rep).get(f"{quote}/margins")
    submitted = rep.call("POST", f"{quote}/submit", {}, Idempotency_Key="one")
    assert submitted.status_code == 202
    colleague = web.sign_in(user=OTHER_USER)
    panel = Panel(colleague)
    for path in ("", "/margins", "/price", "/rows", "/lines/1/price"):
        answer = panel.get(f"{quote}{path}")
        assert answer.status_code == 200
        assert "argin" not in answer.text
        assert "qw-light" not in answer.text
    for path in (quote, f"{quote}/lines/1"):
        told = colleague.call("GET", path).get_json()
        assert told.get("margin") is None
        assert "cost" not in told


def test_few_parts_lists_are_worked_out_for_one_answer(rep: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(quote_page, "_COSTS", 1)
    panel, quote = Panel(rep), offer(rep)
    assert "being worked out" in panel.get(f"{quote}/margins").text
    assert "being worked out" not in panel.get(f"{quote}/margins").text


def offer(rep: Caller) -> str:
    """The path of a quote of two complete lines."""
    quote = rep.quote()
    rep.line(quote, band="mid", sectors=3, heater=True)
    rep.line(quote, band="low", sectors=2, heater=False)
    return f"/quotes/{quote}"
