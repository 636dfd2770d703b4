"""Those who are asked get letters from a real mail server; the links in them are followed."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from app.mail import post_office
from app.services import Services
from app.web.session import hold
from tests.mail.servers import Mailbox, mail_server
from tests.web.approvals import reduced, with_policy
from tests.web.conftest import SECRET_KEY, Caller, Web, services_of
from tests.web.samples import OTHER_USER
from tests.web.test_moves import panel


@pytest.fixture
def mailbox() -> Iterator[Mailbox]:
    with mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def services(web: Web, mailbox: Mailbox) -> Services:
    office = post_office(f"smtp://127.0.0.1:{mailbox.port}", sender="quotes@example.com")
    services = replace(services_of(web.database, web.catalogs, web.gateway), post_office=office)
    hold(web.app, services, secret_key=SECRET_KEY, clock=web.clock)
    return services


@pytest.fixture
def rep(web: Web, services: Services) -> Caller:
    with_policy(web)
    return web.sign_in()


@pytest.fixture
def quote(web: Web, rep: Caller) -> str:
    web.sign_in(user=OTHER_USER)
    quote = reduced(rep)
    assert "Waiting for approval" in panel(rep, "POST", f"/quotes/{quote}/submit", key="k").text
    return quote
