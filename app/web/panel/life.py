"""The life of a quote in the panel: deeds as buttons, revisions, clones, validity, another currency."""

import re
from dataclasses import replace
from datetime import date

from flask import Blueprint, render_template, request

from app.actions import (
    Prices,
    TermsChange,
    accept_quote,
    change_currency,
    change_terms,
    clone_quote,
    is_of_opportunity,
    list_opportunities,
    note_quote,
    preview_clone,
    preview_currency,
    reject_quote,
    revise_quote,
    send_quote,
    set_validity,
    withdraw_quote,
)
from app.errors import Refused
from app.web.api.headers import expected_revision
from app.web.panel import figures
from app.web.panel.moved import changed_lines
from app.web.panel.quote_page import quote_page
from app.web.session import current_call, services

routes = Blueprint("life", __name__)
_QUOTE = "/quotes/<quote_id>"


class DayUnreadable(Refused):
    code = "day_unreadable"


@routes.post(f"{_QUOTE}/send")
def send(quote_id: str) -> str:
    call = current_call()
    return quote_page(call, send_quote(services(), call, quote_id, expected=expected_revision()))


@routes.post(f"{_QUOTE}/accept")
def accept(quote_id: str) -> str:
    call = current_call()
    return quote_page(call, accept_quote(services(), call, quote_id, expected=expected_revision()))


@routes.post(f"{_QUOTE}/reject")
def reject(quote_id: str) -> str:
    call, reason = current_call(), request.form.get("reason", "")
    done = reject_quote(services(), call, quote_id, reason=reason, expected=expected_revision())
    return quote_page(call, done)


@routes.post(f"{_QUOTE}/withdraw")
def withdraw(quote_id: str) -> str:
    call, reason = current_call(), request.form.get("reason", "")
    done = withdraw_quote(services(), call, quote_id, reason=reason, expected=expected_revision())
    return quote_page(call, done)


@routes.post(f"{_QUOTE}/revise")
def revise(quote_id: str) -> str:
    call = current_call()
    draft = revise_quote(services(), call, quote_id, expected=expected_revision())
    return quote_page(call, draft, said=f"This is a draft of revision {draft.edition}. Change what you need.")


@routes.post(f"{_QUOTE}/validity")
def validity(quote_id: str) -> str:
    call = current_call()
    try:
        day = date.fromisoformat(request.form.get("valid_until", ""))
    except ValueError as error:
        raise DayUnreadable("Write the day as year, month and day, such as 2027-01-31.") from error
    done = set_validity(services(), call, quote_id, valid_until=day, expected=expected_revision())
    return quote_page(call, done, said=f"Valid until {figures.day(day)}.")


@routes.post(f"{_QUOTE}/note")
def note(quote_id: str) -> str:
    call, text = current_call(), request.form.get("note", "")
    return quote_page(call, note_quote(services(), call, quote_id, text, expected=expected_revision()))


@routes.post(f"{_QUOTE}/terms")
def terms(quote_id: str) -> str:
    """What the form has of them."""
    call, form = current_call(), request.form
    change = TermsChange()
    if "region" in form:
        change = replace(change, region=form["region"])
    if "codes" in form:
        change = replace(change, codes=[one for one in re.split(r"[,;\s]+", form["codes"]) if one])
    if "off" in form:
        change = replace(
            change, discount=_off(form["off"], form.get("off_reason", ""), form.get("currency", ""))
        )
    done = change_terms(services(), call, quote_id, change=change, expected=expected_revision())
    return quote_page(call, done)


@routes.get(f"{_QUOTE}/clone")
def look_at_clone(quote_id: str) -> str:
    call, prices = current_call(), _prices(request.args.get("prices", ""))
    where = request.args.get("opportunity", "").strip()
    clone = preview_clone(services(), call, quote_id, opportunity=where or None, prices=prices)
    changed = changed_lines(clone.move)
    return render_template(
        "panel/clone.html",
        quote=clone.move.before,
        clone=clone,
        prices=prices.value,
        others=list_opportunities(services(), call),
        here=call.session.opportunity,
        changed=changed,
        same=len(clone.move.lines) - len(changed),
        figures=figures,
    )


@routes.post(f"{_QUOTE}/clone")
def clone(quote_id: str) -> str:
    """The new draft; or, of one that is elsewhere, the quote that it was made from."""
    call, form = current_call(), request.form
    done = clone_quote(
        services(),
        call,
        quote_id,
        opportunity=form.get("opportunity") or None,
        prices=_prices(form.get("prices", "")),
        release=form.get("release"),
        currency=form.get("currency"),
        expected=expected_revision(),
    )
    draft = done.move.after
    if not done.elsewhere:
        return quote_page(call, draft, said=f"A copy of {done.move.before.number}.")
    said = f"{draft.number} is a draft on {done.opportunity.name}. Open it from there."
    return quote_page(call, done.move.before, said=said)


@routes.get(f"{_QUOTE}/currency")
def look_at_currency(quote_id: str) -> str:
    call = current_call()
    move = preview_currency(services(), call, quote_id, currency=request.args.get("currency", ""))
    changed = changed_lines(move)
    return render_template(
        "panel/currency.html",
        quote=move.before,
        move=move,
        of_opportunity=is_of_opportunity(services(), call, move.after),
        changed=changed,
        figures=figures,
    )


@routes.post(f"{_QUOTE}/currency")
def currency(quote_id: str) -> str:
    call, wanted = current_call(), request.form.get("currency", "")
    done = change_currency(services(), call, quote_id, currency=wanted, expected=expected_revision())
    return quote_page(call, done.after, said=f"The quote is in {wanted}.")


def _off(text: str, reason: str, currency: str) -> object:
    """``5``, ``5 %``, ``100 EUR``; None for nothing. An amount in another currency is none of these."""
    figure = text.strip().replace(",", "")
    found = re.fullmatch(r"([0-9.]+)\s*(%|[A-Za-z]{3})?", figure)
    if not figure:
        return None
    if found is None or found[2] not in (None, "%", currency):
        return {"reason": reason}
    return {"percent" if found[2] in (None, "%") else "amount": found[1], "reason": reason}


def _prices(text: str) -> Prices:
    return Prices.KEPT if text == Prices.KEPT else Prices.NEW
