"""Questions about the app in the org, as far as an org lets it be read."""

from typing import Final

from simple_salesforce.format import format_soql

from app.crm.errors import CrmRefused
from app.crm.examination import Answer, Area, fault, ok, unknown, warning
from app.crm.salesforce.examination.case import Asked, Case, asked
from app.crm.salesforce.examination.rights import panel_set
from app.crm.salesforce.examination.rows import AccessRow, AppRow, PolicyRow
from app.crm.salesforce.refusals import SCHEMA_CODES
from app.crm.salesforce.rows import Row

_APPS: Final = "SELECT Id, DeveloperName FROM ExternalClientApplication WHERE DeveloperName = {name}"
_POLICIES: Final = (
    "SELECT ExternalClientApplicationId, PermittedUsersPolicyType FROM ExtlClntAppOauthPlcyCnfg "
    "WHERE ExternalClientApplicationId = {app}"
)
_ACCESS: Final = "SELECT Parent.Name FROM SetupEntityAccess WHERE SetupEntityId = {app}"
_APPROVED: Final = "AdminApprovedPreAuthorized"
_WHERE: Final = "Setup, External Client App Manager, the app {name}"


def _app(case: Case) -> Row | None:
    """None where there is none; raises CrmRefused where the org does not let apps be read."""
    soql = format_soql(_APPS, name=panel_set(case))
    rows: list[Row] = case.once("apps", lambda: case.org.rows(soql, AppRow))
    return rows[0] if rows else None


def _place(case: Case) -> str:
    return _WHERE.format(name=panel_set(case))


def _unread(case: Case, look: str) -> Answer:
    return unknown("The org does not let it be read by its API.", f"Look yourself: {_place(case)}, {look}.")


def _is_hidden(refused: CrmRefused) -> bool:
    return refused.facts.get("crm_code") in SCHEMA_CODES


def _there(case: Case) -> Answer:
    try:
        app = _app(case)
    except CrmRefused as refused:
        if not _is_hidden(refused):
            raise
        return _unread(case, "which has to be there and enabled")
    if app is None:
        return fault(
            f"The org has no external client app {panel_set(case)}.",
            "Deploy the connector (docs/connector.md). A connected app, the old kind, is not found so: "
            f"look at Setup, App Manager, {panel_set(case)}.",
        )
    return ok(f"{panel_set(case)} is there.")


def _preapproved(case: Case) -> Answer:
    app = _app(case)
    try:
        rows = case.org.rows(format_soql(_POLICIES, app=app["id"] if app else ""), PolicyRow)
    except CrmRefused as refused:
        if not _is_hidden(refused):
            raise
        rows = []
    if not rows:
        return _unread(case, "Policies, OAuth Policies, Permitted Users: admin approved users")
    if rows[0]["policy"] != _APPROVED:
        return warning(
            f"Who may use the app: {rows[0]['policy']}. Everybody has to allow it themselves at first.",
            f"{_place(case)}, Policies, OAuth Policies, Permitted Users: admin approved users.",
        )
    return ok("Those whom an administrator approved need not be asked.")


def _set_approved(case: Case) -> Answer:
    app = _app(case)
    try:
        rows = case.org.rows(format_soql(_ACCESS, app=app["id"] if app else ""), AccessRow)
    except CrmRefused as refused:
        if not _is_hidden(refused):
            raise
        return _unread(case, "Policies, App Policies, Select Permission Sets")
    if panel_set(case) not in {row["parent"]["name"] for row in rows}:
        return fault(
            f"The app is not approved for the permission set {panel_set(case)}: nobody can open the panel.",
            f"{_place(case)}, Policies, App Policies, Select Permission Sets: {panel_set(case)}.",
        )
    return ok(f"Whoever has the permission set {panel_set(case)} may use the app.")


def _located(case: Case) -> Answer:
    address = f"{case.subject.public_url}/canvas/{case.connection.name}"
    return unknown(
        "The org does not let the app's canvas and callback addresses be queried.",
        f"Look yourself: {_place(case)}, Settings, Canvas: {address} by Signed Request (POST), for Aura and "
        f"Visualforce; OAuth Settings, Callback URL: {address}/approval.",
    )


APP: Final[tuple[Asked, ...]] = tuple(
    asked(code, Area.APP, words, answer, needs=needs)
    for code, words, answer, needs in (
        ("app_there", "The app in the org", _there, ("org_matches",)),
        ("app_preapproved", "Who may use the app", _preapproved, ("app_there",)),
        (
            "app_given",
            "The app is approved for the panel's permission set",
            _set_approved,
            ("app_there", "sets_there"),
        ),
        ("canvas_located", "The app's canvas and callback addresses", _located, ()),
    )
)
