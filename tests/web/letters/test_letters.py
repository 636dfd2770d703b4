"""Letters to approvers: sent by a real mail server, and their links decide once, for one person, in time."""

import sys
import threading
from dataclasses import replace
from datetime import timedelta

import pytest

from app.actions.approvals import follow_approvals
from app.actions.letters import send_letters, write_letters
from app.approvals import LINK_LIFE
from app.catalog.approvals import Timing
from app.services import Services
from app.store.releases import ReleaseMissing
from app.web.pace import AT_ONCE
from tests.mail.servers import Mailbox
from tests.web.approvals import RULE, THIRD_USER, reduced, with_policy
from tests.web.conftest import Caller, Web
from tests.web.letters.post import decided, known, link, posted, status
from tests.web.samples import OTHER_USER
from tests.web.test_approval_panel import meant
from tests.web.test_moves import panel


def test_who_is_asked_gets_one_letter_and_decides_by_its_link(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    posted(web, services)
    (letter,) = mailbox.letters
    assert letter["To"] == "ann@example.com"
    assert letter["Subject"] == "Your decision is needed: quote Q-00001"
    page = web.client.get(link(mailbox))
    assert "Discount above &lt;5&gt; %" in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer"
    done = decided(web, link(mailbox), comment="Fine")
    assert "You agreed to quote Q-00001." in done.text
    assert status(rep, quote) == "submitted"
    record = rep.call("GET", f"/quotes/{quote}/approval").get_json()
    assert [(one["by"], one["verb"]) for one in record["decisions"]] == [("Ann Approver", "approve")]


def test_whatever_follows_the_link_decides_nothing(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    for _ in range(3):
        assert web.client.get(link(mailbox)).status_code == 200
        assert web.client.head(link(mailbox)).status_code == 200
    assert status(rep, quote) == "in_approval"
    assert decided(web, link(mailbox)).status_code == 200


def test_a_link_is_used_once(web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str) -> None:
    posted(web, services)
    decided(web, link(mailbox), "ask", comment="Why?")
    for answer in (web.client.get(link(mailbox)), decided(web, link(mailbox))):
        assert (answer.status_code, "used already" in answer.text) == (422, True)
    assert status(rep, quote) == "in_approval"


def test_of_two_who_use_a_link_at_once_one_decides(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    where, codes = link(mailbox), list[int]()

    def use() -> None:
        form = {"verb": "approve", "version": "1"}
        browser = known(web, where, client=web.app.test_client())
        codes.append(browser.post(where, data=form).status_code)

    threads = [threading.Thread(target=use) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(codes)[0] == 200
    assert sorted(codes)[1] >= 400
    record = rep.call("GET", f"/quotes/{quote}/approval").get_json()
    assert len(record["decisions"]) == 1


def test_a_link_ends_with_its_time(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    web.clock.time += LINK_LIFE - timedelta(seconds=1)
    assert web.client.get(link(mailbox)).status_code == 200
    web.clock.forward(seconds=1)
    for answer in (web.client.get(link(mailbox)), decided(web, link(mailbox))):
        assert (answer.status_code, "too old" in answer.text) == (422, True)


def test_a_link_that_was_changed_is_none_of_ours(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    where = link(mailbox)
    last = "A" if where[-2] != "A" else "B"
    others = (
        where[:-2] + last + where[-1],
        where[:39],
        where + "A" * 5000,
        "/decide/<script>",
        "/decide/é" * 3,
    )
    for other in others:
        assert web.client.get(other).status_code == 404, other
        assert web.client.post(other, data={"verb": "approve", "version": "1"}).status_code == 404
    # That of another letter's id is not signed by this one's signature.
    token = where.removeprefix("/decide/")
    swapped = "/decide/" + ("0" if token[0] != "0" else "1") + token[1:]
    assert web.client.get(swapped).status_code == 404
    assert status(rep, quote) == "in_approval"


def test_a_link_of_a_request_that_is_over_decides_nothing(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    page = panel(rep, "GET", f"/quotes/{quote}").text
    panel(rep, "POST", f"/quotes/{quote}/approval/recall", **meant(page))
    assert decided(web, link(mailbox)).status_code == 422
    panel(rep, "POST", f"/quotes/{quote}/submit", key="again")
    again = decided(web, link(mailbox))
    assert (again.status_code, "Nothing was decided" in again.text) == (422, True)
    posted(web, services)
    assert decided(web, link(mailbox, -1)).status_code == 200


def test_whoever_handed_their_part_over_has_a_link_no_more(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    approver = web.sign_in(user=OTHER_USER)
    web.sign_in(user=THIRD_USER)
    page = panel(approver, "GET", f"/quotes/{quote}").text
    panel(approver, "POST", f"/quotes/{quote}/approval/delegate", **meant(page, to=THIRD_USER))
    posted(web, services)
    assert [letter["To"] for letter in mailbox.letters] == ["ann@example.com", "tom@example.com"]
    assert decided(web, link(mailbox, 0)).status_code == 403
    assert decided(web, link(mailbox, 1)).status_code == 200
    assert status(rep, quote) == "submitted"


def test_a_form_that_is_older_than_what_others_did_decides_nothing(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    for form in ({}, {"verb": "recall", "version": "1"}, {"verb": "approve", "version": "x"}):
        assert web.client.post(link(mailbox), data=form).status_code == 400
    stale = web.client.post(link(mailbox), data={"verb": "approve", "version": "7"})
    assert stale.status_code == 409
    silent = decided(web, link(mailbox), "reject")
    assert silent.status_code == 422
    assert decided(web, link(mailbox), "reject", comment="No").status_code == 200
    assert status(rep, quote) == "draft"


def test_a_server_that_is_down_keeps_no_decision_waiting_and_gets_the_letter_later(
    web: Web, services: Services, mailbox: Mailbox, quote: str
) -> None:
    mailbox.answers = ["451 Later", "451 Later"]
    posted(web, services)
    posted(web, services)
    assert len(mailbox.answers) == 1
    web.clock.forward(minutes=1)
    posted(web, services)
    web.clock.forward(minutes=1)
    posted(web, services)
    assert mailbox.letters == []
    web.clock.forward(minutes=1)
    posted(web, services)
    assert len(mailbox.letters) == 1


def test_a_letter_that_is_refused_is_not_sent_again(
    web: Web, services: Services, mailbox: Mailbox, quote: str
) -> None:
    mailbox.answers = ["554 No"]
    posted(web, services)
    web.clock.forward(hours=3)
    posted(web, services)
    assert (mailbox.letters, mailbox.answers) == ([], [])


def test_what_was_decided_meanwhile_is_not_asked_for_any_more(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    write_letters(services, at=web.clock())
    page = panel(rep, "GET", f"/quotes/{quote}").text
    panel(rep, "POST", f"/quotes/{quote}/approval/recall", **meant(page))
    send_letters(services, at=web.clock())
    assert mailbox.letters == []


def test_reminders_are_letters_of_their_own(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller
) -> None:
    with_policy(web, replace(RULE, timing=Timing(remind=4)))
    web.sign_in(user=OTHER_USER)
    quote = reduced(web.sign_in())
    panel(rep, "POST", f"/quotes/{quote}/submit", key="k")
    posted(web, services)
    web.clock.forward(days=4)
    assert follow_approvals(services, at=web.clock()) == 1
    posted(web, services)
    subjects = [letter["Subject"] for letter in mailbox.letters]
    assert subjects == [
        "Your decision is needed: quote Q-00001",
        "Reminder: quote Q-00001 waits for your decision",
    ]
    assert decided(web, link(mailbox, 0)).status_code == 200
    assert web.client.get(link(mailbox, 1)).status_code == 422


def test_an_answer_of_the_author_brings_a_letter(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    decided(web, link(mailbox), "ask", comment="Why?")
    posted(web, services)
    assert "/decide/" not in mailbox.letters[-1].get_content()
    web.clock.forward(minutes=5)
    page = panel(rep, "GET", f"/quotes/{quote}").text
    panel(rep, "POST", f"/quotes/{quote}/approval/answer", **meant(page, comment="Because."))
    posted(web, services)
    assert len(mailbox.letters) == 3
    assert decided(web, link(mailbox)).status_code == 200


def test_one_address_asks_only_so_often(web: Web, services: Services) -> None:
    codes = [web.client.get("/decide/x").status_code for _ in range(AT_ONCE + 1)]
    assert set(codes[:AT_ONCE]) == {404}
    assert codes[-1] == 429


def test_a_request_of_which_none_can_be_written_keeps_no_other_waiting(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = sys.modules["app.actions.letters.write_letters"]

    def missing(*_given: object, **_named: object) -> None:
        raise ReleaseMissing("The release is gone.")

    with monkeypatch.context() as patch:
        patch.setattr(file, "circle_of", missing)
        assert write_letters(services, at=web.clock(), most=1) == 1
    other = reduced(rep)
    panel(rep, "POST", f"/quotes/{other}/submit", key="other")
    assert write_letters(services, at=web.clock(), most=1) == 1
    send_letters(services, at=web.clock())
    assert [letter["Subject"] for letter in mailbox.letters] == ["Your decision is needed: quote Q-00002"]
