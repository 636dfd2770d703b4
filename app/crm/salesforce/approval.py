"""Asking a user to approve the app, in a popup, by the OAuth web server flow with PKCE.

The approval itself is the result: the token that comes with it is dropped, because the page then posts a
signed request that carries the user's own. No refresh token is asked for.
"""

from dataclasses import dataclass
from secrets import token_urlsafe
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuthError
from authlib.integrations.requests_client.oauth2_session import OAuth2ClientAuth
from authlib.oauth2.client import OAuth2Client

from app.crm.errors import ApprovalRefused, LaunchRefused
from app.crm.port import ApprovalRequest, Connection
from app.crm.salesforce.addresses import local_origin, login_address
from app.crm.salesforce.ids import ORGANIZATION, record_id
from app.crm.salesforce.refusals import unavailable
from app.crm.salesforce.transport import Roads
from app.errors import AppError

SCOPE = "api id"
_AUTHORIZE = "/services/oauth2/authorize"
_TOKEN = "/services/oauth2/token"  # noqa: S105 an address
_VERIFIER_BYTES = 48


# The code is still good after these: the CRM looked at who asks first.
_OF_CLIENT = frozenset({"invalid_client", "invalid_client_credentials"})


class _SecretUnknown(ApprovalRefused):
    """The CRM does not know that secret, or not yet, or no longer."""


@dataclass(frozen=True, slots=True)
class _Exchange:
    """A code for a token, at ``login``."""

    login: str
    code: str
    verifier: str
    redirect_uri: str

    def __repr__(self) -> str:
        return "_Exchange(…)"


class _Client(OAuth2Client):  # type: ignore[misc]  # the library ships no types
    client_auth_class = OAuth2ClientAuth
    oauth_error_class = OAuthError


class SalesforceApproval:
    """The flow's two ends. Between them the caller keeps ``state`` and ``verifier`` for the one who asked."""

    def __init__(self, roads: Roads) -> None:
        self._roads = roads

    def start(self, connection: Connection, login_url: str, *, redirect_uri: str) -> ApprovalRequest:
        """Raises LaunchRefused for a login page that is not the CRM's: the browser brought its address."""
        page, login = _places(connection, login_url)
        verifier = token_urlsafe(_VERIFIER_BYTES)
        client = self._client(connection, login, redirect_uri, connection.secrets[0].value)
        address, state = client.create_authorization_url(
            page + _AUTHORIZE, state=token_urlsafe(32), code_verifier=verifier
        )
        return ApprovalRequest(address=address, state=state, verifier=verifier, login=login)

    def finish(
        self, connection: Connection, code: str, *, request: ApprovalRequest, redirect_uri: str
    ) -> None:
        """The caller has compared the state. Raises ApprovalRefused, LaunchRefused or CrmUnavailable."""
        _page, login = _places(connection, request.login)
        exchange = _Exchange(login, code, request.verifier, redirect_uri)
        failure: AppError | None = None
        # While a secret is being rotated the CRM may still know the one before.
        for secret in connection.secrets:
            failure = self._exchanged(connection, exchange, secret.value)
            if not isinstance(failure, _SecretUnknown):
                break
        if failure is not None:
            raise ApprovalRefused if isinstance(failure, _SecretUnknown) else failure

    def _exchanged(self, connection: Connection, exchange: "_Exchange", secret: str) -> AppError | None:
        """What went wrong; None: it is approved."""
        client = self._client(connection, exchange.login, exchange.redirect_uri, secret)
        try:
            token = client.fetch_token(
                exchange.login + _TOKEN, code=exchange.code, code_verifier=exchange.verifier
            )
        except requests.RequestException:
            return unavailable()
        except OAuthError as refused:
            return _SecretUnknown() if refused.error in _OF_CLIENT else ApprovalRefused()
        except (AuthlibBaseError, ValueError, TypeError, RecursionError):
            return unavailable()
        return None if _is_for(connection, token) else ApprovalRefused()

    def _client(self, connection: Connection, login: str, redirect_uri: str, secret: str) -> Any:
        return _Client(
            session=self._roads.reading(login, connection=connection.name),
            client_id=connection.consumer_key,
            client_secret=secret,
            token_endpoint_auth_method="client_secret_post",  # noqa: S106 a method's name
            scope=SCOPE,
            redirect_uri=redirect_uri,
            code_challenge_method="S256",
        )


def _places(connection: Connection, login_url: str) -> tuple[str, str]:
    """Where the user signs in, and where the code is exchanged: always by https, our secret goes there.

    A CRM on this very machine, as in the demo, may show its login page without TLS if the connection names
    that origin; the exchange then goes to the first of the connection's own hosts.
    """
    login = login_address(login_url, hosts=connection.instance_hosts)
    if login is not None:
        return login, login
    page = local_origin(login_url, origins=connection.frame_ancestors)
    if page is None or not connection.instance_hosts:
        raise LaunchRefused
    return page, f"https://{connection.instance_hosts[0]}"


def _is_for(connection: Connection, token: object) -> bool:
    """Whether the approval was given in the connection's org, and not in another one of the same person."""
    identity = token.get("id") if isinstance(token, dict) else None
    if not isinstance(identity, str):
        return False
    parts = identity.split("/")
    org = record_id(parts[-2], prefix=ORGANIZATION) if len(parts) >= 2 else None
    return org is not None and org == record_id(connection.org, prefix=ORGANIZATION)
