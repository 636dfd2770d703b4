"""Permission sets and profiles are records too: users are given them by their ids."""

from typing import Any
from xml.etree import ElementTree as ET

from app.sandbox.work import Work

from .components import Component
from .deployment import DELETED, SAME, Done
from .xml import flag, text

PERMISSION_SET = "PermissionSet"
ASSIGNMENT = "PermissionSetAssignment"
PROFILE = "Profile"
STANDARD_PROFILES = {
    "Admin": "System Administrator",
    "Standard": "Standard User",
    "ReadOnly": "Read Only",
}
"""By the names that they are deployed with."""
_RIGHTS = ("ObjectPermissions", "FieldPermissions")
_WORDS = ("Read", "Create", "Edit", "Delete")
_ALL_RECORDS = {"ViewAllRecords": "viewAllRecords", "ModifyAllRecords": "modifyAllRecords"}


def follow(work: Work, done: Done) -> None:
    """In the transaction of the deployment."""
    if done.how == SAME:
        return
    if done.component.kind == PERMISSION_SET:
        _forget(work, done.component.name) if done.how == DELETED else _keep_set(work, done.component)
    elif done.component.kind == PROFILE and done.how != DELETED:
        _keep_profile(work, done.component.name)


def listed(work: Work) -> list[dict[str, Any]]:
    """The permission sets, each with the aliases of those who have it."""
    rows = work.database.rows(PERMISSION_SET, '"IsDeleted" = 0 ORDER BY "Name"')
    aliases = {row["Id"]: row["Alias"] for row in work.database.rows("User")}
    return [
        {
            "name": row["Name"],
            "label": row["Label"],
            "holders": [aliases[user] for user in _holders(work, row["Id"])],
        }
        for row in rows
    ]


def _holders(work: Work, record_id: str) -> list[str]:
    given = '"PermissionSetId" = ? AND "IsDeleted" = 0 ORDER BY "Id"'
    return [row["AssigneeId"] for row in work.database.rows(ASSIGNMENT, given, (record_id,))]


def known(work: Work, name: str) -> bool:
    return bool(_sets(work, name))


def give(work: Work, name: str, user_id: str) -> None:
    """Whoever has it keeps it."""
    for record_id in _sets(work, name):
        if user_id not in _holders(work, record_id):
            work.insert(ASSIGNMENT, {"AssigneeId": user_id, "PermissionSetId": record_id})


def take(work: Work, name: str, user_id: str) -> None:
    gone = {"IsDeleted": 1, **work.stamp_changed()}
    given = '"PermissionSetId" = ? AND "AssigneeId" = ? AND "IsDeleted" = 0'
    for record_id in _sets(work, name):
        for row in work.database.rows(ASSIGNMENT, given, (record_id, user_id)):
            work.database.update(ASSIGNMENT, row["Id"], gone)


def _keep_set(work: Work, component: Component) -> None:
    root = component.element()
    said = {"Label": text(root, "label"), "Description": text(root, "description") or None}
    known = _sets(work, component.name)
    for row in known:
        work.database.update(PERMISSION_SET, row, {**said, **work.stamp_changed()})
    made = known[0] if known else work.insert(PERMISSION_SET, {"Name": component.name, **said})
    _keep_rights(work, made, root)


def _keep_rights(work: Work, parent: str, root: ET.Element) -> None:
    """As records, so that they can be asked for. What counts is the deployed file itself."""
    for table in _RIGHTS:
        work.database.execute(f'DELETE FROM "{table}" WHERE "ParentId" = ?', (parent,))  # noqa: S608 (a constant)
    for given in root.findall("{*}objectPermissions"):
        words = {f"Permissions{word}": int(flag(given, f"allow{word}")) for word in _WORDS}
        more = {f"Permissions{word}": int(flag(given, name)) for word, name in _ALL_RECORDS.items()}
        work.insert(_RIGHTS[0], {"ParentId": parent, "SobjectType": text(given, "object"), **words, **more})
    for given in root.findall("{*}fieldPermissions"):
        field = text(given, "field")
        said = {
            "PermissionsRead": int(flag(given, "readable")),
            "PermissionsEdit": int(flag(given, "editable")),
        }
        entity = field.partition(".")[0]
        work.insert(_RIGHTS[1], {"ParentId": parent, "SobjectType": entity, "Field": field, **said})


def _sets(work: Work, name: str) -> list[str]:
    rows = work.database.rows(PERMISSION_SET, '"Name" = ? AND "IsDeleted" = 0', (name,))
    return [str(row["Id"]) for row in rows]


def _forget(work: Work, name: str) -> None:
    """With its assignments."""
    for record_id in _sets(work, name):
        gone = {"IsDeleted": 1, **work.stamp_changed()}
        work.database.update(PERMISSION_SET, record_id, gone)
        for table in _RIGHTS:
            work.database.execute(f'DELETE FROM "{table}" WHERE "ParentId" = ?', (record_id,))  # noqa: S608 (a constant)
        given = '"PermissionSetId" = ? AND "IsDeleted" = 0'
        for row in work.database.rows(ASSIGNMENT, given, (record_id,)):
            work.database.update(ASSIGNMENT, row["Id"], gone)


def _keep_profile(work: Work, name: str) -> None:
    known = STANDARD_PROFILES.get(name, name)
    if not work.database.rows(PROFILE, '"Name" = ?', (known,)):
        work.insert(PROFILE, {"Name": known, "UserType": "Standard"})
