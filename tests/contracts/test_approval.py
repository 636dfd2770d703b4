"""User approval against the sandbox's own login and consent pages."""

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests

from app.crm import ApprovalRefused, ConsumerSecret, LaunchRefused, UserApproval
from tests.contracts.benches import SandboxBench
from tests.contracts.offers import AT
from tests.fixtures_sandbox import Sandbox

RETURN = "http://localhost:8000/canvas/demo/approval"


def approval_of(real: SandboxBench) -> UserApproval:
    return real.gateway.user_approval


def consent(sandbox: Sandbox, address: str, decision: str = "allow") -> dict[str, list[str]]:
    """What the user's browser brings back."""
    answer = requests.post(
        address,
        data={"user": "newcomer", "decision": decision},
        verify=sandbox.ca,
        allow_redirects=False,
        timeout=10,
    )
    assert answer.status_code == 302, answer.text
    return parse_qs(urlsplit(answer.headers["Location"]).query)


def login_urls(sandbox: Sandbox) -> list[str]:
    return [sandbox.tls, f"{sandbox.tls}/services/oauth2/authorize", sandbox.org]


@pytest.mark.parametrize("n", [0, 1, 2])
def test_a_newcomer_who_approves_can_launch(real: SandboxBench, sandbox: Sandbox, n: int) -> None:
    refused = real.gateway.verify(
        {"signed_request": sandbox.signed_request(user="newcomer", token=None)}, real.connection, at=AT
    )
    request = approval_of(real).start(real.connection, login_urls(sandbox)[n], redirect_uri=RETURN)
    back = consent(sandbox, request.address)
    assert back["state"] == [request.state]

    approval_of(real).finish(real.connection, back["code"][0], request=request, redirect_uri=RETURN)
    launch = real.gateway.verify(
        {"signed_request": sandbox.signed_request(user="newcomer")}, real.connection, at=AT
    )

    assert refused.access is None
    assert launch.access is not None
    assert real.crm.open(launch.access, real.opportunity, codes=()).opportunity.id == real.opportunity


def test_a_newcomer_approves_while_the_secret_is_rotated_and_the_crm_knows_the_old_one(
    real: SandboxBench, sandbox: Sandbox
) -> None:
    old = replace(real.connection.secrets[0], valid_until=AT + timedelta(days=1))
    rotated = replace(real.connection, secrets=(ConsumerSecret("not-in-the-crm-yet"), old))
    request = approval_of(real).start(rotated, sandbox.tls, redirect_uri=RETURN)
    code = consent(sandbox, request.address)["code"][0]
    with pytest.raises(ApprovalRefused):
        approval_of(real).finish(
            replace(rotated, secrets=rotated.secrets[:1]), code, request=request, redirect_uri=RETURN
        )
    approval_of(real).finish(rotated, code, request=request, redirect_uri=RETURN)


def test_the_verifier_stays_with_us_and_each_request_has_its_own(
    real: SandboxBench, sandbox: Sandbox
) -> None:
    first = approval_of(real).start(real.connection, sandbox.tls, redirect_uri=RETURN)
    second = approval_of(real).start(real.connection, sandbox.tls, redirect_uri=RETURN)

    assert first.verifier not in first.address
    assert real.connection.secrets[0].value not in first.address
    assert "code_challenge_method=S256" in first.address
    assert first.state != second.state
    assert first.verifier != second.verifier


def test_a_code_is_worth_nothing_without_its_verifier_or_a_second_time(
    real: SandboxBench, sandbox: Sandbox
) -> None:
    request = approval_of(real).start(real.connection, sandbox.tls, redirect_uri=RETURN)
    code = consent(sandbox, request.address)["code"][0]

    for attempt in (replace(request, verifier="x" * 64), request):
        with pytest.raises(ApprovalRefused):
            approval_of(real).finish(real.connection, code, request=attempt, redirect_uri=RETURN)


def test_an_approval_in_another_org_is_refused(real: SandboxBench, sandbox: Sandbox) -> None:
    request = approval_of(real).start(real.connection, sandbox.tls, redirect_uri=RETURN)
    code = consent(sandbox, request.address)["code"][0]
    other = replace(real.connection, org=type(real.connection.org)("00Dx00000001hxyEAA"))

    with pytest.raises(ApprovalRefused):
        approval_of(real).finish(other, code, request=request, redirect_uri=RETURN)


@pytest.mark.parametrize(
    "login_url",
    [
        "https://login.salesforce.com.evil.example",
        "https://evil.example/services/oauth2/authorize",
        "http://login.salesforce.com",
        "https://user@login.salesforce.com",
        "https://login.salesforce.com/other",
        "http://127.0.0.1:1",
        "javascript:alert(1)",
        "",
    ],
)
def test_a_login_page_elsewhere_is_refused(real: SandboxBench, login_url: str) -> None:
    with pytest.raises(LaunchRefused):
        approval_of(real).start(real.connection, login_url, redirect_uri=RETURN)


@pytest.mark.parametrize(
    "login_url",
    [
        "https://login.salesforce.com",
        "https://test.salesforce.com/services/oauth2/authorize",
        "https://acme.my.salesforce.com/",
    ],
)
def test_the_vendors_login_pages_are_used(real: SandboxBench, login_url: str) -> None:
    request = approval_of(real).start(real.connection, login_url, redirect_uri=RETURN)

    assert urlsplit(request.address).path == "/services/oauth2/authorize"
    assert urlsplit(request.address).netloc == urlsplit(login_url).netloc
