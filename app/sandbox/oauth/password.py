"""The grant `password`, which an org refuses until its administrator switches it on."""

from app.sandbox.org import Org
from app.sandbox.switches import USERNAME_PASSWORD
from app.sandbox.wire import Request

from .answers import Json, passing, signed
from .clients import Form, proven
from .people import check_admin_approved, person_with
from .refusals import invalid_grant


def exchange_password(org: Org, request: Request, form: Form) -> Json:
    app = proven(org, request, form)
    if not org.switches.on(USERNAME_PASSWORD):
        raise invalid_grant("authentication failure")
    user = person_with(org, form.get("username", ""), form.get("password", ""))
    check_admin_approved(org, app, user)
    return signed(org, app, user["Id"], scope=passing(app.scopes))
