"""External client apps as the API shows them: app, policy, permission sets that it is approved for."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from .apps import ADMIN_APPROVED, Apps
from .work import Work

_KIND: Final = "ExternalClientApplication"
_POLICY: Final = "ExtlClntAppOauthPlcyCnfg"
_ACCESS: Final = "SetupEntityAccess"
_POLICIES: Final = {True: "AdminApprovedPreAuthorized", False: "AllSelfAuthorized"}

Values = Mapping[str, Any]


def follow(work: Work) -> None:
    """In the transaction of what changed the apps. Records that stay keep their ids."""
    apps = [one for one in Apps(work.database).listed() if one.kind == _KIND]
    _settle(work, _KIND, ({"DeveloperName": one.name, "MasterLabel": one.label} for one in apps))
    ids = {row["DeveloperName"]: row["Id"] for row in _rows(work, _KIND)}
    policies = (
        {
            "DeveloperName": f"{one.name}_oauthPlcy",
            "ExternalClientApplicationId": ids[one.name],
            "PermittedUsersPolicyType": _POLICIES[one.users == ADMIN_APPROVED],
        }
        for one in apps
    )
    _settle(work, _POLICY, policies)
    sets = {row["Name"]: row["Id"] for row in _rows(work, "PermissionSet")}
    access = (
        {"ParentId": sets[name], "SetupEntityId": ids[one.name], "SetupEntityType": _KIND}
        for one in apps
        for name in one.sets
        if name in sets
    )
    _settle(work, _ACCESS, access)


def _rows(work: Work, entity: str) -> list[dict[str, Any]]:
    return work.database.rows(entity, '"IsDeleted" = 0 ORDER BY "Id"')


def _settle(work: Work, entity: str, wanted: Iterable[Values]) -> None:
    missing = list(wanted)
    for row in _rows(work, entity):
        same = next((one for one in missing if all(row[name] == value for name, value in one.items())), None)
        if same is None:
            work.database.update(entity, row["Id"], {"IsDeleted": 1, **work.stamp_changed()})
        else:
            missing.remove(same)
    for one in missing:
        work.insert(entity, dict(one))
