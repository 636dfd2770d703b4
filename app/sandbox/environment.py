"""The variables that let other clients, and commands of an administrator, find this org."""

import shlex
from typing import Any

from .metadata.jobs import ADMIN_PROFILE
from .org import API_VERSION, Org

_CONSUMER = "QUOTEWRIGHT_SANDBOX_CONSUMER"


def variables(org: Org) -> dict[str, str]:
    where = org.addresses
    return {
        "QUOTEWRIGHT_SANDBOX_ORG": where.org,
        "QUOTEWRIGHT_SANDBOX_TLS": where.tls,
        "QUOTEWRIGHT_SANDBOX_CONTROL": where.control,
        "QUOTEWRIGHT_SANDBOX_ORGANIZATION_ID": org.organization()["Id"],
        **_secrets(org),
        "QUOTEWRIGHT_SANDBOX_USER_PASSWORD": org.login.password,
        "QUOTEWRIGHT_SANDBOX_SECURITY_TOKEN": org.login.security_token,
        **_administrator(org),
        "QUOTEWRIGHT_CRM_CA_FILE": where.ca,
        "SSL_CERT_FILE": where.ca,
        "REQUESTS_CA_BUNDLE": where.ca,
        "NODE_EXTRA_CA_CERTS": where.ca,
        **({"HTTPS_PROXY": where.proxy, "https_proxy": where.proxy} if where.proxy else {}),
        "SF_ORG_API_VERSION": API_VERSION,
    }


def answered(org: Org) -> dict[str, Any]:
    values = variables(org)
    return {"env": values, "lines": lines(values)}


def lines(values: dict[str, str]) -> list[str]:
    """As a shell takes them."""
    return [f"export {name}={shlex.quote(value)}" for name, value in values.items()]


def _secrets(org: Org) -> dict[str, str]:
    """Those of the first app bear plain names."""
    found: dict[str, str] = {}
    for place, app in enumerate(org.frames()):
        end = "" if place == 0 and not app.kind else f"_{app.name.upper()}"
        found[f"{_CONSUMER}_KEY{end}"] = app.key
        found[f"{_CONSUMER}_SECRET{end}"] = app.secret
    return found


def _administrator(org: Org) -> dict[str, str]:
    """A new access token each time; none where no administrator is active."""
    for profile in org.database.rows("Profile", '"Name" = ?', (ADMIN_PROFILE,)):
        for user in org.users():
            if user["ProfileId"] == profile["Id"] and user["IsActive"]:
                token = org.tokens.issue(org.organization()["Id"], user["Id"])
                return {"QUOTEWRIGHT_ORG_URL": org.addresses.tls, "QUOTEWRIGHT_ORG_TOKEN": token}
    return {}
