"""An administrator in Setup, with a browser: approves the app, takes its secret, gives a permission set."""

from collections.abc import Iterator

import pytest
import requests
from playwright.sync_api import Page, expect

from app.crm.salesforce.connector import deployment_zip
from tests.crm.connector.made import source
from tests.fixtures_sandbox import Json, Sandbox, empty_sandbox
from tests.sandbox.test_control_page import page, violations

__all__ = ["empty_sandbox", "page"]

APP = "Quotewright_acme"


@pytest.fixture
def installed(empty_sandbox: Sandbox) -> Iterator[Sandbox]:
    empty_sandbox.reset()
    env = empty_sandbox.env()
    told = (None, '{"deployOptions": {}}', "application/json")
    parts: Json = {"json": told, "file": ("d.zip", deployment_zip(source()))}
    address = f"{empty_sandbox.org}/services/data/v67.0/metadata/deployRequest"
    headers = {"Authorization": f"Bearer {env['QUOTEWRIGHT_ORG_TOKEN']}"}
    assert requests.post(address, files=parts, headers=headers, timeout=30).ok
    yield empty_sandbox
    empty_sandbox.reset()


@pytest.mark.browser
def test_what_only_a_person_can_do_is_done_by_pages(installed: Sandbox, page: Page) -> None:
    org = installed
    deal = org.records("Opportunity")[0]["Id"]
    page.goto(f"{org.org}/lightning/r/Opportunity/{deal}/view?user=rep")
    page.get_by_role("button", name="Quotewright").click()
    expect(page.get_by_role("status")).to_contain_text("ADMIN_AUTH_REQUIRED")

    page.get_by_role("link", name="Setup").click()
    assert violations(page) == []
    page.get_by_role("link", name=APP).click()
    page.get_by_label("Approve for").select_option(APP)
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status")).to_have_text(f"Whoever has {APP} is approved.")
    assert violations(page) == []
    page.get_by_role("link", name="Consumer key and secret").click()
    expect(page.get_by_text(org.consumer(APP)[1])).to_be_visible()
    page.get_by_role("button", name="Stage").click()
    assert violations(page) == []
    page.get_by_role("button", name="Apply").click()
    expect(page.get_by_text("Old consumer secret")).to_be_visible()

    page.get_by_role("link", name="Permission Sets").click()
    assert violations(page) == []
    page.get_by_role("link", name="Quotewright: Panel").click()
    page.get_by_label("Add assignment").select_option("rep")
    page.get_by_role("button", name="Assign").click()
    expect(page.get_by_role("button", name="Remove rep")).to_be_visible()
    assert violations(page) == []
    assert org.signed_request(user="rep")
