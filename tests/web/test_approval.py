"""A user approves the app: out to the CRM in a window of its own, and back."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.web.conftest import Web

ASKED = "/canvas/first?_sfdc_canvas_auth=user_approval_required&loginUrl="


@pytest.fixture
def approving(web: Web) -> Web:
    web.gateway.user_approval = web.gateway.real.user_approval
    return web


def test_the_page_leads_to_the_login_page_of_the_crm(approving: Web) -> None:
    answer = approving.client.get(ASKED + "https%3A%2F%2Flogin.salesforce.com")
    address = answer.text.partition('href="https://login')[2].partition('"')[0].replace("&amp;", "&")
    query = parse_qs(urlsplit("https://login" + address).query)
    assert answer.status_code == 200
    assert query["redirect_uri"] == ["https://quotes.example.com/canvas/first/approval"]
    assert query["code_challenge_method"] == ["S256"]


@pytest.mark.parametrize(
    "login",
    ["", "https%3A%2F%2Fevil.example.com", "javascript%3Aalert(1)", "http%3A%2F%2Flogin.salesforce.com"],
)
def test_a_login_page_that_is_not_the_crm_s_is_refused(approving: Web, login: str) -> None:
    answer = approving.client.get(ASKED + login)
    assert answer.status_code == 401
    assert "evil" not in answer.text


def test_coming_back_without_having_gone_out_is_refused(approving: Web) -> None:
    answer = approving.client.get("/canvas/first/approval?code=abc&state=made-up")
    assert answer.status_code == 401
    assert "abc" not in answer.text
