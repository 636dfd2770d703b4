"""Asking a user to approve the app, in a popup, by the OAuth web server flow with PKCE.

The approval itself is the result: the token that comes with it is dropped, because the page then posts a
signed request that carries the user's own. No refresh token is asked for.
"""

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
        address, state = self._client(connection, login, redirect_uri).create_authorization_url(
            page + _AUTHORIZE, state=token_urlsafe(32), code_verifier=verifier
        )
        return ApprovalRequest(address=address, state=state, verifier=verifier, login=login)

    def finish(
        self, connection: Connection, code: str, *, request: ApprovalRequest, redirect_uri: str
    ) -> None:
        """The caller has compared the state. Raises ApprovalRefused, LaunchRefused or CrmUnavailable."""
        _page, login = _places(connection, request.login)
        client = self._client(connection, login, redirect_uri)
        failure: AppError | None
        try:
            token = client.fetch_token(login + _TOKEN, code=code, code_verifier=request.verifier)
            failure = None if _is_for(connection, token) else ApprovalRefused()
        except requests.RequestException:
            failure = unavailable()
        except OAuthError:
            failure = ApprovalRefused()
        except (AuthlibBaseError, ValueError, TypeError, RecursionError):
            failure = unavailable()
        if failure is not None:
            raise failure

    def _client(self, connection: Connection, login: str, redirect_uri: str) -> Any:
        return _Client(
            session=self._roads.reading(login, connection=connection.name),
            client_id=connection.consumer_key,
            client_secret=connection.secrets[0].value,
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
