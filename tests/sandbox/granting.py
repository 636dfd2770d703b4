"""Permission sets and profiles as packages, and users who are given them."""

from tests.sandbox.deploying import deployed
from tests.sandbox.inside import Inside
from tests.sandbox.packages import HEAD, SPACE, zipped

ALL = "create read edit delete"


def given(*objects: tuple[str, str], label: str = "", fields: tuple[tuple[str, str], ...] = ()) -> str:
    """The inside of the file. Words of an object: create, read, edit, delete; of a field: read, edit."""
    parts = [f"<label>{label}</label>"] if label else []
    for name, words in objects:
        flags = "".join(
            f"<allow{one.title()}>{str(one in words.split()).lower()}</allow{one.title()}>"
            for one in ALL.split()
        )
        parts.append(f"<objectPermissions>{flags}<object>{name}</object></objectPermissions>")
    for name, words in fields:
        said = words.split()
        flags = "".join(
            f"<{tag}>{str(one in said).lower()}</{tag}>"
            for tag, one in (("editable", "edit"), ("readable", "read"))
        )
        parts.append(f"<fieldPermissions>{flags}<field>{name}</field></fieldPermissions>")
    return "".join(parts)


def deploy_set(
    org: Inside, name: str, *objects: tuple[str, str], fields: tuple[tuple[str, str], ...] = ()
) -> None:
    inner = given(*objects, label=name, fields=fields)
    _deploy(org, "PermissionSet", name, f"permissionsets/{name}.permissionset", inner)


def deploy_profile(
    org: Inside, name: str, *objects: tuple[str, str], fields: tuple[tuple[str, str], ...] = ()
) -> None:
    _deploy(org, "Profile", name, f"profiles/{name}.profile", given(*objects, fields=fields))


def _deploy(org: Inside, kind: str, name: str, path: str, inner: str) -> None:
    before = org.headers
    org.become("admin")
    result = deployed(org, zipped({kind: [name]}, {path: f"{HEAD}<{kind} {SPACE}>{inner}</{kind}>"}))
    assert result["status"] == "Succeeded", result
    org.headers = before


def assign(org: Inside, name: str, user: str) -> str:
    """The assignment's id."""
    before = org.headers
    org.become("admin")
    person = org.query(f"SELECT Id FROM User WHERE Alias = '{user}'")[0]["Id"]  # noqa: S608 (a query of the sandbox)
    held = org.query(f"SELECT Id FROM PermissionSet WHERE Name = '{name}'")[0]["Id"]  # noqa: S608 (a query of the sandbox)
    made = org.create("PermissionSetAssignment", AssigneeId=person, PermissionSetId=held)
    org.headers = before
    return made
