"""Two quotes side by side on a page: choosing the other one, then what is another."""

from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, render_template

from app.actions import Compared, compare_quotes, list_quotes, show_quote
from app.amounts import Money
from app.quoting import Line, LineComparison, told_line, told_quote
from app.web.panel import figures
from app.web.session import current_call, services

routes = Blueprint("comparing", __name__)


@dataclass(frozen=True, slots=True)
class ShownRow:
    """A figure of a line on both sides, and what lies between."""

    name: str
    before: str
    after: str
    difference: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """``change``: added, removed or changed. ``texts`` say what is another beside the ``rows``."""

    heading: str
    change: str
    texts: tuple[str, ...]
    rows: tuple[ShownRow, ...]


@routes.get("/quotes/<quote_id>/compare")
def choose(quote_id: str) -> str:
    call = current_call()
    quote = show_quote(services(), call, quote_id)
    others = [one for one in list_quotes(services(), call) if one.id != quote.id]
    return render_template("panel/compare_with.html", quote=quote, others=others, figures=figures)


@routes.get("/quotes/<quote_id>/compare/<other>")
def compare(quote_id: str, other: str) -> str:
    """How the other quote differs from this one, which is the earlier."""
    compared = compare_quotes(services(), current_call(), quote_id, other)
    found = compared.comparison
    changed = [_line(line, compared) for line in found.changed]
    return render_template(
        "panel/compare.html",
        before=found.before,
        after=found.after,
        same=found.is_same,
        texts=told_quote(found),
        lines=changed,
        unchanged=len(found.lines) - len(changed),
        figures=figures,
    )


def _line(line: LineComparison, compared: Compared) -> ShownLine:
    told = told_line(line, before=compared.before, after=compared.after)
    change = "added" if line.before is None else "removed" if line.after is None else "changed"
    return ShownLine(told.heading, change, told.texts, tuple(_rows(line, compared)))


def _rows(line: LineComparison, compared: Compared) -> Iterator[ShownRow]:
    one, other = line.before, line.after
    yield ShownRow("Quantity", _quantity(one), _quantity(other), "")
    for name, attribute in (("Unit list", "unit_list"), ("Unit net", "unit_net"), ("Net", "net")):
        yield _row(name, *(getattr(side.price, attribute) if side else None for side in (one, other)))
    found = compared.comparison
    if found.before.margins is not None and found.after.margins is not None:
        margins = found.before.margins, found.after.margins
        pairs = zip(margins, (one, other), strict=True)
        yield _row("Margin", *(of.get(side.n) if side else None for of, side in pairs))


def _row(name: str, before: Money | None, after: Money | None) -> ShownRow:
    difference = ""
    if before is not None and after is not None and before.currency == after.currency:
        difference = figures.surcharge((after - before).rounded().amount)
    return ShownRow(name, _amount(before), _amount(after), difference)


def _amount(money: Money | None) -> str:
    return "–" if money is None else figures.with_currency(money)


def _quantity(line: Line | None) -> str:
    return figures.whole(line.quantity) if line else "–"
