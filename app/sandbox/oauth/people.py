"""Who a token is for, and whether this person may use the app."""

import hmac

from app.sandbox.apps import ADMIN_APPROVED, App
from app.sandbox.database import Row
from app.sandbox.org import Org

from .refusals import inactive_user, invalid_grant, not_admin_approved


def person_called(org: Org, username: str) -> Row | None:
    """By username alone, in whatever case."""
    wanted = username.casefold()
    return next((user for user in org.users() if user["Username"].casefold() == wanted), None)


def person_with(org: Org, username: str, password: str) -> Row:
    """Raises OAuthRefused. The password may be followed by the security token, as from an unknown network."""
    user = person_called(org, username)
    given = password.encode("utf-8", "surrogatepass")
    known = (org.login.password, org.login.password + org.login.security_token)
    right = [hmac.compare_digest(given, one.encode()) for one in known]
    if user is None or not any(right):
        raise invalid_grant("authentication failure")
    check_active(user)
    return user


def check_active(user: Row | None) -> None:
    if user is None or not user["IsActive"]:
        raise inactive_user()


def check_admin_approved(org: Org, app: App, user: Row) -> None:
    """Only apps whose administrator chooses the users."""
    if app.users == ADMIN_APPROVED and not org.approved(user["Id"], app):
        raise not_admin_approved()
