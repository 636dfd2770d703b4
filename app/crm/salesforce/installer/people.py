"""Who has which of the connector's permission sets, by the API of records."""

from collections.abc import Collection, Iterator, Sequence
from typing import Any, Final

from marshmallow import EXCLUDE, Schema, fields
from simple_salesforce.format import format_soql

from app.crm.errors import CrmRefused
from app.crm.installation import Assignment
from app.crm.salesforce.installer.calls import Calls
from app.crm.salesforce.refusals import refusals_in, refused, unavailable
from app.crm.salesforce.rows import IdRow

_MOST: Final = 200
_THERE_ALREADY: Final = frozenset({"DUPLICATE_VALUE"})


class _Schema(Schema):
    class Meta:
        unknown = EXCLUDE


class _User(_Schema):
    id = fields.Str(data_key="Id", required=True)
    username = fields.Str(data_key="Username", required=True)


class _Set(_Schema):
    id = fields.Str(data_key="Id", required=True)
    name = fields.Str(data_key="Name", required=True)


class _UserName(_Schema):
    username = fields.Str(data_key="Username", load_default="", allow_none=True)


class _SetName(_Schema):
    name = fields.Str(data_key="Name", required=True)


class _Given(IdRow):
    assignee = fields.Nested(_UserName, data_key="Assignee", load_default=dict, allow_none=True)
    permission_set = fields.Nested(_SetName, data_key="PermissionSet", required=True)


def users(calls: Calls, usernames: Collection[str]) -> dict[str, str]:
    """Ids of active users by their names in small letters: the org minds no case."""
    if not usernames:
        return {}
    soql = format_soql(
        "SELECT Id, Username FROM User WHERE IsActive = true AND Username IN {}", sorted(usernames)
    )
    return {row["username"].lower(): row["id"] for row in calls.rows(soql, _User)}


def assignments(calls: Calls, names: Collection[str]) -> tuple[Assignment, ...]:
    if not names:
        return ()
    soql = format_soql(
        "SELECT Id, Assignee.Username, PermissionSet.Name FROM PermissionSetAssignment "
        "WHERE PermissionSet.Name IN {} ORDER BY Id",
        sorted(names),
    )
    rows = calls.rows(soql, _Given)
    return tuple(_assignment(row) for row in rows)


def _assignment(row: dict[str, Any]) -> Assignment:
    assignee = row["assignee"] or {}
    return Assignment(row["id"], row["permission_set"]["name"], assignee.get("username") or "")


def assign(calls: Calls, wanted: Collection[tuple[str, str]]) -> None:
    """(permission set, username), without those who have it."""
    have = {(one.permission_set, one.username.lower()) for one in assignments(calls, {s for s, _ in wanted})}
    missing = [pair for pair in dict.fromkeys(wanted) if (pair[0], pair[1].lower()) not in have]
    if not missing:
        return
    ids = users(calls, {username for _, username in missing})
    soql = format_soql("SELECT Id, Name FROM PermissionSet WHERE Name IN {}", sorted({s for s, _ in missing}))
    sets = {row["name"]: row["id"] for row in calls.rows(soql, _Set)}
    records = [
        {
            "attributes": {"type": "PermissionSetAssignment"},
            "AssigneeId": ids[username.lower()],
            "PermissionSetId": sets[name],
        }
        for name, username in missing
        if username.lower() in ids and name in sets
    ]
    for part in _parts(records):
        _check(calls.post("composite/sobjects", {"allOrNone": True, "records": part}))


def unassign(calls: Calls, given: Collection[Assignment]) -> None:
    for part in _parts([one.id for one in given]):
        _check(calls.delete(f"composite/sobjects?ids={','.join(part)}&allOrNone=true"))


def _parts(items: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(items), _MOST):
        yield items[start : start + _MOST]


def _check(answer: object) -> None:
    """Raises what the first record was refused for; who has it meanwhile has it."""
    if not isinstance(answer, list):
        raise unavailable()
    for one in answer:
        errors = refusals_in(one.get("errors")) if isinstance(one, dict) and not one.get("success") else ()
        for error in errors:
            if error.code not in _THERE_ALREADY:
                raise CrmRefused(str(refused(error).detail), facts=refused(error).facts)
