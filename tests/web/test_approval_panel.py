"""Approving in the panel: the author sees whom it waits for, the approver decides, words stay words."""

import re
from dataclasses import replace

import pytest

from app.catalog.approvals import People
from app.catalog.pricing import Reach
from tests.pricing.models import formula
from tests.web.approvals import PEOPLE, RULE, THIRD_USER, reduced, with_policy
from tests.web.conftest import Caller, Web
from tests.web.samples import OTHER_USER
from tests.web.test_moves import panel


@pytest.fixture
def rep(web: Web) -> Caller:
    with_policy(web)
    return web.sign_in()


@pytest.fixture
def approver(web: Web, rep: Caller) -> Caller:
    return web.sign_in(user=OTHER_USER)


@pytest.fixture
def quote(rep: Caller, approver: Caller) -> str:
    """It waits for the approver."""
    quote = reduced(rep)
    page = panel(rep, "POST", f"/quotes/{quote}/submit", key="k").text
    assert "Waiting for approval" in page
    return quote


def meant(page: str, **form: str) -> dict[str, str]:
    found = dict(re.findall(r'name="(request|version)" value="([^"]+)"', page))
    assert len(found) == 2
    return {**found, **form}


def test_the_author_sees_whom_it_waits_for_and_decides_nothing(rep: Caller, quote: str) -> None:
    page = panel(rep, "GET", f"/quotes/{quote}").text
    assert "Discount above &lt;5&gt; %" in page
    assert "Ann Approver" in page
    assert "Take the request back" in page
    assert ">Approve<" not in page
    refused = panel(rep, "POST", f"/quotes/{quote}/approval/approve", **meant(page))
    assert (refused.status_code, "cannot approve it" in refused.text) == (403, True)


def test_what_waits_for_somebody_opens_first_and_shows_what_they_decide_on(
    approver: Caller, quote: str
) -> None:
    home = panel(approver, "GET", "/").text
    assert f'data-self="/panel/quotes/{quote}"' in home
    assert "waits for you" in home
    assert ">Approve<" in home
    assert 'id="margin"' in home
    assert "Add a product" not in home
    prices = panel(approver, "GET", f"/quotes/{quote}/lines/1/price")
    assert prices.status_code == 200


def test_whoever_approves_saves_the_quote_for_its_author(rep: Caller, approver: Caller, quote: str) -> None:
    page = panel(approver, "GET", f"/quotes/{quote}").text
    done = panel(approver, "POST", f"/quotes/{quote}/approval/approve", **meant(page, comment="Fine <i>"))
    assert "You agreed." in done.text
    assert "Changed meanwhile" not in done.text
    own = panel(rep, "GET", f"/quotes/{quote}").text
    assert "Saving to the opportunity" in own
    assert "Fine &lt;i&gt;" in own
    again = panel(approver, "POST", f"/quotes/{quote}/approval/approve", **meant(page))
    assert again.status_code in (403, 404, 409, 422)


def test_no_is_said_with_a_reason_and_gives_the_quote_back(rep: Caller, approver: Caller, quote: str) -> None:
    page = panel(approver, "GET", f"/quotes/{quote}").text
    path = f"/quotes/{quote}/approval/reject"
    assert panel(approver, "POST", path, **meant(page)).status_code == 422
    done = panel(approver, "POST", path, **meant(page, comment="Too <b>deep</b>")).text
    assert "Quotes on this opportunity" in done
    assert quote not in done
    own = panel(rep, "GET", f"/quotes/{quote}").text
    assert "Not approved" in own
    assert "Too &lt;b&gt;deep&lt;/b&gt;" in own
    assert "Save quote to the opportunity" in own


def test_a_question_is_asked_and_answered(rep: Caller, approver: Caller, quote: str) -> None:
    page = panel(approver, "GET", f"/quotes/{quote}").text
    panel(approver, "POST", f"/quotes/{quote}/approval/ask", **meant(page, comment="Why?"))
    asked = panel(rep, "GET", f"/quotes/{quote}").text
    assert "A question to the author" in asked
    assert "Why?" in asked
    panel(rep, "POST", f"/quotes/{quote}/approval/answer", **meant(asked, comment="Because."))
    assert "Because." in panel(approver, "GET", f"/quotes/{quote}").text


def test_a_part_is_handed_over_and_one_more_asked(web: Web, approver: Caller, quote: str) -> None:
    third = web.sign_in(user=THIRD_USER)
    page = panel(approver, "GET", f"/quotes/{quote}").text
    assert "Tom &lt;b&gt;Third&lt;/b&gt;" in page
    assert "Rita Rep</option>" not in page
    path = f"/quotes/{quote}/approval"
    panel(approver, "POST", f"{path}/add", **meant(page, to=THIRD_USER, comment="Look as well"))
    more = panel(third, "GET", "/").text
    assert "waits for you" in more
    page = panel(approver, "GET", f"/quotes/{quote}").text
    panel(approver, "POST", f"{path}/delegate", **meant(page, to=THIRD_USER))
    assert panel(third, "GET", f"/quotes/{quote}").text.count("waits for you") == 2


def test_the_author_takes_the_request_back(rep: Caller, quote: str) -> None:
    page = panel(rep, "GET", f"/quotes/{quote}").text
    done = panel(rep, "POST", f"/quotes/{quote}/approval/recall", **meant(page)).text
    assert "Taken back: the quote is a draft again." in done
    assert "Save quote to the opportunity" in done


def test_a_page_that_is_older_than_a_decision_decides_nothing(approver: Caller, quote: str) -> None:
    page = panel(approver, "GET", f"/quotes/{quote}").text
    old = meant(page)
    panel(approver, "POST", f"/quotes/{quote}/approval/ask", **meant(page, comment="Why?"))
    refused = panel(approver, "POST", f"/quotes/{quote}/approval/approve", **old)
    assert refused.status_code == 409
    for request, version in (("", "1"), ("x" * 500, "1"), (old["request"], "9" * 40), ("<b>", "")):
        form = {"request": request, "version": version, "comment": "x"}
        assert panel(approver, "POST", f"/quotes/{quote}/approval/reject", **form).status_code in (409, 422)


def test_nobody_else_sees_or_decides_it(web: Web, quote: str) -> None:
    third = web.sign_in(user=THIRD_USER)
    assert panel(third, "GET", f"/quotes/{quote}").status_code == 404
    assert quote not in panel(third, "GET", "/quotes").text
    for verb in ("approve", "reject", "ask", "answer", "delegate", "add", "recall"):
        form = {"request": "0" * 32, "version": "1", "comment": "x", "to": OTHER_USER}
        assert panel(third, "POST", f"/quotes/{quote}/approval/{verb}", **form).status_code == 404


def test_a_draft_tells_who_would_be_asked_and_what_would_avoid_it(rep: Caller) -> None:
    quote = reduced(rep)
    page = panel(rep, "GET", f"/quotes/{quote}").text
    assert "Saving asks for approval first" in page
    assert "Discount above &lt;5&gt; %" in page
    ways = panel(rep, "GET", f"/quotes/{quote}/approval/ways").text
    assert "on line 1 instead of 10" in ways
    assert "Not asked then: <bdi>Discount above &lt;5&gt; %</bdi>" in ways


def test_a_change_of_a_line_brings_the_forecast_with_it(rep: Caller) -> None:
    quote = reduced(rep, percent="3")
    assert "Saving asks" not in panel(rep, "GET", f"/quotes/{quote}").text
    revision = str(rep.call("GET", f"/quotes/{quote}").get_json()["revision"])
    form = {"figure": "8", "kind": "percent", "reason": "More"}
    more = panel(rep, "POST", f"/quotes/{quote}/lines/1/discount", revision=f'"{revision}"', **form)
    assert 'hx-target="#forecast"' in more.text
    assert "Saving asks for approval first" in more.text


def test_whoever_asks_first_saves_later(rep: Caller, approver: Caller) -> None:
    quote = reduced(rep)
    page = panel(rep, "POST", f"/quotes/{quote}/approval", comment="A <b>pilot</b>").text
    assert "A &lt;b&gt;pilot&lt;/b&gt;" in page
    asked = panel(approver, "GET", f"/quotes/{quote}").text
    assert "A &lt;b&gt;pilot&lt;/b&gt;" in asked
    panel(approver, "POST", f"/quotes/{quote}/approval/approve", **meant(asked))
    own = panel(rep, "GET", f"/quotes/{quote}").text
    assert "Save quote to the opportunity" in own
    assert "Saving to the opportunity" in panel(rep, "POST", f"/quotes/{quote}/submit", key="k").text


@pytest.mark.parametrize("way", ["submit", "approval"])
def test_who_decides_reads_why_whether_it_is_saved_or_only_asked(
    rep: Caller, approver: Caller, way: str
) -> None:
    quote = reduced(rep)
    page = panel(rep, "GET", f"/quotes/{quote}").text
    assert page.count('hx-include="#ask-comment"') == 2
    asked = panel(rep, "POST", f"/quotes/{quote}/{way}", key="k", comment=" They <b>buy</b> more. ")
    assert asked.status_code == 200
    assert "They &lt;b&gt;buy&lt;/b&gt; more." in panel(approver, "GET", f"/quotes/{quote}").text


def test_a_reason_is_only_so_long(rep: Caller, approver: Caller) -> None:
    quote = reduced(rep)
    for way in ("submit", "approval"):
        refused = panel(rep, "POST", f"/quotes/{quote}/{way}", key="k", comment="x" * 2_001)
        assert (refused.status_code, "at most 2000 characters" in refused.text) == (422, True)
    assert rep.call("GET", f"/quotes/{quote}").get_json()["status"] == "draft"


def test_the_forecast_names_people_whom_the_crm_has_shown(web: Web) -> None:
    stranger = "005x0000001SzzzAAA"
    asks = People((OTHER_USER[:15], "tom@EXAMPLE.com", stranger))
    near = replace(RULE, key="more", name="More", reach=Reach(when=formula("discount > 50")), approver=asks)
    with_policy(web, replace(RULE, approver=asks), near)
    web.gateway.of("first").people = [replace(one, username=one.email) for one in PEOPLE]
    # The CRM shows people to whoever opens the panel.
    web.sign_in(user=OTHER_USER)
    web.sign_in(user=THIRD_USER)
    rep = web.sign_in()
    quote = reduced(rep)
    told = f"Ann Approver, Tom &lt;b&gt;Third&lt;/b&gt;, {stranger}"
    page = panel(rep, "GET", f"/quotes/{quote}").text
    assert f"<bdi>{told}</bdi>" in page
    assert f"brings in {told}." in page
    found = rep.call("GET", f"/quotes/{quote}/approvals/preview").get_json()
    assert found["needs"][0]["asks"] == f"Ann Approver, Tom <b>Third</b>, {stranger}"
