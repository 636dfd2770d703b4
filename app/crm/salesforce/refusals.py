"""What the API's refusals mean to us, by their error code: HTTP statuses vary for one and the same code."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, pre_load

from app.crm.errors import CrmBusy, CrmChanged, CrmLimit, CrmRefused, CrmSessionExpired, CrmUnavailable
from app.crm.salesforce.text import one_line
from app.errors import AppError

SESSION_CODES = frozenset({"INVALID_SESSION_ID", "INVALID_AUTH_HEADER"})
BUSY_CODES = frozenset({"UNABLE_TO_LOCK_ROW"})
LIMIT_CODES = frozenset({"REQUEST_LIMIT_EXCEEDED"})
DOWN_CODES = frozenset({"SERVER_UNAVAILABLE", "UNKNOWN_EXCEPTION", "GACK"})
# These say only that another part of the same call failed.
HALTED_CODES = frozenset({"PROCESSING_HALTED", "ALL_OR_NONE_OPERATION_ROLLED_BACK"})
# An object or field of ours is not there, or the user may not see it.
SCHEMA_CODES = frozenset({"INVALID_FIELD", "INVALID_TYPE", "INVALID_FIELD_FOR_INSERT_UPDATE"})
# Somebody has to be given a right, or a rule of the org has to change.
POLICY_CODES = frozenset(
    {
        "INSUFFICIENT_ACCESS",
        "INSUFFICIENT_ACCESS_OR_READONLY",
        "INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY",
        "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY",
        "ENTITY_IS_LOCKED",
        "API_DISABLED_FOR_ORG",
        "USER_NOT_ACTIVE",
    }
)
DUPLICATE_CODES = frozenset({"DUPLICATE_VALUE"})
GONE_CODES = frozenset({"NOT_FOUND", "ENTITY_IS_DELETED", "INVALID_CROSS_REFERENCE_KEY"})
# The condition of a call does not hold any more.
CHANGED_CODES = frozenset({"PRECONDITION_FAILED", "ENTITY_HAS_BEEN_MODIFIED"})

_WORDS_LIMIT = 400
_FIELDS_LIMIT = 20


@dataclass(frozen=True, slots=True)
class Refusal:
    """One error entry. ``words`` and ``fields`` are the vendor's, cleaned and cut, not escaped."""

    code: str
    words: str
    fields: tuple[str, ...] = ()


class _Entry(Schema):
    class Meta:
        unknown = EXCLUDE

    code = fields.Str(data_key="errorCode", required=True)
    message = fields.Str(load_default="", allow_none=True)
    fields_ = fields.List(fields.Str(), data_key="fields", load_default=list, allow_none=True)

    @pre_load
    def one_name_for_the_code(self, data: Any, **_options: Any) -> Any:
        """Collections call it statusCode."""
        if isinstance(data, dict) and "errorCode" not in data and "statusCode" in data:
            return {**data, "errorCode": data["statusCode"]}
        return data


_ENTRIES = _Entry(many=True)


def refusals_in(body: object) -> tuple[Refusal, ...]:
    """The error entries of a body, or none if it is not the API's list of errors."""
    if not isinstance(body, list):
        return ()
    try:
        entries: list[dict[str, Any]] = _ENTRIES.load(body)
    except ValidationError:
        return ()
    return tuple(_refusal(entry) for entry in entries)


def _refusal(entry: dict[str, Any]) -> Refusal:
    named = tuple(one_line(name, limit=80) for name in (entry["fields_"] or ())[:_FIELDS_LIMIT])
    return Refusal(
        code=one_line(entry["code"], limit=80),
        words=one_line(entry["message"] or "", limit=_WORDS_LIMIT),
        fields=named,
    )


def failure_of(refusals: Sequence[Refusal], *, status: int) -> AppError:
    """The failure to raise. ``status`` counts only where no code says more."""
    telling = [refusal for refusal in refusals if refusal.code not in HALTED_CODES] or list(refusals)
    code = telling[0].code if telling else ""
    if code in SESSION_CODES or status == 401:
        return session_expired()
    if code in CHANGED_CODES or status == 412:
        return CrmChanged("Somebody changed the quote in the CRM a moment ago. Look at it again.")
    if code in LIMIT_CODES:
        return _limit(telling[0])
    if code in BUSY_CODES:
        return CrmBusy(
            "Someone else is changing the same record in the CRM. It will be tried again in a moment."
        )
    if not telling or status >= 500 or code in DOWN_CODES:
        return unavailable()
    return refused(telling[0])


def _limit(refusal: Refusal) -> CrmLimit:
    """The daily allowance, or too many calls at one moment: the same code, told apart by its words."""
    if refusal.words.startswith("Concurrent"):
        return CrmLimit("Your CRM is answering too many calls at the moment. Try again in a minute.")
    return CrmLimit("Your CRM's allowance of API calls is used up. It frees up within a day.")


def session_expired() -> CrmSessionExpired:
    return CrmSessionExpired("Your CRM session has ended. Open the panel again from the record in your CRM.")


def unavailable() -> CrmUnavailable:
    return CrmUnavailable(
        "The CRM cannot be reached or does not answer properly. Nothing you entered is lost."
    )


def refused(refusal: Refusal) -> CrmRefused:
    facts: dict[str, object] = {
        "crm_code": refusal.code,
        "crm_message": refusal.words,
        "fields": list(refusal.fields),
    }
    if refusal.code in POLICY_CODES:
        facts["failure_class"] = "policy"
    if refusal.code in SCHEMA_CODES:
        facts["failure_class"] = "downstream"
    words = refusal.words or refusal.code
    hint = (
        " Ask your administrator to install or update our package in the CRM."
        if refusal.code in SCHEMA_CODES
        else ""
    )
    return CrmRefused(f"The CRM refused: {words}{hint}", facts=facts)
