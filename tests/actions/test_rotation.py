"""A secret is replaced while people work: nobody's launch fails, whichever of the two the CRM signs with."""

import base64
import hmac
import itertools
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest

from app.actions.arrive import arrive
from app.actions.connected import add_connection, connection_named
from app.actions.connecting import SecretInvalid
from app.actions.rotate_secret import MOST_VALID, RotationRefused, end_overlap, rotate_secret
from app.crm import Connection, ConsumerSecret, LaunchRefused
from app.crm.salesforce import SalesforceGateway
from app.services import RecentConnections, Services
from app.store import ConnectionRow, Transaction, audit, connections
from tests.actions.conftest import NOW, World
from tests.crm.signing import CONNECTION, SECRET, envelope

ACME = replace(CONNECTION, name=CONNECTION.name, catalog="telecom")
DAY = timedelta(days=1)
_nonces = itertools.count()


@pytest.fixture
def services(world: World) -> Iterator[Services]:
    """Of one web process that has just begun; requests are verified for real."""
    add_connection(world.services.database, ACME, replace_known=False, at=NOW)
    gateway = SalesforceGateway()
    yield replace(world.services, gateway=gateway, recent=RecentConnections())
    gateway.close()


def another_process(services: Services) -> Services:
    return replace(services, recent=RecentConnections())


def signed(secret: str) -> dict[str, str]:
    """A request of its own each time."""
    text = base64.b64encode(json.dumps(envelope(nonce=next(_nonces))).encode())
    mac = base64.b64encode(hmac.digest(secret.encode(), text, sha256)).decode()
    return {"signed_request": f"{mac}.{text.decode()}"}


def launches(services: Services, secret: str, *, at: datetime = NOW) -> bool:
    try:
        arrive(services, connection=ACME.name, form=signed(secret), at=at)
    except LaunchRefused:
        return False
    return True


def rotate(services: Services, secret: str, *, at: datetime = NOW, overlap: timedelta = DAY) -> Connection:
    return rotate_secret(services.database, ACME.name, secret, overlap=overlap, at=at)


def kept(services: Services) -> tuple[ConsumerSecret, ...]:
    with services.database.reading() as tx:
        return connection_named(tx, ACME.name).secrets


def test_both_are_valid_until_the_overlap_ends_and_then_the_new_one_alone(services: Services) -> None:
    rotate(services, "second-secret")
    last = NOW + DAY - timedelta(seconds=1)
    assert [launches(services, one, at=last) for one in (SECRET, "second-secret")] == [True, True]
    assert [launches(services, one, at=NOW + DAY) for one in (SECRET, "second-secret")] == [False, True]


def test_a_second_rotation_in_the_overlap_ends_no_secret_before_its_time(services: Services) -> None:
    """The first new one was mistyped, say, and the CRM signs with the old one all along."""
    rotate(services, "mistyped-one")
    rotate(services, "second-secret", at=NOW + timedelta(hours=1))
    early, late = NOW + timedelta(hours=2), NOW + DAY + timedelta(minutes=1)
    valid = (SECRET, "mistyped-one", "second-secret")
    assert [launches(services, one, at=early) for one in valid] == [True, True, True]
    assert [launches(services, one, at=late) for one in valid] == [False, True, True]


def test_without_an_overlap_the_new_one_alone_is_valid_at_once(services: Services) -> None:
    rotate(services, "second-secret")
    rotate(services, "third-secret", overlap=timedelta(0))
    assert [one.value for one in kept(services)] == ["third-secret"]
    assert [launches(another_process(services), one) for one in (SECRET, "second-secret")] == [False, False]


def test_one_that_has_ended_is_forgotten_with_the_next_rotation(services: Services) -> None:
    rotate(services, "second-secret")
    rotate(services, "third-secret", at=NOW + 2 * DAY)
    assert [one.value for one in kept(services)] == ["third-secret", "second-secret"]


def test_the_one_before_is_taken_back_into_use(services: Services) -> None:
    """The CRM was never changed over."""
    rotate(services, "second-secret")
    rotate(services, SECRET, at=NOW + timedelta(hours=1))
    assert [(one.value, one.valid_until is None) for one in kept(services)] == [
        (SECRET, True),
        ("second-secret", False),
    ]


def test_the_overlap_is_ended_by_hand_and_told(services: Services) -> None:
    rotate(services, "second-secret")
    assert end_overlap(services.database, ACME.name, at=NOW) == 1
    assert not launches(another_process(services), SECRET)
    assert launches(services, "second-secret")
    assert end_overlap(services.database, ACME.name, at=NOW) == 0
    with services.database.reading() as tx:
        verbs = [entry.verb for entry in audit.read(tx, ACME.name)]
    assert verbs == ["add_connection", "rotate_secret", "end_overlap", "end_overlap"]


def test_only_so_many_are_valid_at_one_time(services: Services) -> None:
    for n in range(MOST_VALID - 1):
        rotate(services, f"secret-number-{n}")
    with pytest.raises(RotationRefused, match="--end-overlap"):
        rotate(services, "one-too-many")
    assert launches(services, SECRET)


@pytest.mark.parametrize(
    "secret",
    [
        *("two words1", "line\nbreak-in-it", "tab\tin-it-too", " in-front-of-it", "behind-it\n", "short"),
        *("n\u00e4her-nicht", "", "x" * 513, "nul\0in-the-middle"),
    ],
)
def test_what_cannot_be_a_secret_is_refused_without_a_part_of_it(services: Services, secret: str) -> None:
    with pytest.raises(SecretInvalid) as refused:
        rotate(services, secret)
    words = str(refused.value)
    assert not any(part and part in words for part in secret.replace("\n", " ").split() if len(part) > 4)
    assert [one.value for one in kept(services)] == [SECRET]


def test_the_secret_in_use_or_an_overlap_without_end_is_refused(services: Services) -> None:
    with pytest.raises(RotationRefused, match="secret in use"):
        rotate(services, SECRET)
    with pytest.raises(RotationRefused, match="720 hours"):
        rotate(services, "second-secret", overlap=timedelta(days=31))


def test_nobody_s_launch_fails_while_the_secret_is_rotated_under_load(services: Services) -> None:
    """Two processes that know a connection for seconds, people at both, and forged requests in between."""
    processes = (services, another_process(services))
    secrets, over = [SECRET], threading.Event()
    failed: list[str] = []
    done: list[int] = []

    def people(process: Services) -> None:
        while not over.is_set():
            # Of the secrets that were rotated in before this request was signed, the two newest are valid.
            for secret in secrets[-2:]:
                if not launches(process, secret, at=datetime.now(UTC)):
                    failed.append(secret)
                done.append(1)

    def forger(process: Services) -> None:
        while not over.is_set():
            assert not launches(process, "never-given-to-anybody", at=datetime.now(UTC))

    crowd = [threading.Thread(target=people, args=(one,)) for one in processes for _ in range(2)]
    crowd += [threading.Thread(target=forger, args=(one,)) for one in processes]
    for one in crowd:
        one.start()
    try:
        for n in range(3):
            _more(done, failed, than=len(done) + 20)
            rotated = f"secret-of-rotation-{n}"
            rotate(services, rotated, at=datetime.now(UTC), overlap=timedelta(minutes=5))
            # From here on somebody may sign with it, at processes that have not heard of it yet.
            secrets.append(rotated)
        _more(done, failed, than=len(done) + 20)
    finally:
        over.set()
        for one in crowd:
            one.join(30)
    assert failed == []


def _more(done: list[int], failed: list[str], *, than: int) -> None:
    """Waits until so many have launched."""
    while len(done) <= than and not failed:
        time.sleep(0.005)


def test_forged_requests_cost_a_look_in_a_while_and_not_one_each(
    services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    looks: list[str] = []
    kept_load = connections.load

    def load(tx: Transaction, name: str) -> ConnectionRow:
        looks.append(name)
        return kept_load(tx, name)

    monkeypatch.setattr(connections, "load", load)
    ready, began = threading.Barrier(8), time.monotonic()

    def forge() -> None:
        ready.wait()
        for _ in range(25):
            assert not launches(services, "never-given-to-anybody")

    crowd = [threading.Thread(target=forge) for _ in range(8)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join(30)
    # A hundredth of a second apart, and those of people who did not know the connection yet.
    assert len(looks) <= (time.monotonic() - began) * 100 + 9
