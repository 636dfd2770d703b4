"""Letters that are due go to the mail server; what it does not take now is tried again, more and more seldom.

The server is called outside of any transaction. Interrupted in between, the same letter is sent again under
the same id.
"""

from datetime import datetime, timedelta
from typing import Final

from app.actions.letters.read_letter import LetterView, opened, view_of_letter
from app.approvals import Cause, Letter, link_token
from app.errors import Forbidden, Missing, Refused
from app.mail import MailRefused, MailUnavailable, PlainLetter, PostOffice
from app.services import Services
from app.store import Transaction, letters, people
from app.store.letters import Posting

AT_ONCE: Final = 20
_ATTEMPT: Final = timedelta(minutes=5)
_FIRST_PAUSE: Final = timedelta(minutes=1)
_LONGEST_PAUSE: Final = timedelta(hours=2)
_SUBJECTS: Final = {
    Cause.ASKED: "Your decision is needed: quote {}",
    Cause.REMINDED: "Reminder: quote {} waits for your decision",
    Cause.DELEGATED: "You decide for somebody else now: quote {}",
    Cause.ESCALATED: "Quote {} waits for a decision for too long",
}


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
    token = link_token(services.letter_key, letter.id)
    try:
        _call, _letter, case = opened(services, tx, token, at=at, correlation="")
    except (Missing, Refused, Forbidden) as over:
        return over.code
    person = people.directory(tx, connection=letter.connection).people.get(letter.user)
    if person is None or not person.email:
        return "address_missing"
    view = view_of_letter(letter, case)
    subject = _SUBJECTS[letter.cause].format(view.quote.number)
    text = _text(view, link=f"{services.public_url}/decide/{token}")
    return PlainLetter(letter.id, person.email, subject, text)


def _text(view: LetterView, *, link: str) -> str:
    total = view.quote.total.rounded()
    net = f"{total.amount:,} {total.currency} net"
    lines = [
        f"Hello {view.name},",
        "",
        f"{view.author} asks you to agree to quote {view.quote.number}, {net}.",
    ]
    if view.decides_for:
        lines += [f"You decide for {' and '.join(view.decides_for)}."]
    if view.comment:
        lines += ["", f"They say: {view.comment}"]
    lines += ["", "What you are asked about:"]
    lines += [f"- {need.name}: {need.why}" for need in view.needs]
    lines += [
        "",
        "Look at it and decide:",
        link,
        "",
        f"The link is yours alone. It decides once, until {view.letter.expires_at:%Y-%m-%d %H:%M} UTC.",
        "You can decide in your CRM as well: open the panel on the opportunity.",
    ]
    return "\n".join(lines) + "\n"
