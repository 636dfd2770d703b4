"""What somebody else does right before a call."""

import re
from urllib.parse import unquote_plus

from app.sandbox import rows
from app.sandbox.database import Row
from app.sandbox.failures import ApiError
from app.sandbox.ids import normalised
from app.sandbox.schema import Entity
from app.sandbox.soap_envelope import session_of
from app.sandbox.tokens import Tokens
from app.sandbox.values import to_stored
from app.sandbox.wire import Request
from app.sandbox.work import Work

from .orders import Fault
from .waiting import waits


def carry_out(fault: Fault, request: Request, work: Work, tokens: Tokens) -> None:
    """`work` is the org's own, which no fault hinders."""
    if fault.fault == "latency":
        waits(fault, request)
    elif fault.fault == "session_ends":
        bearer = request.headers.get("authorization", "").partition(" ")[2].strip()
        tokens.revoke(bearer or session_of(request))
    elif fault.fault in ("deleted_record", "changed_record"):
        _disturb(fault, request, work)


def _disturb(fault: Fault, request: Request, work: Work) -> None:
    entity = work.entity(fault.object)
    with work.database.transaction():
        row = _chosen(fault, request, work, entity)
        if row is None or row["IsDeleted"]:
            return
        if fault.fault == "deleted_record":
            _delete(work, entity, row)
            return
        changes = {}
        for name, value in fault.set.items():
            field = entity.field(name)
            if field is not None:
                changes[field.name] = to_stored(field, value)
        # Sums stay as they are: an amount that the org would work out again could not be changed.
        work.database.update(entity.name, row["Id"], {**changes, **work.stamp_changed()})


def _delete(work: Work, entity: Entity, row: Row) -> None:
    try:
        rows.delete(work, entity, row["Id"])
    except ApiError:
        # Some objects cannot be deleted by the API; in a real org an administrator's page does it.
        work.database.update(entity.name, row["Id"], {"IsDeleted": 1, **work.stamp_changed()})


def _chosen(fault: Fault, request: Request, work: Work, entity: Entity) -> Row | None:
    if fault.record:
        return work.database.row(entity.name, normalised(fault.record) or "")
    for record_id in _named(request, entity.prefix):
        if (row := work.database.row(entity.name, record_id)) is not None:
            return row
    newest = work.database.rows(entity.name, '"IsDeleted" = 0 ORDER BY "Id" DESC LIMIT 1')
    return newest[0] if newest else None


def _named(request: Request, prefix: str) -> list[str]:
    """The ids of that object in the address and in the body, in their order."""
    text = f"{request.path} {unquote_plus(request.query)} " + request.body.decode("utf-8", "replace")
    shape = rf"(?<![A-Za-z0-9]){re.escape(prefix)}[A-Za-z0-9]{{12}}(?:[A-Za-z0-9]{{3}})?(?![A-Za-z0-9])"
    found = (normalised(match) for match in re.findall(shape, text))
    return [record_id for record_id in found if record_id]
