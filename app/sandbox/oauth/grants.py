"""The token endpoint: which grant answers which `grant_type`."""

from collections.abc import Callable

from app.sandbox.org import Org
from app.sandbox.wire import Reply, Request, json_reply

from .answers import Json
from .authorization_code import exchange_code
from .client_credentials import exchange_credentials
from .clients import LONGEST, Form
from .jwt_bearer import exchange_assertion
from .password import exchange_password
from .refresh_token import exchange_refresh
from .refusals import NO_STORE, invalid_request, unsupported_grant

GRANTS: dict[str, Callable[[Org, Request, Form], Json]] = {
    "authorization_code": exchange_code,
    "refresh_token": exchange_refresh,
    "client_credentials": exchange_credentials,
    "urn:ietf:params:oauth:grant-type:jwt-bearer": exchange_assertion,
    "password": exchange_password,
}


def token(org: Org, request: Request) -> Reply:
    """Raises OAuthRefused."""
    if request.method != "POST":
        raise invalid_request("must use HTTP POST")
    if len(request.body) > LONGEST:
        raise invalid_request("the request is too long")
    form = request.form()
    exchange = GRANTS.get(form.get("grant_type", ""))
    if exchange is None:
        raise unsupported_grant()
    return json_reply(200, exchange(org, request, form), NO_STORE)
