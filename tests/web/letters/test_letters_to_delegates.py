"""Whoever decides for somebody else from some moment on gets a letter then, once."""

import sys
from datetime import date

import pytest

from app.catalog.approvals import Delegation
from app.catalog.period import Period
from app.services import Services
from tests.mail.servers import Mailbox
from tests.web.approvals import THIRD_USER, reduced, with_policy
from tests.web.conftest import Caller, Web
from tests.web.letters.post import decided, link, posted, status
from tests.web.samples import OTHER_USER
from tests.web.test_moves import panel

STATED = Delegation(OTHER_USER, THIRD_USER, Period(date(2026, 11, 22), date(2026, 11, 23)))


def begun(web: Web, *, starts: str = "2026-11-20T08:00:00Z") -> None:
    """Ann has Tom decide for her."""
    web.sign_in(user=THIRD_USER)
    body = {"to": THIRD_USER, "starts": starts, "ends": "2026-11-27T08:00:00Z"}
    made = web.sign_in(user=OTHER_USER).call("POST", "/delegations", body)
    assert made.status_code == 201, made.text


def receivers(mailbox: Mailbox) -> list[str]:
    return [str(letter["To"]).partition("@")[0] for letter in mailbox.letters]


def test_a_delegation_that_is_made_after_the_request_brings_one_letter_with_a_link_that_decides(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    web.clock.forward(minutes=1)
    begun(web)
    for _ in range(3):
        posted(web, services)
    assert receivers(mailbox) == ["ann", "tom"]
    assert mailbox.letters[1]["Subject"] == "You decide for somebody else now: quote Q-00001"
    assert "You decide for Ann Approver." in mailbox.letters[1].get_content()
    assert decided(web, link(mailbox)).status_code == 200
    assert status(rep, quote) == "submitted"
    record = rep.call("GET", f"/quotes/{quote}/approval").get_json()
    assert [one["for"] for one in record["decisions"]] == ["Ann Approver"]


def test_a_delegation_that_begins_later_brings_its_letter_then(
    web: Web, services: Services, mailbox: Mailbox, quote: str
) -> None:
    begun(web, starts="2026-11-21T09:00:00Z")
    posted(web, services)
    assert receivers(mailbox) == ["ann"]
    web.clock.forward(days=1)
    posted(web, services)
    posted(web, services)
    assert receivers(mailbox) == ["ann", "tom"]


def test_a_crash_in_between_neither_loses_nor_doubles_it(
    web: Web, services: Services, mailbox: Mailbox, quote: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    posted(web, services)
    begun(web)
    file = sys.modules["app.actions.letters.write_letters"]

    def dies(*_given: object, **_named: object) -> None:
        raise KeyboardInterrupt

    for name in ("_note_one", "_write"):
        with monkeypatch.context() as patch:
            patch.setattr(file, name, dies)
            with pytest.raises(KeyboardInterrupt):
                posted(web, services)
    posted(web, services)
    posted(web, services)
    assert receivers(mailbox) == ["ann", "tom"]


def test_who_decides_for_somebody_by_the_catalog_gets_a_letter_and_the_quote_in_their_list_within_its_dates(
    web: Web, services: Services, mailbox: Mailbox
) -> None:
    with_policy(web, delegations=(STATED,))
    web.sign_in(user=OTHER_USER)
    rep = web.sign_in()
    quote = reduced(rep)
    panel(rep, "POST", f"/quotes/{quote}/submit", key="k")

    def seen() -> tuple[list[str], bool, int]:
        tom = web.sign_in(user=THIRD_USER)
        listed = tom.call("GET", "/approvals").get_json()["approvals"]
        opened = tom.call("GET", f"/quotes/{quote}").status_code
        return [one["quote"] for one in listed], "waits for you" in panel(tom, "GET", "/").text, opened

    posted(web, services)
    assert (receivers(mailbox), seen()) == (["ann"], ([], False, 404))
    web.clock.forward(days=2)
    posted(web, services)
    posted(web, services)
    assert (receivers(mailbox), seen()) == (["ann", "tom"], ([quote], True, 200))
    web.clock.forward(days=2)
    posted(web, services)
    assert (receivers(mailbox), seen()) == (["ann", "tom"], ([], False, 404))
    assert decided(web, link(mailbox)).status_code == 403
