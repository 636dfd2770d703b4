"""The life of a quote in the panel: what its page offers, and that hostile words stay words."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from app.web.session import Held
from tests.web.conftest import Caller, Web
from tests.web.samples import HOSTILE, OTHER_OPPORTUNITY, OTHER_USER, RELEASE, opportunity
from tests.web.test_life_api import written
from tests.web.test_moves import panel

_MAST = RELEASE.products["mast"]
_NEWER = replace(
    RELEASE,
    version="2",
    fingerprint="2" * 64,
    products={
        "mast": replace(
            _MAST,
            attributes=(
                replace(_MAST.attributes[0], options=_MAST.attributes[0].options[::2]),
                *_MAST.attributes[1:],
            ),
            prices={"EUR": Decimal(1100), "USD": Decimal(2200)},
        )
    },
)


def test_a_draft_offers_its_terms_and_no_deed_that_comes_later(rep: Caller) -> None:
    quote = rep.quote()
    page = panel(rep, "GET", f"/quotes/{quote}").text
    assert 'name="valid_until"' in page
    assert '<option value="USD">USD</option>' in page
    assert "Clone…" in page
    for deed in ("Mark as sent", "Customer accepted", "Customer rejected", "Withdraw…", ">Revise<"):
        assert deed not in page
    assert 'href="/verify"' not in page


def test_a_saved_quote_offers_what_may_be_done_with_it_to_its_author_alone(web: Web, rep: Caller) -> None:
    quote = written(web, rep)
    page = panel(rep, "GET", f"/quotes/{quote}").text
    for deed in ("Mark as sent", "Customer accepted", "Customer rejected…", "Withdraw…", ">Revise<"):
        assert deed in page
    assert 'href="/verify"' in page
    assert 'name="valid_until"' not in page
    other = panel(web.sign_in(user=OTHER_USER), "GET", f"/quotes/{quote}").text
    assert "Clone…" in other
    assert "Mark as sent" not in other


def test_deeds_are_done_and_their_reason_is_shown_as_words(web: Web, rep: Caller) -> None:
    quote = written(web, rep)
    assert "qw-badge_sent" in panel(rep, "POST", f"/quotes/{quote}/send").text
    refused = panel(rep, "POST", f"/quotes/{quote}/reject")
    assert (refused.status_code, refused.headers["HX-Retarget"]) == (422, "#notice")
    page = panel(rep, "POST", f"/quotes/{quote}/reject", reason=HOSTILE.replace("\x00", "")).text
    assert "qw-badge_rejected" in page
    assert "<script>alert" not in page
    assert "Rejected by the customer, 20 Nov 2026, 09:00 UTC, Rep" in page


def test_a_revision_is_begun_and_the_older_one_leads_to_it(web: Web, rep: Caller) -> None:
    first = written(web, rep)
    page = panel(rep, "POST", f"/quotes/{first}/revise").text
    assert "This is a draft of revision 2." in page
    assert "Q-00001-2" in page
    second = next(
        one["id"] for one in rep.call("GET", "/quotes").get_json()["quotes"] if one["status"] == "draft"
    )
    written(web, rep, second)
    assert "Q-00001-2 took the place of this quote." in panel(rep, "GET", f"/quotes/{first}").text
    assert "superseded by Q-00001-2" in panel(rep, "GET", "/quotes").text
    withdrawn = panel(rep, "POST", f"/quotes/{first}/withdraw")
    assert "qw-badge_withdrawn" in withdrawn.text


def test_a_clone_is_shown_then_made_here_or_elsewhere(web: Web, rep: Caller) -> None:
    crm = web.gateway.of("first")
    crm.opportunities[OTHER_OPPORTUNITY] = opportunity(OTHER_OPPORTUNITY, name="<b>Far</b>", currency="USD")
    web.sign_in(record=OTHER_OPPORTUNITY)
    quote = written(web, rep)
    shown = panel(rep, "GET", f"/quotes/{quote}/clone").text
    assert "No line changes" in shown
    assert "&lt;b&gt;Far&lt;/b&gt;" in shown
    there = panel(rep, "GET", f"/quotes/{quote}/clone?opportunity={OTHER_OPPORTUNITY}").text
    assert "Currency: EUR → USD" in there
    assert "959.50 EUR → 1,919.00 USD" in there
    form = {
        "opportunity": OTHER_OPPORTUNITY,
        "prices": "new",
        "release": RELEASE.fingerprint,
        "currency": "USD",
    }
    done = panel(rep, "POST", f"/quotes/{quote}/clone", **form).text
    assert "Q-00002 is a draft on &lt;b&gt;Far&lt;/b&gt;. Open it from there." in done
    here = {"opportunity": "", "prices": "kept", "release": RELEASE.fingerprint, "currency": "EUR"}
    assert "A copy of Q-00001." in panel(rep, "POST", f"/quotes/{quote}/clone", **here).text
    kept = panel(rep, "GET", f"/quotes/{quote}/clone?opportunity={OTHER_OPPORTUNITY}&prices=kept")
    assert (kept.status_code, "the currency would be another" in kept.text) == (422, True)


def test_another_currency_is_shown_then_gone_over_to(rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="low", sectors=1, heater=False)
    shown = panel(rep, "GET", f"/quotes/{quote}/currency?currency=USD").text
    assert "959.50 EUR → 1,919.00 USD" in shown
    assert "The opportunity is not in USD" in shown
    done = panel(rep, "POST", f"/quotes/{quote}/currency", currency="USD").text
    assert "The quote is in USD." in done
    assert 'title="Currency USD"' in done


@pytest.mark.parametrize("day", ["", "soon", "2020-01-01"])
def test_a_day_that_cannot_be_is_told(rep: Caller, day: str) -> None:
    quote = rep.quote()
    answer = panel(rep, "POST", f"/quotes/{quote}/validity", valid_until=day)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#notice")


def test_the_last_day_is_set(web: Web, rep: Caller) -> None:
    quote = rep.quote()
    day = web.clock().date() + timedelta(days=40)
    page = panel(rep, "POST", f"/quotes/{quote}/validity", valid_until=day.isoformat()).text
    assert "Valid until 30 Dec 2026." in page


def test_a_favourite_is_kept_renamed_used_and_deleted(web: Web, rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="mid", sectors=3)
    kept = panel(rep, "POST", f"/quotes/{quote}/lines/1/favourite", name="<i>Mid</i>", shared="yes")
    assert "Kept as a favourite: &lt;i&gt;Mid&lt;/i&gt;." in kept.text
    (one,) = rep.call("GET", "/favourites").get_json()["favourites"]
    base = f"/quotes/{quote}/favourites"
    assert "Mast radio" in panel(rep, "GET", base).text
    renamed = panel(rep, "POST", f"{base}/{one['id']}", name="Middle").text
    assert "<strong>Middle</strong>" in renamed
    assert not rep.call("GET", "/favourites").get_json()["favourites"][0]["shared"]
    assert 'aria-labelledby="line-heading"' in panel(rep, "POST", base, favourite=one["id"]).text
    assert len(rep.call("GET", f"/quotes/{quote}").get_json()["lines"]) == 2
    assert "No favourites yet." in panel(rep, "POST", f"{base}/{one['id']}/delete").text


def test_what_of_a_favourite_is_gone_is_shown_before_the_line_is_made(web: Web, rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="mid", sectors=3)
    panel(rep, "POST", f"/quotes/{quote}/lines/1/favourite", name="Mid")
    (one,) = rep.call("GET", "/favourites").get_json()["favourites"]
    held: Held = web.app.extensions["quotewright"]
    held.services.catalogs.give(_NEWER)
    web.clock.forward(seconds=6)
    fresh = rep.quote()
    told = panel(rep, "POST", f"/quotes/{fresh}/favourites", favourite=one["id"]).text
    assert "Not all of Mid is possible any more" in told
    assert "Add without it" in told
    assert rep.call("GET", f"/quotes/{fresh}").get_json()["lines"] == []
    panel(rep, "POST", f"/quotes/{fresh}/favourites", favourite=one["id"], agreed="yes")
    (line,) = rep.call("GET", f"/quotes/{fresh}").get_json()["lines"]
    assert line["choices"] == {"sectors": 3}


@pytest.mark.parametrize(
    ("off", "total"), [("10", "863.55 EUR"), ("10 %", "863.55 EUR"), ("100 EUR", "859.50 EUR")]
)
def test_a_discount_on_the_quote_is_given_as_it_is_spoken(rep: Caller, off: str, total: str) -> None:
    quote = rep.quote()
    rep.line(quote, band="low", sectors=1, heater=False)
    form = {"off": off, "off_reason": "pilot", "currency": "EUR"}
    assert total in panel(rep, "POST", f"/quotes/{quote}/terms", **form).text
    without = panel(rep, "POST", f"/quotes/{quote}/terms", off="", off_reason="", currency="EUR")
    assert "959.50 EUR" in without.text


@pytest.mark.parametrize("off", ["ten", "10 USD", "10 % of it", "-5"])
def test_a_discount_that_cannot_be_read_is_told(rep: Caller, off: str) -> None:
    quote = rep.quote()
    rep.line(quote)
    answer = panel(rep, "POST", f"/quotes/{quote}/terms", off=off, off_reason="pilot", currency="EUR")
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#notice")


def test_a_note_is_shown_where_it_is_written_and_gone_with_undo(rep: Caller) -> None:
    quote = rep.quote()
    rep.line(quote)
    page = panel(rep, "POST", f"/quotes/{quote}/note", note="</textarea><b>Hi</b>").text
    assert "&lt;/textarea&gt;&lt;b&gt;Hi&lt;/b&gt;" in page
    assert 'title="Note on the quote"' in page
    undone = panel(rep, "POST", f"/quotes/{quote}/undo").text
    assert "&lt;b&gt;Hi" not in undone
    assert "Undone: Note on the quote." in undone
