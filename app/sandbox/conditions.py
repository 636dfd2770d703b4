"""Conditional changes: `If-Unmodified-Since`, to the second, as the vendor takes it."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from .failures import ApiError
from .schema import Entity
from .work import Work


def check_unmodified(work: Work, entity: Entity, record_id: str, since: str) -> None:
    """`since` is an HTTP date, or empty for no condition. Raises ApiError 412, or 400 for another text."""
    if not since:
        return
    changed = datetime.fromisoformat(work.existing(entity.name, record_id)["LastModifiedDate"])
    if _aware(changed).replace(microsecond=0) > _moment(since):
        words = "The record was modified after the date of the If-Unmodified-Since header"
        raise ApiError(412, "PRECONDITION_FAILED", words)


def _moment(text: str) -> datetime:
    try:
        return _aware(parsedate_to_datetime(text))
    except ValueError:
        words = "The value of the If-Unmodified-Since header is no HTTP date"
        raise ApiError(400, "INVALID_INPUT", words) from None


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
