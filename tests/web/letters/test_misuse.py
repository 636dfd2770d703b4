"""Whoever holds a link decides in the name of its addressee, who is told; and who left decides nothing."""

import csv
import io
from dataclasses import replace

import pytest

from app.catalog.approvals import People
from app.services import Services
from tests.mail.servers import Mailbox
from tests.web.approvals import PEOPLE, RULE, THIRD_USER, reduced, with_policy
from tests.web.conftest import Caller, Web
from tests.web.letters.post import decided, link, posted, status
from tests.web.samples import OTHER_USER
from tests.web.test_approval_panel import meant
from tests.web.test_moves import panel


@pytest.mark.parametrize(
    ("verb", "said"),
    [("approve", "you agreed to it"), ("reject", "you did not agree to it"), ("ask", "you asked its author")],
)
def test_a_decision_by_a_link_is_told_to_its_addressee_once(
    web: Web, services: Services, mailbox: Mailbox, quote: str, verb: str, said: str
) -> None:
    posted(web, services)
    where = link(mailbox)
    web.clock.forward(minutes=5)
    assert decided(web, where, verb, comment="Not my words").status_code == 200
    posted(web, services)
    posted(web, services)
    assert len(mailbox.letters) == 2
    letter = mailbox.letters[1]
    assert letter["To"] == "ann@example.com"
    assert letter["Subject"] == "Decided by the link of your letter: quote Q-00001"
    text = letter.get_content()
    for told in (said, "on 2026-11-20 at 09:05 UTC", "Q-00001", "Discount above <5> %", "Not my words"):
        assert told in text
    assert "open the panel on the opportunity in your CRM" in text
    assert "/decide/" not in text


def test_the_record_its_table_and_the_panel_say_by_letter_of_that_decision_alone(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    decided(web, link(mailbox), "ask", comment="Why?")
    page = panel(rep, "GET", f"/quotes/{quote}").text
    assert "asked by letter" in page
    panel(rep, "POST", f"/quotes/{quote}/approval/answer", **meant(page, comment="Because."))
    record = rep.call("GET", f"/quotes/{quote}/approval/record").get_json()["approvals"]
    assert [(one["verb"], one["way"]) for one in record[0]["decisions"]] == [
        ("ask", "by letter"),
        ("answer", ""),
    ]
    table = csv.DictReader(io.StringIO(rep.call("GET", f"/quotes/{quote}/approval/record.csv").text))
    assert [(row["verb"], row["way"]) for row in table] == [("ask", "by letter"), ("answer", "")]


def test_the_letter_about_a_decision_keeps_no_later_one_back(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller
) -> None:
    second = replace(RULE, key="again", name="Once more", stage=2, approver=People((OTHER_USER,)))
    with_policy(web, RULE, second)
    web.sign_in(user=OTHER_USER)
    quote = reduced(web.sign_in())
    panel(rep, "POST", f"/quotes/{quote}/submit", key="k")
    posted(web, services)
    web.clock.forward(minutes=5)
    decided(web, link(mailbox))
    posted(web, services)
    subjects = sorted(str(letter["Subject"]) for letter in mailbox.letters)
    assert [subject.partition(":")[0] for subject in subjects] == [
        "Decided by the link of your letter",
        "Your decision is needed",
        "Your decision is needed",
    ]
    web.clock.forward(minutes=5)
    asked = [n for n, one in enumerate(mailbox.letters) if "/decide/" in one.get_content()]
    assert decided(web, link(mailbox, asked[-1])).status_code == 200
    assert status(rep, quote) == "submitted"


def test_who_left_decides_by_no_link_and_is_written_to_no_more(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    gone = [replace(one, active=one.user != OTHER_USER) for one in PEOPLE]
    web.gateway.of("first").people = gone
    web.sign_in()
    for answer in (web.client.get(link(mailbox)), decided(web, link(mailbox))):
        assert (answer.status_code, "approver_inactive" in answer.text) == (403, True)
    assert status(rep, quote) == "in_approval"


def test_who_is_not_asked_any_more_reads_that_with_a_code(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    approver = web.sign_in(user=OTHER_USER)
    web.sign_in(user=THIRD_USER)
    page = panel(approver, "GET", f"/quotes/{quote}").text
    panel(approver, "POST", f"/quotes/{quote}/approval/delegate", **meant(page, to=THIRD_USER))
    for answer in (web.client.get(link(mailbox)), decided(web, link(mailbox))):
        assert (answer.status_code, "approver_not_asked" in answer.text) == (403, True)
    assert status(rep, quote) == "in_approval"
