"""Letters are handed to a real mail server, and its refusals are told apart."""

from collections.abc import Iterator

import pytest

from app.mail import MailRefused, MailUnavailable, PlainLetter, PostOffice, PostOfficeInvalid, post_office
from tests.mail.servers import Mailbox, mail_server

LETTER = PlainLetter("k1", "ann@example.com", "Quote Q-1 · €", "Grüße\n.\nline after a dot\n")


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as mailbox:
        yield mailbox


def office(mailbox: Mailbox) -> PostOffice:
    return post_office(f"smtp://127.0.0.1:{mailbox.port}", sender="quotes@example.com")


def test_a_letter_arrives_as_it_was_written(mailbox: Mailbox) -> None:
    office(mailbox).send(LETTER)
    (letter,) = mailbox.letters
    assert (letter["To"], letter["From"]) == ("ann@example.com", "quotes@example.com")
    assert letter["Subject"] == "Quote Q-1 · €"
    assert letter["Message-ID"] == "<k1@example.com>"
    assert letter.get_content().splitlines() == ["Grüße", ".", "line after a dot"]


def test_a_subject_adds_no_header(mailbox: Mailbox) -> None:
    office(mailbox).send(PlainLetter("k", "a@example.com", "Hello\r\nBcc: b@example.com", "x"))
    (letter,) = mailbox.letters
    assert letter["Subject"] == "Hello Bcc: b@example.com"
    assert letter["Bcc"] is None


@pytest.mark.parametrize(
    "to",
    ["", "a", "a@", "a@b@c", "a@example.com, b@example.com", "Ann <a@example.com>", "a@b\r\nRCPT TO:<c@d>"],
)
def test_only_one_plain_address_is_written_to(mailbox: Mailbox, to: str) -> None:
    with pytest.raises(MailRefused):
        office(mailbox).send(PlainLetter("k", to, "s", "x"))
    assert not mailbox.letters


@pytest.mark.parametrize(
    ("answer", "kind"),
    [("451 Later", MailUnavailable), ("552 Full", MailRefused), ("554 No", MailRefused)],
)
def test_what_the_server_says_decides_whether_it_is_sent_again(
    mailbox: Mailbox, answer: str, kind: type[Exception]
) -> None:
    mailbox.answers = [answer]
    with pytest.raises(kind):
        office(mailbox).send(LETTER)
    office(mailbox).send(LETTER)
    assert len(mailbox.letters) == 1


def test_a_mailbox_that_does_not_exist_is_not_tried_again(mailbox: Mailbox) -> None:
    with pytest.raises(MailRefused):
        office(mailbox).send(PlainLetter("k", "nobody@example.com", "s", "x"))


def test_a_server_that_is_gone_is_waited_for(mailbox: Mailbox) -> None:
    gone = PostOffice("127.0.0.1", 1, "quotes@example.com")
    with pytest.raises(MailUnavailable):
        gone.send(LETTER)


def test_settings_say_all_of_the_server() -> None:
    found = post_office("smtps://us%40er:p%3Aw@mail.example.com", sender="q@example.com")
    assert (found.host, found.port, found.at_once) == ("mail.example.com", 465, True)
    assert (found.user, found.password) == ("us@er", "p:w")
    assert "p:w" not in repr(found)


@pytest.mark.parametrize("url", ["", "http://a", "smtp://", "smtp://a:x", "smtp://a/b", "smtp://a?b", "mail"])
def test_a_wrong_address_of_the_server_is_told_without_its_text(url: str) -> None:
    with pytest.raises(PostOfficeInvalid, match="QUOTEWRIGHT_SMTP_URL"):
        post_office(url, sender="q@example.com")


def test_a_wrong_sender_is_told() -> None:
    with pytest.raises(PostOfficeInvalid, match="QUOTEWRIGHT_MAIL_FROM"):
        post_office("smtp://a", sender="")


def test_whoever_knocks_comes_in_as_a_letter_would_and_leaves_none(mailbox: Mailbox) -> None:
    office(mailbox).knock()
    assert not mailbox.letters
    stranger = post_office(f"smtp://user:wrong-password@127.0.0.1:{mailbox.port}", sender="a@example.com")
    with pytest.raises((MailUnavailable, MailRefused)) as refused:
        stranger.knock()
    assert "wrong-password" not in str(refused.value)
