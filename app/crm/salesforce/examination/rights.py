"""Questions about the permission sets of roles and panel: there, complete, given to people."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, Final

from simple_salesforce.format import format_soql

from app.crm.examination import Answer, Area, fault, ok, told, warning
from app.crm.salesforce.connector import Wish
from app.crm.salesforce.connector.permissions import ROLES, Rights, rights_of
from app.crm.salesforce.examination.case import Asked, Case, asked
from app.crm.salesforce.examination.rows import FieldRightsRow, GivenRow, NamedRow, ObjectRightsRow
from app.crm.salesforce.mapped import mapping_of

_SETS: Final = "SELECT Name FROM PermissionSet WHERE Name IN {names}"
_PROFILES: Final = "SELECT Name FROM Profile WHERE Name IN {names}"
_USER_ROLES: Final = "SELECT Name FROM UserRole WHERE Name IN {names}"
_OBJECTS: Final = (
    "SELECT Parent.Name, SobjectType, PermissionsCreate, PermissionsRead, PermissionsEdit, PermissionsDelete "
    "FROM ObjectPermissions WHERE Parent.Name IN {names}"
)
_FIELDS: Final = (
    "SELECT Parent.Name, Field, PermissionsRead, PermissionsEdit "
    "FROM FieldPermissions WHERE Parent.Name IN {names}"
)
_GIVEN: Final = (
    "SELECT PermissionSet.Name setName, COUNT(Id) people FROM PermissionSetAssignment "
    "WHERE PermissionSet.Name IN {names} AND Assignee.IsActive = true GROUP BY PermissionSet.Name"
)
_DEPLOY: Final = "Run quotewright install for the connection, or deploy the connector (docs/connector.md)"


def panel_set(case: Case) -> str:
    """The permission set of those who may open the panel, which is also the app's name."""
    return Wish(case.connection.name, case.subject.public_url).app_name


def _there(case: Case) -> Answer:
    wanted = (*ROLES, panel_set(case))
    missing = tuple(name for name in wanted if name not in _named(case, "sets", _SETS, wanted))
    if missing:
        return fault(f"Not there: {told(missing)}.", f"{_DEPLOY}.", missing)
    return ok(f"{told(wanted)} are there.")


def _named(case: Case, kind: str, soql: str, names: tuple[str, ...]) -> frozenset[str]:
    def read() -> frozenset[str]:
        return frozenset(row["name"] for row in case.org.rows(format_soql(soql, names=list(names)), NamedRow))

    found: frozenset[str] = case.once(f"{kind} {names}", read)
    return found


def _objects(case: Case) -> Answer:
    rows = case.org.rows(format_soql(_OBJECTS, names=list(ROLES)), ObjectRightsRow)
    given = {(row["parent"]["name"], row["entity"]): _words(row) for row in rows}
    wanted = {
        (role, entity): frozenset(words)
        for role, rights in _rights(case).items()
        for entity, words in rights.objects.items()
    }
    return _lacking(wanted, given, "objects")


def _fields(case: Case) -> Answer:
    rows = case.org.rows(format_soql(_FIELDS, names=list(ROLES)), FieldRightsRow)
    given = {(row["parent"]["name"], row["field"]): _words(row) for row in rows}
    wanted = {
        (role, field): frozenset({"Read", "Edit"} if field in rights.editable else {"Read"})
        for role, rights in _rights(case).items()
        for field in rights.readable
    }
    return _lacking(wanted, given, "fields")


def _rights(case: Case) -> Mapping[str, Rights]:
    mapping = mapping_of(case.connection)
    return {role: rights_of(role, mapping) for role in ROLES}


def _words(row: Mapping[str, Any]) -> frozenset[str]:
    words = {"Read": "read", "Create": "create", "Edit": "edit", "Delete": "delete"}
    return frozenset(word for word, key in words.items() if row.get(key))


def _lacking(
    wanted: Mapping[tuple[str, str], frozenset[str]],
    given: Mapping[tuple[str, str], frozenset[str]],
    what: str,
) -> Answer:
    """Both by role and what it is a right on."""
    lacking = {key: words - given.get(key, frozenset()) for key, words in wanted.items()}
    names = tuple(
        sorted(f"{role}: {'/'.join(sorted(words))} of {on}" for (role, on), words in lacking.items() if words)
    )
    if names:
        return fault(f"Missing: {told(names)}.", f"{_DEPLOY}; or give the right back to the set.", names)
    return ok(f"The three roles have their rights on {what}.")


def _given(case: Case) -> Answer:
    wanted = (ROLES[0], panel_set(case))
    rows = case.org.rows(format_soql(_GIVEN, names=[*ROLES, panel_set(case)]), GivenRow)
    people = Counter({row["name"]: row["people"] for row in rows})
    idle = tuple(name for name in wanted if not people[name])
    if idle:
        return warning(
            f"Given to nobody who is active: {told(idle)}.",
            "Setup, Permission Sets, the set, Manage Assignments. Whoever opens the panel needs both.",
            idle,
        )
    counts = tuple(f"{name} {people[name]}" for name in (*ROLES, panel_set(case)))
    return ok(f"Given to people: {told(counts)}.")


def _known(case: Case) -> Answer:
    mapped = tuple(sorted({name for names in case.connection.roles.values() for name in names}))
    if not mapped:
        return warning(
            "The connection gives nobody a role, so nobody but managers can agree, and nobody operates.",
            f"quotewright connection set {case.connection.name} --role approver=QW_Approver "
            "--role operator=QW_Operator",
        )
    queries = (("sets", _SETS), ("profiles", _PROFILES), ("user roles", _USER_ROLES))
    known = frozenset[str]().union(*(_named(case, kind, soql, mapped) for kind, soql in queries))
    missing = tuple(name for name in mapped if name not in known)
    if missing:
        return warning(
            f"The org has no profile, role or permission set of the name: {told(missing)}.",
            f"Put the right names: quotewright connection set {case.connection.name} --role ROLE=NAME …",
            missing,
        )
    return ok(f"The org has all {len(mapped)} that the connection names.")


_SETS_THERE: Final = ("mapping_read", "org_matches", "sets_there")
RIGHTS: Final[tuple[Asked, ...]] = tuple(
    asked(code, Area.RIGHTS, words, answer, needs=needs)
    for code, words, answer, needs in (
        ("sets_there", "The permission sets of the connector", _there, ("org_matches",)),
        ("object_rights", "The roles' rights on objects", _objects, _SETS_THERE),
        ("field_rights", "The roles' rights on fields", _fields, _SETS_THERE),
        ("sets_given", "Somebody has the permission sets", _given, _SETS_THERE),
        ("roles_known", "Whom the connection gives a role", _known, ("org_matches",)),
    )
)
