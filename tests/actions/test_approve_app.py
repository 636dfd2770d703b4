"""A user lets the app act for them: one way out, one way back."""

from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

import pytest

from app.actions import LaunchRefused, finish_approval, start_approval
from app.actions.approve_app import ApprovalUnknown, ApprovalUnneeded
from app.crm import ApprovalRequest, Connection
from tests.actions.conftest import DEMO, NOW, World

LOGIN = "https://login.salesforce.com"


@dataclass(slots=True)
class ConsentPage:
    """A CRM's approval page that remembers who came back with what."""

    finished: list[tuple[str, str, str]] = field(default_factory=list)

    def start(self, connection: Connection, login_url: str, *, redirect_uri: str) -> ApprovalRequest:
        if login_url != LOGIN:
            raise LaunchRefused
        return ApprovalRequest(f"{LOGIN}/authorize", state="a state", verifier="a verifier", login=login_url)

    def finish(
        self, connection: Connection, code: str, *, request: ApprovalRequest, redirect_uri: str
    ) -> None:
        self.finished.append((code, request.verifier, redirect_uri))


@pytest.fixture
def page(world: World) -> ConsentPage:
    world.gateway.user_approval = ConsentPage()
    return world.gateway.user_approval


def start(world: World, connection: str = DEMO, login: str = LOGIN) -> str:
    return start_approval(world.services, connection=connection, login_url=login, at=NOW)


def finish(world: World, state: str = "a state", *, after: timedelta = timedelta(minutes=1)) -> None:
    finish_approval(world.services, connection=DEMO, state=state, code="a code", at=NOW + after)


def test_the_way_back_brings_what_was_kept_for_it(world: World, page: ConsentPage) -> None:
    assert start(world) == f"{LOGIN}/authorize"
    finish(world)
    assert page.finished == [("a code", "a verifier", "https://quotes.example.com/canvas/demo/approval")]


def test_each_way_back_is_walked_once(world: World, page: ConsentPage) -> None:
    start(world)
    finish(world)
    with pytest.raises(ApprovalUnknown):
        finish(world)
    assert len(page.finished) == 1


def test_a_way_back_nobody_went_out_on_is_refused(world: World, page: ConsentPage) -> None:
    start(world)
    with pytest.raises(ApprovalUnknown):
        finish(world, "another state")
    assert page.finished == []


def test_a_way_back_ends_after_ten_minutes(world: World, page: ConsentPage) -> None:
    start(world)
    with pytest.raises(ApprovalUnknown):
        finish(world, after=timedelta(minutes=10, seconds=1))
    assert page.finished == []


def test_the_verifier_is_unreadable_in_the_database(world: World, page: ConsentPage) -> None:
    start(world)
    file = Path(world.services.database.url.database or "")
    stored = file.read_bytes() + file.with_name(f"{file.name}-wal").read_bytes()
    assert b"a state" in stored
    assert b"a verifier" not in stored


@pytest.mark.parametrize(("connection", "login"), [("other", LOGIN), (DEMO, "https://evil.example.com")])
def test_an_unknown_connection_or_login_page_is_refused_like_a_forged_launch(
    world: World, page: ConsentPage, connection: str, login: str
) -> None:
    with pytest.raises(LaunchRefused):
        start(world, connection, login)


def test_a_crm_without_approval_says_so(world: World) -> None:
    with pytest.raises(ApprovalUnneeded):
        start(world)
