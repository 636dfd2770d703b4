"""The price explained: its figures go on from each other, and its picture shows them."""

from dataclasses import replace
from decimal import Decimal

from app.amounts import Percent
from app.catalog import Value
from app.pricing import Discount, LinePrice, Terms, price_line
from app.quoting import Standing, waterfall_of
from app.web.panel.figures import amount
from app.web.panel.price_shown import WIDTH, price_of_line, price_of_quote
from tests.web.panel.lines import MAST
from tests.web.panel.quotes import line, quote_of


def price(quantity: int, percent: int) -> LinePrice:
    discount = Discount(Percent(Decimal(percent)), "Pilot") if percent else None
    values: dict[str, Value] = {"band": "mid", "sectors": 3, "heater": True}
    return price_line(MAST, values, quantity=quantity, terms=Terms("EUR", None), discount=discount)


def test_each_step_begins_where_the_one_before_ended() -> None:
    shown = price_of_line(price(3, 5))
    assert shown.steps[0].before == "0.00"
    assert [one.after for one in shown.steps[:-1]] == [one.before for one in shown.steps[1:]]
    assert shown.steps[-1].after == shown.end == amount(price(3, 5).net)


def test_the_picture_has_a_bar_for_each_step_within_its_width() -> None:
    shown = price_of_line(price(3, 5))
    assert len(shown.bars) == len(shown.steps) + 1
    assert all(bar.x >= 0 and bar.x + bar.width <= WIDTH for bar in shown.bars)
    falling = [bar for bar in shown.bars if bar.sort == "falls"]
    assert [bar.label for bar in falling] == ["Discount (−5 %)"]


def test_a_gift_has_a_picture_too() -> None:
    assert price_of_line(price(1, 100)).end == "0.00"


def test_a_quote_ends_at_its_total() -> None:
    beside = replace(line(2, standing=Standing.OPTIONAL), price=price(9, 0))
    quote = quote_of(replace(line(1), price=price(3, 5)), beside, replace(line(3), price=price(2, 5)))
    shown = price_of_quote(quote, waterfall_of(quote))
    assert shown.end == amount(quote.total)
    assert shown.steps[-1].after == amount(quote.total)
    assert [one.after for one in shown.steps[:-1]] == [one.before for one in shown.steps[1:]]
