"""Questions about the token: accepted, of the connection's org, of somebody who sees its set-up."""

import re
from dataclasses import dataclass
from typing import Any, Final

from simple_salesforce.format import format_soql

from app.crm.errors import CrmLimit, CrmRefused, CrmSessionExpired
from app.crm.examination import TOKEN_ACCEPTED, Answer, Area, fault, ok, unknown, warning
from app.crm.salesforce.examination.case import Asked, Case, asked
from app.crm.salesforce.examination.rows import AdministeringRow, AdministratorRow, OrganizationRow
from app.crm.salesforce.ids import ORGANIZATION, USER, record_id
from app.crm.salesforce.refusals import unavailable
from app.crm.salesforce.rows import Row

_IDENTITY: Final = re.compile(r"https?://[^/\s]+/id/([0-9A-Za-z]{15,18})/([0-9A-Za-z]{15,18})")
_NO_API: Final = frozenset({"API_DISABLED_FOR_ORG", "API_CURRENTLY_DISABLED"})
_ORGANIZATION: Final = "SELECT Id, Name, OrganizationType, IsSandbox FROM Organization LIMIT 1"
_PERSON: Final = (
    "SELECT Id, Name, Profile.PermissionsCustomizeApplication, Profile.PermissionsViewSetup "
    "FROM User WHERE Id = {user}"
)
_BY_SETS: Final = (
    "SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = {user} "
    "AND PermissionSet.PermissionsViewSetup = true LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class _Who:
    org: str
    user: str


def _who(case: Case) -> _Who:
    """By the resource that every token may read."""
    who: _Who = case.once("who", lambda: _asked_who(case))
    return who


def _asked_who(case: Case) -> _Who:
    found = case.org.get("")
    place = found.get("identity") if isinstance(found, dict) else None
    ids = _IDENTITY.fullmatch(place) if isinstance(place, str) else None
    org, user = (record_id(ids[1], prefix=ORGANIZATION), record_id(ids[2], prefix=USER)) if ids else ("", "")
    if not org or not user:
        raise unavailable()
    return _Who(org, user)


def organization(case: Case) -> Row:
    """Raises CrmUnavailable where the org does not show its own record."""

    def read() -> Row:
        rows = case.org.rows(_ORGANIZATION, OrganizationRow)
        if not rows:
            raise unavailable()
        return rows[0]

    row: Row = case.once("organization", read)
    return row


def _accepted(case: Case) -> Answer:
    if case.subject.access is None:
        return unknown("Nobody gave a token, so the org was not asked.", case.subject.how_to_sign_in)
    try:
        _who(case)
    except CrmSessionExpired:
        return fault(
            "The org does not accept the token, or no longer.", "Sign in again and give the new one."
        )
    except CrmRefused as refused:
        return _no_api(refused)
    except CrmLimit:
        return unknown("The org answers no more calls today: see allowance_left.")
    return ok("The org accepts it.")


def _no_api(refused: CrmRefused) -> Answer:
    if refused.facts.get("crm_code") in _NO_API:
        return fault(
            "The org has no API, or not for this user.",
            "Editions below Enterprise buy it; a user needs the permission API Enabled.",
        )
    return fault(refused.detail, "The user needs the permission API Enabled.")


def _matches(case: Case) -> Answer:
    there, ours = _who(case).org, record_id(case.connection.org, prefix=ORGANIZATION)
    if there != ours:
        return fault(
            f"The token is of the org {there}, the connection of {ours or 'none'}: launches are refused.",
            "Use a token of the connection's org, or "
            f"quotewright connection set {case.connection.name} --org-id {there}, if that is the right one.",
        )
    return ok(f"Both are {there}.")


def _administers(case: Case) -> Answer:
    user = _who(case).user
    rows = case.org.rows(format_soql(_PERSON, user=user), AdministratorRow)
    profile: dict[str, Any] = (rows[0]["profile"] if rows else None) or {}
    seen = profile.get("customizes") or profile.get("sees_setup")
    if seen or case.org.rows(format_soql(_BY_SETS, user=user), AdministeringRow):
        return ok("They see the org's set-up.")
    return warning(
        "They may not see the org's set-up, so some answers below are about what they see only.",
        "Ask again with the token of somebody who has the permission View Setup and Configuration.",
    )


IDENTITY: Final[tuple[Asked, ...]] = (
    asked(
        TOKEN_ACCEPTED,
        Area.IDENTITY,
        "The org accepts the token",
        _accepted,
        needs=("host_allowed", "certificate_trusted", "api_version_offered"),
    ),
    asked(
        "org_matches",
        Area.IDENTITY,
        "The token is of the connection's org",
        _matches,
        needs=("token_accepted",),
    ),
    asked(
        "user_administers",
        Area.IDENTITY,
        "Whoever asks sees the org's set-up",
        _administers,
        needs=("token_accepted", "org_matches"),
    ),
)
