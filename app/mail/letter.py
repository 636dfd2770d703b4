"""A letter as it is handed over: to one address, a subject and plain text."""

import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.policy import SMTP
from typing import ClassVar, Final

from app.errors import Refused

MOST_IN_TEXT: Final = 20_000
_MOST_IN_SUBJECT: Final = 200
_ADDRESS: Final = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9](?:[A-Za-z0-9.-]{0,252}[A-Za-z0-9])?"
)
_LINE_ENDS: Final = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


class LetterInvalid(Refused):
    code: ClassVar[str] = "letter_invalid"


@dataclass(frozen=True, slots=True)
class PlainLetter:
    """``key`` is the same whenever the letter is sent again, so that a mailbox can tell."""

    key: str
    to: str
    subject: str
    text: str


def check_address(text: str) -> str:
    """Raises LetterInvalid for what is no plain address: no list, no name beside it, no line end."""
    if not _ADDRESS.fullmatch(text):
        raise LetterInvalid("That is no address of mail, like name@example.com.")
    return text


def message_of(letter: PlainLetter, *, sender: str) -> EmailMessage:
    """Raises LetterInvalid."""
    message = EmailMessage(policy=SMTP)
    message["From"] = check_address(sender)
    message["To"] = check_address(letter.to)
    message["Subject"] = _LINE_ENDS.sub(" ", letter.subject)[:_MOST_IN_SUBJECT]
    message["Message-ID"] = f"<{letter.key}@{sender.rpartition('@')[2]}>"
    # No answer of a machine is wanted.
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(letter.text[:MOST_IN_TEXT])
    return message
