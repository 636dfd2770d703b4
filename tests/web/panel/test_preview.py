"""The document in the panel: a page as a picture, the same in words, and what can be chosen."""

import base64
import re

import pytest

from tests.web.conftest import Caller, Web
from tests.web.panel.test_pages import Panel
from tests.web.samples import HOSTILE, OPPORTUNITY, OTHER_USER, opportunity


@pytest.fixture
def quote(rep: Caller) -> str:
    made = rep.quote()
    rep.line(made, band="low", sectors=1, heater=False)
    return made


def picture(page: str) -> bytes:
    found = re.search(r'src="data:image/svg\+xml;base64,([A-Za-z0-9+/=]+)"', page)
    assert found
    return base64.b64decode(found[1])


def test_the_quote_leads_to_its_document(rep: Caller, quote: str) -> None:
    assert f'hx-get="/panel/quotes/{quote}/document"' in Panel(rep).get(f"/quotes/{quote}").text


def test_one_page_is_shown_and_leads_to_the_next(rep: Caller, quote: str) -> None:
    page = Panel(rep).get(f"/quotes/{quote}/document").text
    assert picture(page).startswith(b"<svg")
    assert page.count("<img ") == 1
    assert "Page 1 of 2" in page
    second = Panel(rep).get(f"/quotes/{quote}/document?page=2").text
    assert "Page 2 of 2" in second
    assert picture(second) != picture(page)
    assert "Page 2 of 2" in Panel(rep).get(f"/quotes/{quote}/document?page=99").text
    assert "Page 1 of 2" in Panel(rep).get(f"/quotes/{quote}/document?page=-1").text


def test_it_is_shown_in_another_language_and_from_right_to_left(rep: Caller, quote: str) -> None:
    page = Panel(rep).get(f"/quotes/{quote}/document?language=ar&sections=lines&sections=terms").text
    assert '<div lang="ar" dir="rtl">' in page
    assert '<option value="ar" lang="ar" selected>' in page
    assert f"/quotes/{quote}/document.pdf?language=ar&amp;sections=lines,terms" in page
    assert "القبول" not in page


def test_the_same_is_told_in_words(rep: Caller, quote: str) -> None:
    page = Panel(rep).get(f"/quotes/{quote}/document").text
    assert "<summary>The document in words</summary>" in page
    assert '<th scope="col">Net amount</th>' in page
    assert "Net total: EUR" in page


def test_what_cannot_be_printed_is_named_before(web: Web) -> None:
    web.gateway.of("first").opportunities[OPPORTUNITY] = opportunity(OPPORTUNITY, name=f"{HOSTILE} 😀")
    rep = web.sign_in()
    quote = rep.quote()
    page = Panel(rep).get(f"/quotes/{quote}/document").text
    assert "grinning face, in the names from the CRM" in page
    assert "<script>" not in page


def test_what_is_chosen_is_kept_for_the_quote_but_for_what_is_internal(rep: Caller, quote: str) -> None:
    panel = Panel(rep)
    page = panel.post(f"/quotes/{quote}/document", language="de", sections="lines,prices")
    assert "The quote will go out like this." in page.text
    told = rep.call("GET", f"/quotes/{quote}/document").get_json()
    assert (told["language"], told["sections"]) == ("de", ["lines"])


def test_only_the_owner_of_a_draft_chooses_and_only_who_sees_cost_is_offered_the_appendix(
    web: Web, rep: Caller, quote: str
) -> None:
    own = Panel(rep).get(f"/quotes/{quote}/document").text
    assert "Use for this quote" in own
    assert "How prices are made" in own
    rep.call("POST", f"/quotes/{quote}/submit", {}, Idempotency_Key="k")
    assert "Use for this quote" not in Panel(rep).get(f"/quotes/{quote}/document").text
    other = Panel(web.sign_in(user=OTHER_USER)).get(f"/quotes/{quote}/document").text
    assert "How prices are made" not in other
    assert "Cost" not in other
