"""People of the org as opening the panel reads them: whoever opens, their managers, and all who have a role.

Roles of ours come from names of profiles, of roles and of permission sets, as the connection says.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from simple_salesforce.format import format_soql

from app.actor import UserId
from app.approvals import Person
from app.crm.port import Connection, PeopleWanted
from app.crm.salesforce.composite import Result
from app.crm.salesforce.ids import record_id
from app.crm.salesforce.rows import AssignmentRow, PersonRow, Row, rows_of
from app.crm.salesforce.text import one_line

MOST_PEOPLE: Final = 500
_USER = "005"
_NAME_LIMIT: Final = 121
_GROUP_LIMIT: Final = 255
# As many as a query may go up from its object.
_LEVELS: Final = 5

_FIELDS = ("Id", "Name", "Username", "Email", "IsActive", "ManagerId", "Profile.Name", "UserRole.Name")
_OF_MANAGER = ("Id", "Name", "Username", "Email", "IsActive")
_NAMED = " OR Profile.Name IN {names} OR UserRole.Name IN {names}"
_BY_USERNAME = " OR Username IN {usernames}"
_PEOPLE = (
    "SELECT {fields:literal} FROM User WHERE Id IN {ids}{named:literal} ORDER BY Id LIMIT {most:literal}"
)
_ASSIGNED = (
    "SELECT PermissionSet.Name, {fields:literal} FROM PermissionSetAssignment "
    "WHERE PermissionSet.Name IN {names} ORDER BY Id LIMIT {most:literal}"
)


def people_queries(connection: Connection, wanted: PeopleWanted) -> dict[str, str]:
    """SOQL by the name of the answer's part."""
    mapped = {name for of_crm in connection.roles.values() for name in of_crm}
    names = sorted({*mapped, *wanted.groups})
    ids = sorted({one for text in (wanted.user, *wanted.named) if (one := record_id(text, prefix=_USER))})
    values: dict[str, Any] = {"ids": ids, "names": names, "most": str(MOST_PEOPLE)}
    others = sorted(name for name in wanted.named if record_id(name) is None)
    chain = [f"{'Manager.' * level}{name}" for level in range(1, _LEVELS + 1) for name in _OF_MANAGER]
    named = format_soql(_NAMED, **values) if names else ""
    named += format_soql(_BY_USERNAME, usernames=others) if others else ""
    queries = {"people": format_soql(_PEOPLE, **values, fields=", ".join([*_FIELDS, *chain]), named=named)}
    if names:
        assignee = [f"Assignee.{name}" for name in _FIELDS]
        queries["assigned"] = format_soql(_ASSIGNED, **values, fields=", ".join(assignee))
    return queries


def people_read(results: Mapping[str, Result], connection: Connection) -> tuple[Person, ...]:
    """All who were found, each once, with the names of ours that they have."""
    found: dict[str, Row] = {}
    names: dict[str, set[str]] = {}
    managers: dict[str, Row] = {}
    if (answer := results.get("people")) is not None and answer.succeeded:
        for row in rows_of(PersonRow, answer.body):
            found[row["id"]] = row
            managers |= _chain(row)
    if (answer := results.get("assigned")) is not None and answer.succeeded:
        for row in rows_of(AssignmentRow, answer.body):
            person = row["person"]
            found.setdefault(person["id"], person)
            names.setdefault(person["id"], set()).add(row["permission_set"]["name"] or "")
    everybody = {**managers, **found}
    return tuple(_person(row, names.get(user, set()), connection) for user, row in everybody.items())


def _chain(row: Row) -> dict[str, Row]:
    """Everybody above, as far as one query sees; each names the one above them."""
    above: dict[str, Row] = {}
    one = row["manager"]
    while one is not None:
        above[one["id"]] = one
        one = one["manager"]
    return above


def _person(row: Row, sets: Iterable[str], connection: Connection) -> Person:
    of_crm = (*sets, (row["profile"] or {}).get("name"), (row["role"] or {}).get("name"))
    groups = frozenset(one_line(name, limit=_GROUP_LIMIT) for name in of_crm if name)
    manager = row["manager_id"] or (row["manager"] or {}).get("id")
    return Person(
        user=UserId(record_id(row["id"]) or ""),
        name=one_line(row["name"] or "", limit=_NAME_LIMIT),
        active=row["active"],
        manager=UserId(record_id(manager) or "") if manager else None,
        username=one_line(row["username"] or "", limit=_NAME_LIMIT),
        email=one_line(row["email"] or "", limit=_NAME_LIMIT),
        groups=groups,
        roles=frozenset(name for name, those in connection.roles.items() if groups & set(those)),
    )
