"""Whoever uses a link shows that they read the mail of its addressee: by a code that is sent there.

Nothing is decided by it; the browser is known as theirs from then on.
"""

import hmac
import secrets
from datetime import datetime

from app.actions.call import Call, audited
from app.actions.letters.decide_by_letter import Answer, decision_of
from app.actions.letters.read_letter import opened
from app.approvals import (
    CODE_LIFE,
    MOST_TRIES,
    Cause,
    CodeWrong,
    Letter,
    LetterId,
    Reader,
    code_due,
    code_of,
    open_code,
)
from app.services import Services
from app.store import Transaction, audit, letters, people


def send_code(services: Services, token: str, answer: Answer, *, at: datetime, correlation: str) -> str:
    """For that answer, which has to be one that can be given. Says where the code went, as far as whoever
    uses the link may know it; while one has just been sent there is no other.

    Raises what ``decide_by_letter`` raises, and CodesUsedUp.
    """
    with services.database.transaction() as tx:
        call, letter, case, _ = decision_of(services, tx, token, answer, at=at, correlation=correlation)
        if code_due(letters.codes(tx, letter.request, letter.user), at=at):
            code = letter.followed(LetterId(secrets.token_hex(16)), Cause.CODE, at=call.at, life=CODE_LIFE)
            letters.add(tx, [code])
            audit.write(tx, audited(call, "approval_code_sent", case.quote.id, user=letter.user))
        return _hidden(_address(tx, letter))


def confirm_reader(services: Services, token: str, code: str, *, at: datetime, correlation: str) -> Reader:
    """Raises CodeWrong, and what ``read_letter`` raises."""
    with services.database.transaction() as tx:
        call, letter, case = opened(services, tx, token, at=at, correlation=correlation)
        right = _is_right(services, tx, call, letter, code)
        told = "approval_code_right" if right else "approval_code_wrong"
        audit.write(tx, audited(call, told, case.quote.id, user=letter.user))
    if not right:
        raise CodeWrong("That is not the code of the last letter, or it is too old. Type it in again.")
    return Reader(letter.connection, letter.user)


def _is_right(services: Services, tx: Transaction, call: Call, letter: Letter, code: str) -> bool:
    """Each try is counted before it is looked at, so that of many at once no more are than may be."""
    sent = open_code(letters.codes(tx, letter.request, letter.user), at=call.at)
    if sent is None or not letters.tried(tx, sent, most=MOST_TRIES):
        return False
    typed = "".join(code.split())
    right = hmac.compare_digest(code_of(services.letter_key, sent.id).encode(), typed.encode())
    if right:
        letters.use(tx, sent, at=call.at)
    return right


def _address(tx: Transaction, letter: Letter) -> str:
    person = people.directory(tx, connection=letter.connection).people.get(letter.user)
    return "" if person is None else person.email


def _hidden(address: str) -> str:
    """``a…@example.com``; empty where it is not known."""
    name, _, place = address.rpartition("@")
    return f"{name[:1]}…@{place}" if name else ""
