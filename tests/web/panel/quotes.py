"""Quotes of several lines, made by hand."""

from dataclasses import replace

from app.quoting import Details, Line, Quote, Standing
from tests.prices import price_with
from tests.web.panel.lines import view


def quote_of(*lines: Line, groups: tuple[str, ...] = ()) -> Quote:
    made = view({}).quote
    return replace(made, lines=lines, header=replace(made.header, groups=groups), next_line=len(lines) + 1)


def line(n: int, *, group: str = "", standing: Standing = Standing.OFFERED, quantity: int = 1) -> Line:
    instead_of = 1 if standing is Standing.ALTERNATIVE else None
    details = Details(standing=standing, instead_of=instead_of, group=group)
    found = view({"band": "low", "sectors": 3, "heater": False}).line
    each = found.price
    price = price_with(each, quantity=quantity, net=each.net * quantity, listed=each.listed * quantity)
    return replace(found, n=n, details=details, quantity=quantity, price=price)
