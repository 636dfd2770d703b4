"""Conditional calls: dates to the second, as the vendor takes them, and entity tags of accounts."""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

from .failures import ApiError

TAGGED = "Account"
_TAG = re.compile(r'(?:W/)?"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Conditions:
    """The four headers as they came; empty for none."""

    modified_since: str = ""
    unmodified_since: str = ""
    match: str = ""
    none_match: str = ""


NO_CONDITIONS = Conditions()


def conditions_of(headers: Mapping[str, str]) -> Conditions:
    """`headers` has lower-case names."""
    return Conditions(
        headers.get("if-modified-since", ""),
        headers.get("if-unmodified-since", ""),
        headers.get("if-match", ""),
        headers.get("if-none-match", ""),
    )


def is_known(conditions: Conditions, changed: str, tag: str = "") -> bool:
    """Whether a reader has this already (304). Raises ApiError 412; a header that is no date is ignored."""
    until = _read(conditions.unmodified_since)
    if until and _changed(changed) > until:
        raise _precondition("The record was modified after the date of the If-Unmodified-Since header")
    _check_match(conditions, tag)
    if tag and conditions.none_match:
        return tag in _tags(conditions.none_match)
    since = _read(conditions.modified_since)
    return since is not None and _changed(changed) <= since


def check_change(conditions: Conditions, changed: str, tag: str = "") -> None:
    """For a writer. Raises ApiError 412, and 400 for a header that cannot be read."""
    for header, text in (
        ("If-Unmodified-Since", conditions.unmodified_since),
        ("If-Modified-Since", conditions.modified_since),
    ):
        if text and _read(text) is None:
            raise ApiError(400, "INVALID_INPUT", f"The value of the {header} header is no HTTP date")
    for text in (conditions.match, conditions.none_match):
        if tag and text and not _tags(text):
            raise ApiError(400, "INVALID_INPUT", "The value of the If-Match header is no list of entity tags")
    if is_known(conditions, changed, tag):
        raise _precondition("The record was not modified, or has the entity tag that it must not have")


def _check_match(conditions: Conditions, tag: str) -> None:
    if tag and conditions.match and not {tag, "*"} & _tags(conditions.match):
        raise _precondition("The record has none of the entity tags of the If-Match header")


def _precondition(words: str) -> ApiError:
    return ApiError(412, "PRECONDITION_FAILED", words)


def _tags(text: str) -> set[str]:
    return {"*"} if text.strip() == "*" else set(_TAG.findall(text))


def tag_of(shown: bytes) -> str:
    """The entity tag of a record, made of its JSON."""
    return hashlib.sha256(shown).hexdigest()[:28]


def last_modified(changed: str) -> str:
    """The vendor's spelling of a time as an HTTP date."""
    return format_datetime(_changed(changed), usegmt=True)


def _changed(text: str) -> datetime:
    return _aware(datetime.fromisoformat(text)).replace(microsecond=0)


def _read(text: str) -> datetime | None:
    try:
        return _aware(parsedate_to_datetime(text)) if text else None
    except (ValueError, OverflowError):
        return None


def _aware(moment: datetime) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
