"""Questions about the app in the org: there, enabled, leading here, and open to those who may use it."""

from collections.abc import Callable
from functools import wraps
from typing import Final

from marshmallow import Schema
from simple_salesforce.format import format_soql

from app.crm.errors import CrmRefused
from app.crm.examination import ADDRESS_SECURE, Answer, Area, fault, ok, told, unknown, warning
from app.crm.installation import NotAnAdministrator
from app.crm.salesforce.examination.case import Asked, Case, asked
from app.crm.salesforce.examination.deployed_app import EXTERNAL, DeployedApp, deployed_app
from app.crm.salesforce.examination.rights import panel_set
from app.crm.salesforce.examination.rows import AccessRow, AppRow, PolicyRow
from app.crm.salesforce.refusals import SCHEMA_CODES
from app.crm.salesforce.rows import Row

_APPS: Final = "SELECT Id, DeveloperName FROM ExternalClientApplication WHERE DeveloperName = {name}"
_POLICIES: Final = (
    "SELECT PermittedUsersPolicyType FROM ExtlClntAppOauthPlcyCnfg WHERE ExternalClientApplicationId = {app}"
)
_ACCESS: Final = "SELECT Parent.Name FROM SetupEntityAccess WHERE SetupEntityId = {app}"
_APPROVED: Final = "AdminApprovedPreAuthorized"
_PLUGINS: Final = ("isEnabled", "isCanvasPluginEnabled", "isOauthPluginEnabled")
_PLACES: Final = ("Aura", "Visualforce")

Reading = Callable[[Case, DeployedApp], Answer]


def _of_app(look: str) -> Callable[[Reading], Callable[[Case], Answer]]:
    """What an org does not let be read is unknown; ``look``: where an administrator sees it themselves."""

    def made(read: Reading) -> Callable[[Case], Answer]:
        @wraps(read)
        def answered(case: Case) -> Answer:
            try:
                app = deployed_app(case, panel_set(case))
            except (CrmRefused, NotAnAdministrator) as refused:
                return unknown(refused.detail, f"Look yourself: {_place(case)}, {look}.")
            return _missing(case) if app is None else read(case, app)

        return answered

    return made


def _place(case: Case) -> str:
    return f"Setup, External Client App Manager, {panel_set(case)}"


def _missing(case: Case) -> Answer:
    return fault(
        f"The org has no app {panel_set(case)}.",
        f"quotewright install {case.connection.name}, or deploy the connector (docs/connector.md).",
    )


@_of_app("which has to be there")
def _there(case: Case, app: DeployedApp) -> Answer:
    kind = "an external client app" if app.kind == EXTERNAL else "a connected app"
    return ok(f"{panel_set(case)} is there, {kind}.")


@_of_app("Policies: the app, its canvas and its OAuth plugin are enabled")
def _enabled(case: Case, app: DeployedApp) -> Answer:
    off = tuple(name for name in _PLUGINS if app.says(name) == "false")
    if off:
        return fault(
            f"Turned off: {told(off)}. Nobody can open the panel.",
            f"{_place(case)}, Policies: enable the app with its canvas and OAuth plugins.",
            off,
        )
    return ok("App, canvas and OAuth are enabled.")


@_of_app("Policies, OAuth Policies, Permitted Users: admin approved users")
def _preapproved(case: Case, app: DeployedApp) -> Answer:
    # What an administrator set by hand may stand in no file yet.
    rows = _records(case, _POLICIES, PolicyRow) or []
    policy = (
        rows[0]["policy"] if rows else app.says("permittedUsersPolicyType") or app.says("isAdminApproved")
    )
    if policy not in (_APPROVED, "true"):
        return warning(
            "Everybody has to allow the app themselves at first, and whoever is not asked may use it.",
            f"{_place(case)}, Policies, OAuth Policies, Permitted Users: admin approved users.",
        )
    return ok("Those whom an administrator approved need not be asked.")


@_of_app("Settings, Canvas: address, access method and locations")
def _located(case: Case, app: DeployedApp) -> Answer:
    ours = f"{case.subject.public_url}/canvas/{case.connection.name}"
    there, method = app.says("canvasUrl"), app.says("accessMethod")
    advice = (
        f"quotewright install {case.connection.name} sets it, or {_place(case)}, Settings, Canvas: {ours}, "
        f"Signed Request (POST), {' and '.join(_PLACES)}."
    )
    if there != ours:
        return fault(f"The canvas leads to {there or 'nowhere'}, not to {ours}.", advice)
    if method != "Post":
        return fault(f"The canvas is asked by {method}, not by a signed POST.", advice)
    places = (*app.said.get("canvasLocationOptions", ()), *app.said.get("locations", ()))
    missing = tuple(one for one in _PLACES if one not in places)
    if missing:
        return fault(f"The canvas may not be shown in: {told(missing)}.", advice, missing)
    return ok(f"The canvas leads to {ours}.")


@_of_app("OAuth Settings, Callback URL")
def _called_back(case: Case, app: DeployedApp) -> Answer:
    ours = f"{case.subject.public_url}/canvas/{case.connection.name}/approval"
    there = app.says("callbackUrl").split()
    if ours not in there:
        return warning(
            f"The callback address {ours} is not among those of the app, so nobody can allow it themselves.",
            f"{_place(case)}, Settings, OAuth Settings, Callback URL: {ours}.",
        )
    return ok(f"The app calls back {ours}.")


def _given(case: Case) -> Answer:
    """For which permission sets the app is approved stands in no file."""
    name = panel_set(case)
    look = f"{_place(case)}, Policies, App Policies, Select Permission Sets: {name}."
    rows = _records(case, _ACCESS, AccessRow)
    if rows is None:
        return unknown("The org does not let it be read by its API.", f"Look yourself: {look}")
    if name not in {row["parent"]["name"] for row in rows}:
        return fault(f"The app is not approved for {name}: nobody can open the panel.", look)
    return ok(f"Whoever has the permission set {name} may use the app.")


def _records(case: Case, soql: str, schema: type[Schema]) -> list[Row] | None:
    """Of the external client app; None where the org shows no such records, or has no such app."""
    apps = format_soql(_APPS, name=panel_set(case))
    try:
        found: list[Row] = case.once("apps", lambda: case.org.rows(apps, AppRow))
        return case.org.rows(format_soql(soql, app=found[0]["id"]), schema) if found else None
    except CrmRefused as refused:
        if refused.facts.get("crm_code") not in SCHEMA_CODES:
            raise
        return None


APP: Final[tuple[Asked, ...]] = tuple(
    asked(code, Area.APP, words, answer, needs=needs)
    for code, words, answer, needs in (
        ("app_there", "The app in the org", _there, ("org_matches",)),
        ("app_enabled", "The app is enabled", _enabled, ("app_there",)),
        (
            "canvas_located",
            "Where the app's canvas leads",
            _located,
            (ADDRESS_SECURE, "app_there", "app_enabled"),
        ),
        ("callback_located", "Where the app calls back", _called_back, (ADDRESS_SECURE, "app_there")),
        ("app_preapproved", "Who may use the app", _preapproved, ("app_there",)),
        ("app_given", "For whom the app is approved", _given, ("app_there", "sets_there")),
    )
)
