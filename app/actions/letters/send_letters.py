"""Letters that are due go to the mail server; what it does not take now is tried again, more and more seldom.

The server is called outside of any transaction. Interrupted in between, the same letter is sent again under
the same id.
"""

from datetime import datetime, timedelta
from typing import Final

from app.actions.letters.read_letter import opened, view_of_letter
from app.actions.letters.wording import asking, confirming, telling
from app.approvals import Cause, Letter, check_usable, code_of, link_token
from app.errors import Forbidden, Missing, Refused
from app.mail import MailRefused, MailUnavailable, PlainLetter, PostOffice
from app.services import Services
from app.store import Transaction, approvals, letters, people
from app.store.letters import Posting

AT_ONCE: Final = 20
_ATTEMPT: Final = timedelta(minutes=5)
_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=2)


def send_letters(services: Services, *, at: datetime, most: int = AT_ONCE) -> int:
    """How many were due; none where no mail server is set."""
    office = services.post_office
    if office is None:
        return 0
    with services.database.reading() as tx:
        due = letters.due(tx, at=at, most=most)
    for posting in due:
        _post(services, office, posting, at=at)
    return len(due)


def _post(services: Services, office: PostOffice, posting: Posting, *, at: datetime) -> None:
    letter = posting.letter
    with services.database.transaction() as tx:
        if not letters.claim(tx, posting, until=at + _ATTEMPT):
            return
        written = _written(services, tx, letter, at=at)
        if isinstance(written, str):
            letters.postpone(tx, letter, until=None, failure=written)
            return
    try:
        office.send(written)
    except (MailRefused, MailUnavailable) as failure:
        with services.database.transaction() as tx:
            again = at + _pause(posting.attempts) if failure.retryable else None
            usable = again is not None and again < letter.expires_at
            letters.postpone(tx, letter, until=again if usable else None, failure=failure.code)
        return
    with services.database.transaction() as tx:
        letters.sent(tx, letter, at=at)


def _pause(attempts: int) -> timedelta:
    return min(_FIRST_PAUSE * (1 << min(attempts, 10)), _LONGEST_PAUSE)


def _written(services: Services, tx: Transaction, letter: Letter, *, at: datetime) -> PlainLetter | str:
    """As the request is now; the code of what keeps it from being sent."""
    try:
        subject, text = _words(services, tx, letter, at=at)
    except (Missing, Refused, Forbidden) as over:
        return over.code
    person = people.directory(tx, connection=letter.connection).people.get(letter.user)
    if person is None or not person.email:
        return "address_missing"
    return PlainLetter(letter.id, person.email, subject, text)


def _words(services: Services, tx: Transaction, letter: Letter, *, at: datetime) -> tuple[str, str]:
    if letter.cause is Cause.USED:
        return telling(letter, approvals.load(tx, letter.request, connection=letter.connection))
    if letter.cause is Cause.CODE:
        check_usable(letter, at=at)
        request = approvals.load(tx, letter.request, connection=letter.connection)
        return confirming(letter, request, code=code_of(services.letter_key, letter.id))
    token = link_token(services.letter_key, letter.id)
    _call, _letter, case = opened(services, tx, token, at=at, correlation="")
    return asking(view_of_letter(letter, case), link=f"{services.public_url}/decide/{token}")
