"""The grant `client_credentials`: the app acts as the user that its administrator chose."""

from app.sandbox.org import Org
from app.sandbox.wire import Request

from .answers import Json, passing, signed
from .clients import Form, proven
from .people import check_active, check_admin_approved
from .refusals import invalid_grant

_NO_ORG = ("login.salesforce.com", "test.salesforce.com")


def exchange_credentials(org: Org, request: Request, form: Form) -> Json:
    """The scopes are the app's, without those that need somebody to come back; `scope` is not looked at."""
    if request.headers.get("host", "").partition(":")[0].lower() in _NO_ORG:
        raise invalid_grant("request not supported on this domain")
    app = proven(org, request, form)
    user = org.database.row("User", app.run_as) if app.run_as else None
    if user is None:
        raise invalid_grant("no client credentials user enabled")
    check_active(user)
    check_admin_approved(org, app, user)
    return signed(org, app, user["Id"], scope=passing(one for one in app.scopes if one != "full"))
