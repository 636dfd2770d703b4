"""A link decides in the browser of its addressee alone, and one becomes that by a code from their mail."""

from threading import Thread

from app.approvals import CODE_LIFE
from app.services import Services
from app.store import audit
from app.web.readers import LIFE, NAME
from tests.mail.servers import Mailbox
from tests.web.approvals import THIRD_USER, reduced
from tests.web.conftest import Caller, Web
from tests.web.letters.post import code, cookie, known, link, posted, sent, status
from tests.web.samples import OTHER_USER
from tests.web.test_moves import panel


def wrong(right: str) -> str:
    return ("1" if right[0] != "1" else "2") + right[1:]


def in_a_strange_browser(web: Web, services: Services, mailbox: Mailbox) -> str:
    """The link, when it was used there and the code was sent."""
    posted(web, services)
    where = link(mailbox)
    sent(web, where)
    posted(web, services)
    return where


def test_in_a_browser_that_is_not_known_a_code_is_sent_to_the_addressee_and_nothing_decided(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    where = link(mailbox)
    page = sent(web, where, comment="Fine <b>")
    assert page.status_code == 200
    assert "A code was sent to <bdi>a…@example.com</bdi>" in page.text
    assert 'name="comment" value="Fine &lt;b&gt;"' in page.text
    assert cookie(page) == ""
    assert status(rep, quote) == "in_approval"
    posted(web, services)
    letter = mailbox.letters[-1]
    assert (letter["To"], letter["Subject"]) == ("ann@example.com", "Your code for quote Q-00001")
    assert "/decide/" not in letter.get_content()
    assert code(mailbox) not in page.text


def test_with_the_code_it_counts_and_the_browser_is_known_from_then_on(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    where = in_a_strange_browser(web, services, mailbox)
    done = sent(web, where, comment="Fine", code=code(mailbox))
    assert "You agreed to quote Q-00001." in done.text
    assert status(rep, quote) == "submitted"
    told = done.headers["Set-Cookie"]
    for part in (f"{NAME}=", "Path=/decide", "Secure", "HttpOnly", "SameSite=Strict", "Max-Age=7776000"):
        assert part in told
    other = reduced(rep)
    panel(rep, "POST", f"/quotes/{other}/submit", key="other")
    posted(web, services)
    web.client.set_cookie(NAME, cookie(done), path="/decide")
    last = next(n for n, one in enumerate(mailbox.letters) if "Q-00002" in str(one["Subject"]))
    assert "You agreed to quote Q-00002." in sent(web, link(mailbox, last)).text


def test_a_link_used_by_another_decides_nothing_and_says_so_with_a_code(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    where = link(mailbox)
    known(web, where, user=THIRD_USER)
    refused = sent(web, where)
    assert (refused.status_code, "approval_link_of_another" in refused.text) == (403, True)
    assert status(rep, quote) == "in_approval"
    assert len(mailbox.letters) == 1
    # If it is the addressee after all, who uses somebody's machine.
    assert "A code was sent" in sent(web, where, send="1").text
    posted(web, services)
    assert "You agreed" in sent(web, where, code=code(mailbox)).text


def test_a_wrong_code_decides_nothing_and_after_five_the_right_one_does_not_either(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    where = in_a_strange_browser(web, services, mailbox)
    right = code(mailbox)
    for typed in (wrong(right), "", "é", "0" * 500, right[:-1]):
        answer = sent(web, where, code=typed or "x")
        assert (answer.status_code, "approval_code_wrong" in answer.text, cookie(answer)) == (422, True, "")
    assert sent(web, where, code=right).status_code == 422
    web.clock.forward(minutes=1)
    assert "A code was sent" in sent(web, where).text
    posted(web, services)
    assert code(mailbox) != right
    assert "You agreed" in sent(web, where, code=code(mailbox)).text


def test_of_many_tries_at_once_no_more_than_five_are_looked_at(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    where = in_a_strange_browser(web, services, mailbox)
    right = code(mailbox)
    form = {"verb": "approve", "version": "1"}

    def attempt(typed: str) -> None:
        web.app.test_client().post(where, data={**form, "code": typed})

    threads = [Thread(target=attempt, args=(wrong(right),)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sent(web, where, code=right).status_code == 422
    assert status(rep, quote) == "in_approval"


def test_a_code_ends_after_a_quarter_of_an_hour_and_with_the_next_one(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    where = in_a_strange_browser(web, services, mailbox)
    first = code(mailbox)
    web.clock.time += CODE_LIFE
    assert sent(web, where, code=first).status_code == 422
    for _ in range(2):
        sent(web, where)
        posted(web, services)
        web.clock.forward(minutes=2)
    assert sent(web, where, code=code(mailbox, -2)).status_code == 422
    assert "You agreed" in sent(web, where, code=code(mailbox)).text


def test_one_code_a_minute_is_sent_and_five_a_day(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    where = link(mailbox)
    for _ in range(3):
        assert "A code was sent" in sent(web, where).text
    posted(web, services)
    assert len(mailbox.letters) == 2
    for _ in range(4):
        web.clock.forward(minutes=2)
        assert sent(web, where).status_code == 200
    web.clock.forward(minutes=2)
    refused = sent(web, where)
    assert (refused.status_code, "approval_codes_used_up" in refused.text) == (422, True)
    web.clock.forward(days=1)
    assert sent(web, where).status_code == 200


def test_no_code_is_sent_for_what_could_not_be_decided(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    where = link(mailbox)
    assert sent(web, where, "reject").status_code == 422
    assert web.client.post(where, data={"verb": "approve", "version": "7"}).status_code == 409
    posted(web, services)
    assert len(mailbox.letters) == 1


def test_a_code_that_the_mail_server_did_not_take_in_time_is_not_sent_any_more(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    sent(web, link(mailbox))
    mailbox.answers = ["451 Later"]
    posted(web, services)
    web.clock.time += CODE_LIFE
    posted(web, services)
    assert len(mailbox.letters) == 1


def test_what_makes_a_browser_known_ends_and_cannot_be_made_up(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    posted(web, services)
    where = link(mailbox)
    known(web, where)
    real = web.client.get_cookie(NAME, path="/decide")
    assert real is not None
    head, claims, signature = real.value.split(".")
    for made_up in (f"{head}.{claims}.{signature[::-1]}", f"{head}.{claims}.", "x", "x" * 3000, "é"):
        web.client.set_cookie(NAME, made_up, path="/decide")
        assert "Is it you?" in sent(web, where).text
    web.client.set_cookie(NAME, real.value, path="/decide")
    web.clock.time += LIFE
    other = reduced(web.sign_in())
    panel(web.sign_in(), "POST", f"/quotes/{other}/submit", key="other")
    posted(web, services)
    last = next(n for n, one in enumerate(mailbox.letters) if "Q-00002" in str(one["Subject"]))
    assert "Is it you?" in sent(web, link(mailbox, last)).text


def test_codes_leave_an_audit_entry_and_are_in_none(
    web: Web, services: Services, mailbox: Mailbox, rep: Caller, quote: str
) -> None:
    where = in_a_strange_browser(web, services, mailbox)
    web.clock.forward(minutes=1)
    right = code(mailbox)
    sent(web, where, code=wrong(right))
    sent(web, where, code=right)
    with services.database.reading() as tx:
        entries = audit.read(tx, quote)
    told = [one for one in entries if one.verb.startswith("approval_code")]
    assert [(one.verb, one.user, bool(one.correlation_id)) for one in told] == [
        ("approval_code_sent", OTHER_USER, True),
        ("approval_code_wrong", OTHER_USER, True),
        ("approval_code_right", OTHER_USER, True),
    ]
    assert right.replace(" ", "") not in str(entries)
