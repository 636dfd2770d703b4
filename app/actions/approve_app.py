"""A user lets the app act for them: out to the CRM's own page in a window of its own, and back."""

import json
from datetime import datetime, timedelta
from typing import ClassVar

from app.actions.connected import connection_named
from app.crm import ApprovalRequest, Connection, LaunchRefused, UserApproval
from app.errors import Missing, Refused, Unverified
from app.services import Services
from app.store import Transaction, approval_requests

_PATIENCE = timedelta(minutes=10)


class ApprovalUnknown(Unverified):
    """The way back does not belong to a way out that is still open."""

    code: ClassVar[str] = "approval_unknown"


class ApprovalUnneeded(Refused):
    code: ClassVar[str] = "approval_unneeded"


def start_approval(services: Services, *, connection: str, login_url: str, at: datetime) -> str:
    """The address to open. Raises LaunchRefused for an unknown connection or a login page that is none."""
    with services.database.reading() as tx:
        known = _known(tx, connection)
    request = _approval(services).start(known, login_url, redirect_uri=_way_back(services, known))
    kept = json.dumps([request.address, request.verifier, request.login])
    with services.database.transaction() as tx:
        approval_requests.forget_before(tx, at - _PATIENCE)
        approval_requests.keep(tx, connection=known.name, state=request.state, secret=kept, at=at)
    return request.address


def finish_approval(services: Services, *, connection: str, state: str, code: str, at: datetime) -> None:
    """Each way out leads back once. Raises ApprovalUnknown, LaunchRefused, and what the CRM answers."""
    with services.database.transaction() as tx:
        known = _known(tx, connection)
        kept = approval_requests.take(tx, connection=known.name, state=state, since=at - _PATIENCE)
    if kept is None:
        raise ApprovalUnknown("This approval is not open any more. Close the window and start again.")
    address, verifier, login = json.loads(kept)
    request = ApprovalRequest(address=address, state=state, verifier=verifier, login=login)
    _approval(services).finish(known, code, request=request, redirect_uri=_way_back(services, known))


def _known(tx: Transaction, name: str) -> Connection:
    try:
        return connection_named(tx, name)
    except Missing:
        raise LaunchRefused from None


def _approval(services: Services) -> UserApproval:
    approval = services.gateway.user_approval
    if approval is None:
        raise ApprovalUnneeded("This CRM asks for no approval. Open the panel from the record.")
    return approval


def _way_back(services: Services, connection: Connection) -> str:
    return f"{services.public_url}/canvas/{connection.name}/approval"
