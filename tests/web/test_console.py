"""The console in the panel: what stopped is seen, understood and brought back; nobody else gets there."""

import pytest

from app.actions.write_back_quote import write_back_quote
from app.actor import Role
from app.crm import CrmUnavailable
from app.quoting import WriteBackKey, WriteBackState
from app.store import write_backs
from app.web.session import Held
from tests.web.conftest import Caller, Web
from tests.web.samples import HOSTILE, SECRET
from tests.web.test_exceptions_api import errand, stopped, with_roles
from tests.web.test_life_api import written
from tests.web.test_moves import panel


@pytest.fixture
def operator(web: Web, rep: Caller) -> Caller:
    return with_roles(web, rep, Role.REP, Role.OPERATOR)


def state(web: Web, key: str) -> WriteBackState:
    held: Held = web.app.extensions["quotewright"]
    with held.services.database.reading() as tx:
        return write_backs.load(tx, WriteBackKey(key)).state


def test_operators_find_the_console_and_others_do_not(rep: Caller, operator: Caller) -> None:
    assert "/panel/operations" in panel(operator, "GET", "/quotes").text
    assert "/panel/operations" not in panel(rep, "GET", "/quotes").text
    assert panel(rep, "GET", "/operations").status_code == 403
    for address in ("/operations/deeds", "/operations/reconciliation"):
        assert panel(rep, "POST", address, deed="retry").status_code == 403, address
    assert panel(rep, "GET", f"/operations/quotes/{rep.quote()}").status_code == 403


def test_the_connection_is_examined_by_operators_alone_and_told_as_text(web: Web, operator: Caller) -> None:
    page = panel(operator, "POST", "/operations/examination").text
    assert "Examination of first" in page
    assert "No worker lives" in page
    # For whoever helps, and without what nobody else may have.
    text = page.partition("<textarea")[2]
    assert "[worker_alive]" in text
    assert SECRET not in page
    assert operator.token not in page
    rep = web.sign_in()
    assert panel(rep, "POST", "/operations/examination").status_code == 403


def test_an_idle_console_says_that_nothing_stopped(operator: Caller) -> None:
    page = panel(operator, "GET", "/operations").text

    assert "Nothing stopped, and nothing waits for anybody." in page
    assert "open" in page


def test_what_stopped_is_shown_with_what_to_do_and_its_words_stay_words(
    web: Web, rep: Caller, operator: Caller
) -> None:
    key = stopped(web, rep)

    page = panel(operator, "GET", "/operations").text

    assert key in page
    assert "The &lt;b&gt;rule&lt;/b&gt; says no" in page
    assert "data quality 1" in page
    assert "Give the quote back to its author" in page
    assert key not in panel(operator, "GET", "/operations?class=policy").text
    assert panel(operator, "GET", "/operations?class=weather").status_code == 400


def test_a_ticked_quote_is_tried_again_and_arrives(web: Web, rep: Caller, operator: Caller) -> None:
    key = stopped(web, rep)

    page = panel(operator, "POST", "/operations/deeds", deed="retry", key=key).text

    assert "1 quote was tried again." in page
    held: Held = web.app.extensions["quotewright"]
    write_back_quote(held.services, WriteBackKey(key), at=web.clock())
    assert state(web, key) is WriteBackState.WRITTEN


@pytest.mark.parametrize("deed", ["return", "skip"])
def test_a_deed_against_the_author_needs_a_reason(web: Web, rep: Caller, operator: Caller, deed: str) -> None:
    key = stopped(web, rep)

    refused = panel(operator, "POST", "/operations/deeds", deed=deed, key=key).text
    assert "Say why" in refused
    done = panel(operator, "POST", "/operations/deeds", deed=deed, key=key, reason="Too old").text
    assert "1 quote was" in done
    assert key not in panel(operator, "GET", "/operations").text


def test_a_deed_without_a_ticked_quote_or_an_unknown_deed_changes_nothing(operator: Caller) -> None:
    assert "Tick what is meant" in panel(operator, "POST", "/operations/deeds", deed="retry").text
    assert panel(operator, "POST", "/operations/deeds", deed="destroy").status_code == 400


def test_an_errand_is_shown_with_what_it_does_and_its_buttons_do_what_makes_sense(
    web: Web, rep: Caller, operator: Caller
) -> None:
    key, quote = errand(web, rep), stopped(web, rep)

    page = panel(operator, "GET", "/operations").text
    assert "Tell the CRM the status of the quote: <code>crm_refused</code>" in page
    assert "A rule or right of the CRM stands against it." in page
    page = panel(operator, "POST", "/operations/deeds", deed="return", key=quote, reason="Wrong").text
    assert "1 quote was given back." in page
    page = panel(operator, "POST", "/operations/deeds", deed="return", key=key, reason="Wrong").text
    assert "Nothing was given back." in page
    assert ": An errand writes no quote: retry it, or skip it with a reason." in page
    page = panel(operator, "POST", "/operations/deeds", deed="retry", key=key).text
    assert "1 errand was tried again." in page
    assert "Nothing stopped" in page
    way = panel(operator, "GET", f"/operations/quotes/{key[14:46]}").text
    assert "Tell the CRM the status of the quote: queued" in way
    assert "retry errand" in way


def test_the_way_of_a_quote_shows_each_attempt(web: Web, rep: Caller, operator: Caller) -> None:
    quote = rep.quote()
    rep.line(quote, band="low", sectors=1, heater=False)
    asked = rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="k")
    key = WriteBackKey(f"{quote}-r{asked.get_json()['revision']}")
    held: Held = web.app.extensions["quotewright"]
    web.gateway.crms["first"].fail_next(CrmUnavailable("down"))
    write_back_quote(held.services, key, at=web.clock())

    page = panel(operator, "GET", f"/operations/quotes/{quote}").text

    assert "postponed: crm_unavailable" in page
    assert "submit quote" in page


def test_what_differs_in_the_crm_is_shown_and_everything_can_be_looked_at_anew(
    web: Web, rep: Caller, operator: Caller
) -> None:
    quote = written(web, rep)
    (held,) = web.gateway.crms["first"].quotes.values()
    held.told["stage"] = HOSTILE
    rep.call("POST", f"/quotes/{quote}/crm/look", {})

    page = panel(operator, "GET", "/operations").text

    assert "Quotes in the CRM: 1; looked at within a day: 1; different there: 1." in page
    assert "Field: stage, we have Approved" in page
    assert "<script>" not in page
    assert "are being looked at" in panel(operator, "POST", "/operations/reconciliation").text
