"""The refusals, with the vendor's codes and words."""

from urllib.parse import quote, urlencode

from app.sandbox.wire import Reply, json_reply

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}


class OAuthRefused(Exception):
    """`error` is the code, `description` the words."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(f"{error}: {description}")
        self.error = error
        self.description = description

    def reply(self) -> Reply:
        return json_reply(400, self.values(), NO_STORE)

    def form_reply(self) -> Reply:
        body = urlencode(self.values(), quote_via=quote).encode()
        return Reply(400, body, {"Content-Type": "application/x-www-form-urlencoded", **NO_STORE})

    def values(self) -> dict[str, str]:
        return {"error": self.error, "error_description": self.description}


def invalid_grant(description: str) -> OAuthRefused:
    return OAuthRefused("invalid_grant", description)


def invalid_request(description: str) -> OAuthRefused:
    return OAuthRefused("invalid_request", description)


def unknown_client() -> OAuthRefused:
    return OAuthRefused("invalid_client_id", "client identifier invalid")


def wrong_secret() -> OAuthRefused:
    return OAuthRefused("invalid_client", "invalid client credentials")


def unsupported_grant() -> OAuthRefused:
    return OAuthRefused("unsupported_grant_type", "grant type not supported")


def unsupported_token() -> OAuthRefused:
    return OAuthRefused("unsupported_token_type", "this token type is not supported")


def redirect_mismatch() -> OAuthRefused:
    return OAuthRefused("redirect_uri_mismatch", "redirect_uri must match configuration")


def scope_refused() -> OAuthRefused:
    return OAuthRefused("invalid_scope", "the requested scope is invalid, unknown, or malformed")


def not_admin_approved() -> OAuthRefused:
    return OAuthRefused("invalid_app_access", "user is not admin approved to access this app")


def inactive_user() -> OAuthRefused:
    return OAuthRefused("inactive_user", "user is inactive")
