"""What a collection answers to records that all come or none: their ids, or who was declined and why."""

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from app.crm.errors import CrmBusy
from app.crm.goods import Added, Decline
from app.crm.salesforce.goods.rows import AddedRow, id_of
from app.crm.salesforce.refusals import (
    BUSY_CODES,
    DUPLICATE_CODES,
    HALTED_CODES,
    LIMIT_CODES,
    SESSION_CODES,
    Refusal,
    failure_of,
    refusals_in,
    unavailable,
)
from app.crm.salesforce.rows import Row, row_of

Records: TypeAlias = Sequence[Mapping[str, object]]

_OF_THE_CALL = BUSY_CODES | LIMIT_CODES | SESSION_CODES
_UNTOLD = Refusal("UNKNOWN", "The org did not accept it and does not say why.")


def added(answer: object, records: Records) -> Added:
    """Raises CrmUnavailable for what is no such answer, and the failure that says nothing about a record."""
    if not isinstance(answer, list) or len(answer) != len(records):
        raise unavailable()
    rows = [row_of(AddedRow, one) for one in answer]
    if all(row["success"] for row in rows):
        return Added(ids=tuple(id_of(row["id"]) for row in rows))
    refusals = dict(_refusals(rows))
    failing = [one for one in refusals.values() if one.code in _OF_THE_CALL]
    if failing:
        raise failure_of(failing, status=400)
    if not refusals:
        raise CrmBusy("The CRM took back what it had written, and does not say why. Try again.")
    return Added(declined=tuple(_declines(refusals)))


def _refusals(rows: Sequence[Row]) -> Iterator[tuple[int, Refusal]]:
    """Of the rows that caused it; the others were only taken back with them."""
    for n, row in enumerate(rows):
        found = (refusals_in(row["errors"]) or (_UNTOLD,)) if not row["success"] else ()
        telling = next((one for one in found if one.code not in HALTED_CODES), None)
        if telling is not None:
            yield n, telling


def _declines(refusals: Mapping[int, Refusal]) -> Iterator[Decline]:
    for n, refusal in refusals.items():
        yield Decline(n, f"{refusal.code}: {refusal.words}", known=refusal.code in DUPLICATE_CODES)
