"""What clients can read about these addresses before they use them."""

from app.sandbox.apps import SCOPES
from app.sandbox.org import Org
from app.sandbox.wire import Reply, Request, json_reply

from .grants import GRANTS


def configuration(org: Org, request: Request) -> Reply:
    """No `jwks_uri` and no scope `openid`: identity tokens are not made."""
    if request.method not in ("GET", "HEAD"):
        return json_reply(405, {"error": "invalid_request", "error_description": "must use HTTP GET"})
    here = f"{org.addresses.tls}/services/oauth2"
    facts = {
        "issuer": org.addresses.tls,
        "authorization_endpoint": f"{here}/authorize",
        "token_endpoint": f"{here}/token",
        "revocation_endpoint": f"{here}/revoke",
        "introspection_endpoint": f"{here}/introspect",
        "userinfo_endpoint": f"{here}/userinfo",
        "scopes_supported": list(SCOPES),
        "response_types_supported": ["code"],
        "grant_types_supported": list(GRANTS),
        "subject_types_supported": ["public"],
        "code_challenge_methods_supported": ["S256"],
        "token_endpoint_auth_methods_supported": ["client_secret_post", "client_secret_basic"],
        "display_values_supported": ["page"],
    }
    return json_reply(200, facts)
