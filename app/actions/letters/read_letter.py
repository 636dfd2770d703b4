"""What the link of a letter shows: what waits for whom it was written to. Looking changes nothing."""

from dataclasses import dataclass
from datetime import UTC, datetime

from app.actions.approvals.asked_approval import Case, case_of_request
from app.actions.call import Call, PanelSession
from app.actor import Actor, Role, UserId
from app.approvals import (
    ApproverGone,
    Letter,
    Need,
    NotAsked,
    RequestChanged,
    Verb,
    check_usable,
    following,
    read_token,
    represented_by,
    waits_for,
    without_costs,
)
from app.crm import Frame
from app.quoting import Quote
from app.services import Services
from app.store import Transaction, letters


@dataclass(frozen=True, slots=True)
class LetterView:
    """``needs`` without what tells costs: a letter may be forwarded. ``decides_for``: for which others, by
    name. ``version`` is that of the request.
    """

    letter: Letter
    quote: Quote
    name: str
    decides_for: tuple[str, ...]
    author: str
    comment: str
    needs: tuple[Need, ...]
    version: int


def read_letter(services: Services, token: str, *, at: datetime) -> LetterView:
    """Raises LinkInvalid, LinkUsed, LinkExpired, RequestMissing, RequestSuperseded, RequestForbids,
    ApproverGone, NotAsked.
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
    case = case_of_request(services, tx, letter.request, connection=letter.connection, at=at)
    following(case.request.status, Verb.APPROVE)
    _check_asked(case, letter.user)
    if version not in (None, case.request.version):
        raise RequestChanged("Somebody else decided meanwhile. Open the link again.")
    return _call(case, letter, at=at, correlation=correlation), letter, case


def _check_asked(case: Case, user: UserId) -> None:
    """Raises ApproverGone, NotAsked."""
    if not case.circle.directory.is_active(user):
        raise ApproverGone("Whom this letter was written to is not active in the CRM any more.")
    if not waits_for(case.request, user, case.circle):
        raise NotAsked("This request does not wait for you any more. Open the quote from your CRM.")


def _call(case: Case, letter: Letter, *, at: datetime, correlation: str) -> Call:
    """As if the person were there, with no role but that they are asked."""
    request = case.request
    name = case.circle.directory.name(letter.user)
    actor = Actor(request.connection, request.org, letter.user, name, frozenset[Role]())
    session = PanelSession(actor, request.opportunity, Frame("", ""), "en", at, letter.expires_at)
    return Call(session, at.astimezone(UTC), correlation)


def view_of_letter(letter: Letter, case: Case) -> LetterView:
    request, directory = case.request, case.circle.directory
    others = represented_by(request, letter.user, case.circle)
    return LetterView(
        letter=letter,
        quote=case.quote,
        name=directory.name(letter.user),
        decides_for=tuple(directory.name(one) or one for one in others),
        author=request.author_name,
        comment=request.comment,
        needs=without_costs(one.need for one in waits_for(request, letter.user, case.circle)),
        version=request.version,
    )
