"""What the link of a letter shows: what waits for whom it was written to. Looking changes nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime

from app.actions.approvals.asked_approval import Case, Meant, meant_case
from app.actions.call import Call, PanelSession
from app.actor import Actor, Role
from app.approvals import (
    Letter,
    Need,
    NotAsked,
    RequestChanged,
    Verb,
    check_usable,
    following,
    read_token,
    waits_for,
    without_costs,
)
from app.crm import Frame
from app.quoting import Quote
from app.services import Services
from app.store import Transaction, approvals, letters


@dataclass(frozen=True, slots=True)
class LetterView:
    """``needs`` without what tells costs: a letter may be forwarded. ``version`` is that of the request."""

    letter: Letter
    quote: Quote
    name: str
    author: str
    comment: str
    needs: tuple[Need, ...]
    version: int


def read_letter(services: Services, token: str, *, at: datetime) -> LetterView:
    """Raises LinkInvalid, LinkUsed, LinkExpired, RequestSuperseded, RequestForbids, NotAsked,
    QuoteMissing.
    """
    with services.database.reading() as tx:
        _call, letter, case = opened(services, tx, token, at=at, correlation="")
    return view_of_letter(letter, case)


def opened(
    services: Services,
    tx: Transaction,
    token: str,
    *,
    at: datetime,
    correlation: str,
    version: int | None = None,
) -> tuple[Call, Letter, Case]:
    """What ``read_letter`` raises, and RequestChanged for another version than that."""
    letter = letters.load(tx, read_token(services.letter_key, token))
    check_usable(letter, at=at)
    request = approvals.load(tx, letter.request, connection=letter.connection)
    actor = Actor(request.connection, request.org, letter.user, "", frozenset[Role]())
    session = PanelSession(actor, request.opportunity, Frame("", ""), "en", at, letter.expires_at)
    call = Call(session, at.astimezone(UTC), correlation)
    case = meant_case(services, tx, call, request.quote, meant=Meant(letter.request))
    following(case.request.status, Verb.APPROVE)
    if not waits_for(case.request, letter.user, case.circle):
        raise NotAsked("This request does not wait for you any more. Open the quote from your CRM.")
    if version not in (None, case.request.version):
        raise RequestChanged("Somebody else decided meanwhile. Open the link again.")
    return call, letter, case


def view_of_letter(letter: Letter, case: Case) -> LetterView:
    request = case.request
    return LetterView(
        letter=letter,
        quote=case.quote,
        name=case.circle.directory.name(letter.user),
        author=request.author_name,
        comment=request.comment,
        needs=without_costs(one.need for one in waits_for(request, letter.user, case.circle)),
        version=request.version,
    )
