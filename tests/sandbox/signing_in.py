"""Ways to sign in: a TLS session that finds the vendor's hosts here, assertions, the consent page, codes."""

import base64
import hashlib
import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
import requests
from requests.adapters import HTTPAdapter

from tests.fixtures_sandbox import Sandbox

Json = dict[str, Any]
CALLBACK = "https://nightly.example/back"
BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
VERIFIER = "v" * 64


class _VendorHostsHere(HTTPAdapter):
    """What a changed DNS would do: `login.salesforce.com` is dialled here, its name is what TLS checks."""

    def __init__(self, sandbox: Sandbox) -> None:
        self._place = urlsplit(sandbox.tls)
        super().__init__()

    def get_connection_with_tls_context(
        self, request: Any, verify: Any, proxies: Any = None, cert: Any = None
    ) -> Any:
        where, options = self.build_connection_pool_key_attributes(request, verify, cert)
        name = str(where["host"])
        request.headers["Host"] = name
        named = {"assert_hostname": name, "server_hostname": name}
        return self.poolmanager.connection_from_host(
            self._place.hostname, self._place.port, "https", pool_kwargs={**options, **named}
        )


@contextmanager
def session_for(sandbox: Sandbox) -> Iterator[requests.Session]:
    """Verifies by the sandbox's CA alone."""
    with requests.Session() as session:
        session.trust_env = False
        session.verify = sandbox.ca
        for host in ("login", "test", "acme.my"):
            session.mount(f"https://{host}.salesforce.com", _VendorHostsHere(sandbox))
        yield session


def post(sandbox: Sandbox, name: str, form: Any, **options: Any) -> requests.Response:
    return requests.post(f"{sandbox.org}/services/oauth2/{name}", data=form, timeout=9, **options)


def refusal(reply: requests.Response) -> tuple[str, str]:
    assert reply.status_code == 400, reply.text
    assert reply.headers["Cache-Control"] == "no-store"
    answer = reply.json()
    assert set(answer) == {"error", "error_description"}
    return answer["error"], answer["error_description"]


def assertion(app: Json, key: str, **claims: Any) -> str:
    """A claim of None is left out."""
    whole = {
        "iss": app["key"],
        "sub": "rep@sandbox.example",
        "aud": "https://login.salesforce.com",
        "exp": int(time.time()) + 180,
        **claims,
    }
    return jwt.encode({name: value for name, value in whole.items() if value is not None}, key, "RS256")


def by_assertion(sandbox: Sandbox, text: str) -> requests.Response:
    return post(sandbox, "token", {"grant_type": BEARER, "assertion": text})


def challenge(verifier: str = VERIFIER) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def allow(sandbox: Sandbox, address: str, *, user: str = "rep", decision: str = "allow") -> str:
    """Opens the page, chooses the user, presses the button; the address it leads back to."""
    with session_for(sandbox) as session:
        page = session.get(address, timeout=9, allow_redirects=False)
        if page.status_code == 302:
            return page.headers["Location"]
        assert page.status_code == 200, page.text
        fields = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text)
        form = {name: unescape(value) for name, value in fields}
        form |= {"user": user, "decision": decision}
        return session.post(address, data=form, timeout=9, allow_redirects=False).headers["Location"]


def authorize(
    sandbox: Sandbox, app: Json, *, user: str = "rep", decision: str = "allow", **changes: Any
) -> Json:
    """What the address that the browser is led back to says."""
    asked = {
        "response_type": "code",
        "client_id": app["key"],
        "redirect_uri": CALLBACK,
        "code_challenge": challenge(),
        "code_challenge_method": "S256",
        **changes,
    }
    query = requests.models.PreparedRequest()
    query.prepare_url(f"{sandbox.org}/services/oauth2/authorize", asked)
    back = allow(sandbox, str(query.url), user=user, decision=decision)
    assert back.startswith(CALLBACK)
    return {name: values[0] for name, values in parse_qs(urlsplit(back).query).items()}


def exchange(sandbox: Sandbox, app: Json, code: str, **changes: Any) -> requests.Response:
    form = {
        "grant_type": "authorization_code",
        "client_id": app["key"],
        "client_secret": app["secret"],
        "code": code,
        "redirect_uri": CALLBACK,
        "code_verifier": VERIFIER,
        **changes,
    }
    return post(sandbox, "token", form)


def refresh(sandbox: Sandbox, app: Json, token: str, **changes: Any) -> requests.Response:
    form = {
        "grant_type": "refresh_token",
        "client_id": app["key"],
        "client_secret": app["secret"],
        "refresh_token": token,
        **changes,
    }
    return post(sandbox, "token", form)


def works(sandbox: Sandbox, token: str) -> bool:
    headers = {"Authorization": f"Bearer {token}"}
    status = requests.get(f"{sandbox.org}/services/data/v67.0/limits", headers=headers, timeout=9).status_code
    assert status in (200, 401)
    return status == 200
