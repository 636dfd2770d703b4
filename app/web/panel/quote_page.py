"""One quote as a page, and what of that page differs after a change: only that travels."""

import secrets
from dataclasses import dataclass
from typing import Final

from flask import render_template

from app.actions import (
    Call,
    offered_on,
    show_history,
    show_life,
    show_margins,
    show_opportunity,
    show_write_back,
)
from app.amounts import Money
from app.quoting import ON_OPPORTUNITY, OPEN, Line, Quote, Status, can_edit
from app.web.api.headers import expected_revision
from app.web.meanwhile import changed_meanwhile, in_words
from app.web.panel import figures
from app.web.panel.approval_shown import approval_of
from app.web.panel.changes import step_text
from app.web.panel.forecast import Forecast, forecast_of
from app.web.panel.living import WORDS, shown_life
from app.web.panel.patch import MOST, patch
from app.web.panel.rows import FIRST, PORTION, portion, rows_of
from app.web.session import services
from app.web.spoken import spoken

_COSTS: Final = 25
"""Parts lists that are worked out for one answer, so that none keeps the rep waiting."""


@dataclass(frozen=True, slots=True)
class Totals:
    """``beside``: what is offered beside the total, each line's own; None where there is nothing."""

    list: Money
    net: Money
    beside: Money | None

    @property
    def reductions(self) -> Money:
        return self.net - self.list


def totals_of(quote: Quote) -> Totals:
    beside = [line.price.net for line in quote.lines if not line.is_offered]
    zero = Money.zero(quote.currency)
    return Totals(quote.list_total, quote.total, sum(beside, zero) if beside else None)


def quote_page(call: Call, shown: Quote, *, said: str = "") -> str:
    """The whole of the panel for one quote. ``said``: what was just done to it."""
    offered = offered_on(services(), call, shown)
    rows = rows_of(shown, {product.key for product in offered.products})
    first, more = portion(rows, after="", most=FIRST) or ((), "")
    return render_template(
        "panel/quote.html",
        opportunity=show_opportunity(services(), call),
        products=[spoken(product) for product in offered.products],
        newer=offered.newer,
        rows=first,
        more=more,
        row_count=len(rows),
        own=can_edit(call.actor, shown, opportunity=call.session.opportunity),
        offered=offered,
        approval=approval_of(services(), call, shown),
        life=shown_life(show_life(services(), call, shown.id)),
        **_around(call, shown, said=said, most_costs=0),
    )


def status_parts(call: Call, quote: Quote) -> str:
    """What has to be replaced while a write-back is on its way."""
    if quote.status is not Status.SUBMITTED:
        return quote_page(call, quote)
    write_back = show_write_back(services(), call, quote.id)
    return render_template("panel/status.html", write_back=write_back, **_frame(call, quote))


def margin_parts(call: Call, quote: Quote) -> str:
    """The lights of the rows that the page has, and of the total; it asks again while some are missing."""
    margins = show_margins(services(), call, quote, most=_COSTS)
    return render_template("panel/margins.html", margins=margins, **_frame(call, quote))


def changed_parts(call: Call, before: Quote, after: Quote, *, said: str = "") -> str:
    """What of the page of ``before`` has to be replaced; where that is most of it, the whole page."""
    sold = {product.key for product in offered_on(services(), call, after).products}
    expected = expected_revision()
    if expected not in (None, before.revision):
        # The page was an older one: what others changed has been merged with this.
        return quote_page(call, after, said=said)
    difference = patch(rows_of(before, sold), rows_of(after, sold))
    if _frame_of(before) != _frame_of(after) or difference.size > MOST:
        return quote_page(call, after, said=said)
    return render_template(
        "panel/parts.html", patch=difference, **_around(call, after, said=said, most_costs=_COSTS)
    )


def further_rows(call: Call, quote: Quote, *, after: str) -> str | None:
    """The next rows of a long quote. None where the row that they follow is not there any more."""
    sold = {product.key for product in offered_on(services(), call, quote).products}
    found = portion(rows_of(quote, sold), after=after, most=PORTION)
    if found is None:
        return None
    rows, more = found
    return render_template(
        "panel/rows.html",
        rows=rows,
        more=more,
        margins=show_margins(services(), call, quote, most=0),
        **_frame(call, quote),
    )


def line_said(before: Line, after: Line, *, quote: Quote) -> str:
    """What a change of a line came to, for those who cannot see both figures at once."""
    parts = []
    if before.quantity != after.quantity:
        parts.append(f"quantity {figures.whole(after.quantity)}")
    if before.discount != after.discount:
        parts.append("no discount" if after.discount is None else f"discount {figures.off(after.discount)}")
    parts.append(f"net {figures.amount(after.price.net)}")
    return f"Line {after.n}: {', '.join(parts)}. Total {figures.with_currency(quote.total)}."


def _frame_of(quote: Quote) -> tuple[object, ...]:
    """What is said of the quote in places that are replaced with the whole page only."""
    return quote.status, quote.release, quote.moved_at, quote.valid_until, quote.header, bool(quote.lines)


def _around(call: Call, shown: Quote, *, said: str, most_costs: int) -> dict[str, object]:
    """What stands around the rows. ``most_costs``: of ``show_margins``."""
    history = show_history(services(), call, shown)
    meanwhile = in_words(changed_meanwhile(shown.revision, expected_revision()))
    submitted = shown.status in (Status.SUBMITTED, Status.FAILED, *ON_OPPORTUNITY)
    return {
        **_frame(call, shown),
        "said": f"{said} {meanwhile}".strip(),
        "undo": step_text(history.undo),
        "redo": step_text(history.redo),
        "totals": totals_of(shown),
        "forecast": _forecast(call, shown),
        "margins": show_margins(services(), call, shown, most=most_costs),
        "open_lines": [line.n for line in shown.lines if not line.complete],
        "write_back": show_write_back(services(), call, shown.id) if submitted else None,
        "key": secrets.token_hex(16),
    }


def _forecast(call: Call, quote: Quote) -> Forecast | None:
    """None for whoever only reads it, and where nothing is left to ask."""
    editable = can_edit(call.actor, quote, opportunity=call.session.opportunity) and quote.status in OPEN
    return forecast_of(services(), call, quote) if editable and quote.lines else None


def _frame(call: Call, quote: Quote) -> dict[str, object]:
    return {
        "quote": quote,
        "status_words": WORDS,
        "base": f"/panel/quotes/{quote.id}",
        "editable": can_edit(call.actor, quote, opportunity=call.session.opportunity)
        and quote.status in OPEN,
        "figures": figures,
    }
