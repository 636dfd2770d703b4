"""What was installed in an org, in use: the panel opens, and its secret is replaced."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from app.actions.connected import add_connection, list_connections
from app.crm import ConsumerSecret
from app.crm.salesforce import SalesforceGateway, Transport
from tests.cli.installing import APP, Site, connection, no_lines, site
from tests.fixtures_sandbox import empty_sandbox

__all__ = ["empty_sandbox", "no_lines", "site"]

REP = "rep@sandbox.example"


def test_the_app_that_was_installed_opens_the_panel(site: Site) -> None:
    """What only a person can do is done as the command names it."""
    site.run("install", "acme", "--assign", f"QW_Rep={REP}", "--assign", f"{APP}={REP}")
    site.org.app(APP, sets=[APP])
    key, secret = site.org.consumer(APP)
    given = replace(connection(site.org.organization_id), consumer_key=key, secrets=(ConsumerSecret(secret),))
    host = site.org.tls.removeprefix("https://")
    given = replace(given, instance_hosts=(host,))
    gateway = SalesforceGateway(Transport(ca_file=site.org.ca))
    form = {"signed_request": site.org.signed_request(user="rep")}
    launch = gateway.verify(form, given, at=datetime.now(UTC))
    assert launch.access is not None
    opening = gateway.crm(given).open(launch.access, launch.record or "", codes=())
    assert opening.opportunity.name
    gateway.close()


def test_a_secret_is_replaced_without_a_launch_that_fails(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Staged in the org, told to us, applied in the org, and then the old one ends."""
    site.run("install", "acme", "--assign", f"{APP}={REP}")
    site.org.app(APP, sets=[APP])
    first = site.org.ask("GET", "/apps")["apps"][0]
    given = connection(site.org.organization_id)
    given = replace(given, consumer_key=first["key"], secrets=(ConsumerSecret(first["secret"]),))
    given = replace(given, instance_hosts=(site.org.tls.removeprefix("https://"),))
    add_connection(site.database(), given, replace_known=True, at=datetime.now(UTC))

    def opens() -> bool:
        """Raises what a launch would fail with; whether the secret of before was the one."""
        (known,) = list_connections(site.database())
        form = {"signed_request": site.org.signed_request(user="rep")}
        return SalesforceGateway(Transport()).verify(form, known, at=datetime.now(UTC)).secret_is_previous

    assert opens() is False
    staged = site.org.ask("POST", f"/apps/{APP}/staged")
    assert opens() is False
    monkeypatch.setenv("QUOTEWRIGHT_CONSUMER_SECRET", staged["staged_secret"])
    assert site.run("connection", "rotate", "acme")[0] == 0
    assert opens() is True
    site.org.ask("POST", f"/apps/{APP}/rotated")
    assert opens() is False
    assert site.run("connection", "set", "acme", "--consumer-key", staged["staged_key"])[0] == 0
    site.org.ask("DELETE", f"/apps/{APP}/staged")
    assert opens() is False
    (known,) = list_connections(site.database())
    assert known.consumer_key == staged["staged_key"]
