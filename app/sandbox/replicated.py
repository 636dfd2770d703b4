"""Which records of an object changed or went between two moments."""

from datetime import UTC, datetime
from typing import Any

from .failures import ApiError
from .schema import Entity
from .values import moment
from .work import Work

Json = dict[str, Any]


def deleted_between(work: Work, entity: Entity, start: str, end: str) -> Json:
    """Raises ApiError for a text that is no time."""
    first, last = _span(start, end)
    found = _rows(work, entity, first, last, deleted=1)
    records = [{"id": row["Id"], "deletedDate": row["SystemModstamp"]} for row in found]
    earliest = work.database.rows("Organization", '1 ORDER BY "Id" LIMIT 1')[0]["CreatedDate"]
    return {"deletedRecords": records, "earliestDateAvailable": earliest, "latestDateCovered": last}


def updated_between(work: Work, entity: Entity, start: str, end: str) -> Json:
    first, last = _span(start, end)
    ids = [row["Id"] for row in _rows(work, entity, first, last, deleted=0)]
    return {"ids": ids, "latestDateCovered": last}


def _rows(work: Work, entity: Entity, first: str, last: str, *, deleted: int) -> list[Json]:
    where = (
        '"SystemModstamp" >= ? AND "SystemModstamp" < ? AND "IsDeleted" = ? ORDER BY "SystemModstamp", "Id"'
    )
    return work.database.rows(entity.name, where, (first, last, deleted))


def _span(start: str, end: str) -> tuple[str, str]:
    """To the minute, as the vendor cuts the seconds off."""
    first, last = _read(start), _read(end)
    if last <= first:
        raise ApiError(
            400, "INVALID_REPLICATION_DATE", "startDate must be at least one minute before endDate"
        )
    return moment(first), moment(last)


def _read(text: str) -> datetime:
    try:
        # A plus sign of a time zone that was not encoded arrives as a space.
        read = datetime.fromisoformat(text.replace(" ", "+"))
        read = (read if read.tzinfo else read.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ApiError(400, "INVALID_REPLICATION_DATE", f"'{text[:40]}' is no time in ISO 8601") from None
    return read.replace(second=0, microsecond=0)
