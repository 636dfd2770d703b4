"""Permission sets and profiles are records too: users are given them by their ids."""

from app.sandbox.work import Work

from .components import Component
from .deployment import DELETED, SAME, Done
from .xml import text

PERMISSION_SET = "PermissionSet"
PROFILE = "Profile"
STANDARD_PROFILES = {
    "Admin": "System Administrator",
    "Standard": "Standard User",
    "ReadOnly": "Read Only",
}
"""By the names that they are deployed with."""


def follow(work: Work, done: Done) -> None:
    """In the transaction of the deployment."""
    if done.how == SAME:
        return
    if done.component.kind == PERMISSION_SET:
        _forget(work, done.component.name) if done.how == DELETED else _keep_set(work, done.component)
    elif done.component.kind == PROFILE and done.how != DELETED:
        _keep_profile(work, done.component.name)


def _keep_set(work: Work, component: Component) -> None:
    root = component.element()
    said = {"Label": text(root, "label"), "Description": text(root, "description") or None}
    for row in _sets(work, component.name):
        work.database.update(PERMISSION_SET, row, {**said, **work.stamp_changed()})
        return
    work.insert(PERMISSION_SET, {"Name": component.name, **said})


def _sets(work: Work, name: str) -> list[str]:
    rows = work.database.rows(PERMISSION_SET, '"Name" = ? AND "IsDeleted" = 0', (name,))
    return [str(row["Id"]) for row in rows]


def _forget(work: Work, name: str) -> None:
    """With its assignments."""
    for record_id in _sets(work, name):
        gone = {"IsDeleted": 1, **work.stamp_changed()}
        work.database.update(PERMISSION_SET, record_id, gone)
        given = '"PermissionSetId" = ? AND "IsDeleted" = 0'
        for row in work.database.rows("PermissionSetAssignment", given, (record_id,)):
            work.database.update("PermissionSetAssignment", row["Id"], gone)


def _keep_profile(work: Work, name: str) -> None:
    known = STANDARD_PROFILES.get(name, name)
    if not work.database.rows(PROFILE, '"Name" = ?', (known,)):
        work.insert(PROFILE, {"Name": known, "UserType": "Standard"})
