"""The kinds of component, and where each lies in a zip."""

from dataclasses import dataclass
from typing import Final

NAMESPACE: Final = "http://soap.sforce.com/2006/04/metadata"
OBJECT: Final = "CustomObject"
FIELD: Final = "CustomField"
VALUES: Final = "StandardValueSet"


@dataclass(frozen=True, slots=True)
class Kind:
    """`meta`: its file has another one beside it that describes it; `bundle`: it is a folder of files;
    `in_folder`: its folder has folders, which are part of its name; each is a component of that kind
    as well, with a file beside it.
    """

    name: str
    folder: str
    suffix: str = ""
    meta: bool = False
    bundle: bool = False
    in_folder: bool = False
    children: tuple[str, ...] = ()


KINDS: Final = (
    Kind("ApexClass", "classes", "cls", meta=True),
    Kind("ApexComponent", "components", "component", meta=True),
    Kind("ApexPage", "pages", "page", meta=True),
    Kind("ApexTrigger", "triggers", "trigger", meta=True),
    Kind("AuraDefinitionBundle", "aura", bundle=True),
    Kind("CanvasMetadata", "Canvases", "Canvas"),
    Kind("ConnectedApp", "connectedApps", "connectedApp"),
    Kind("CspTrustedSite", "cspTrustedSites", "cspTrustedSite"),
    Kind("CustomApplication", "applications", "app"),
    Kind("CustomLabels", "labels", "labels"),
    Kind("CustomMetadata", "customMetadata", "md"),
    Kind(OBJECT, "objects", "object", children=(FIELD, "ListView", "ValidationRule", "WebLink")),
    Kind("CustomTab", "tabs", "tab"),
    Kind("Dashboard", "dashboards", "dashboard", in_folder=True),
    Kind("ExternalClientApplication", "externalClientApps", "eca"),
    Kind("ExtlClntAppCanvasSettings", "extlClntAppCanvasSettings", "ecaCanvas"),
    Kind("ExtlClntAppConfigurablePolicies", "extlClntAppPolicies", "ecaPlcy"),
    Kind("ExtlClntAppGlobalOauthSettings", "extlClntAppGlobalOauthSets", "ecaGlblOauth"),
    Kind("ExtlClntAppOauthConfigurablePolicies", "extlClntAppOauthPolicies", "ecaOauthPlcy"),
    Kind("ExtlClntAppOauthSettings", "extlClntAppOauthSettings", "ecaOauth"),
    Kind("FlexiPage", "flexipages", "flexipage"),
    Kind("Flow", "flows", "flow"),
    Kind("GlobalValueSet", "globalValueSets", "globalValueSet"),
    Kind("Layout", "layouts", "layout"),
    Kind("LightningComponentBundle", "lwc", bundle=True),
    Kind("NamedCredential", "namedCredentials", "namedCredential"),
    Kind("PermissionSet", "permissionsets", "permissionset"),
    Kind("PermissionSetGroup", "permissionsetgroups", "permissionsetgroup"),
    Kind("Profile", "profiles", "profile"),
    Kind("QuickAction", "quickActions", "quickAction"),
    Kind("RemoteSiteSetting", "remoteSiteSettings", "remoteSite"),
    Kind("Report", "reports", "report", in_folder=True),
    Kind("ReportType", "reportTypes", "reportType"),
    Kind("Role", "roles", "role"),
    Kind(VALUES, "standardValueSets", "standardValueSet"),
    Kind("Settings", "settings", "settings"),
    Kind("StaticResource", "staticresources", "resource", meta=True),
)
BY_NAME: Final = {kind.name: kind for kind in KINDS}
BY_FOLDER: Final = {kind.folder: kind for kind in KINDS}
CHILDREN: Final = {child: kind for kind in KINDS for child in kind.children}
"""Kinds that lie in the file of another, by name."""
