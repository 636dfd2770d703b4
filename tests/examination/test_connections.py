"""`quotewright connection …` as an administrator types it, with the org at hand and without."""

import json
import os
import pty
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from app.actions.connected import connection_named
from app.actor import ConnectionName, UserId
from app.cli.connecting.secret import SECRET
from app.cli.org_access import ORG_TOKEN, ORG_URL
from app.store import ConnectionMissing
from app.store.flow_tables import errands
from tests.examination.soundly import BOOK, Sound
from tests.forks import typed

ROOT = Path(__file__).resolve().parents[2]
HIDDEN = "the-consumer-secret,never-shown"
KEY, SOLD = ("--consumer-key", "key"), ("--catalog", "telecom", "--price-book", BOOK)


@pytest.fixture
def environment(sound: Sound) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": sound.services.database.url.render_as_string(hide_password=False),
        "QUOTEWRIGHT_SECRET_KEY": "s" * 40,
        "QUOTEWRIGHT_ENCRYPTION_KEYS": sound.key,
        "QUOTEWRIGHT_PUBLIC_URL": "https://quotes.example.com",
        "QUOTEWRIGHT_CRM_CA_FILE": sound.sandbox.ca,
        SECRET: HIDDEN,
        ORG_URL: sound.sandbox.tls,
        ORG_TOKEN: sound.admin.token,
    }


def shown(name: str, environment: dict[str, str]) -> dict[str, object]:
    told = typed("connection", "show", name, "--json", env=environment)
    assert told.returncode == 0, told.stderr
    found: dict[str, object] = json.loads(told.stdout)
    return found


def test_the_org_tells_what_need_not_be_typed(sound: Sound, environment: dict[str, str]) -> None:
    added = typed("connection", "add", "acme", *KEY, *SOLD, env=environment)
    assert added.returncode == 0, added.stderr
    assert "https://quotes.example.com/canvas/acme" in added.stdout
    assert f"Northwind Radio Systems ({sound.connection.org})" in added.stdout
    found = shown("acme", environment)
    assert found["org"] == sound.connection.org
    assert found["hosts"] == [sound.sandbox.tls.removeprefix("https://")]
    assert found["frame_ancestors"] == [sound.sandbox.tls]
    tested = typed("connection", "test", "acme", env=environment)
    assert tested.returncode == 0, tested.stdout
    assert "The token is of the connection's org" in tested.stdout
    assert typed("connection", "remove", "acme", env=environment).returncode == 0


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (["--org-id", "00Dx00000001hxyEAA"], "not the one of --org-id"),
        (["--only-currency", "EUR"], "several currencies"),
    ],
)
def test_what_the_org_contradicts_is_refused(
    environment: dict[str, str], more: list[str], words: str
) -> None:
    refused = typed("connection", "add", "acme", *KEY, *SOLD, *more, env=environment)
    assert refused.returncode == 1
    assert refused.stderr.startswith("connection_invalid: ")
    assert words in refused.stderr


def test_without_the_org_its_id_has_to_be_said_and_the_vendor_s_pages_are_the_usual_ones(
    environment: dict[str, str],
) -> None:
    del environment[ORG_TOKEN]
    refused = typed("connection", "add", "acme", *KEY, *SOLD, env=environment)
    assert (refused.returncode, "--org-id" in refused.stderr) == (1, True)
    org = ("--org-id", "00Dx00000001hxyEAA")
    assert typed("connection", "add", "acme", *org, *KEY, *SOLD, env=environment).returncode == 0
    ancestors = shown("acme", environment)["frame_ancestors"]
    assert isinstance(ancestors, list)
    assert {"https://*.lightning.force.com", "https://*.my.salesforce.com"} <= set(ancestors)
    assert typed("connection", "remove", "acme", env=environment).returncode == 0


def test_all_is_shown_but_the_secrets(environment: dict[str, str]) -> None:
    typed("connection", "rotate", "demo", env=environment)
    found = shown("demo", environment)
    assert list(found) == [
        *("name", "org", "canvas", "hosts", "frame_ancestors", "consumer_key", "secrets", "secret_since"),
        *("catalog", "price_book", "api_version", "only_currency", "mapping", "roles", "brand"),
        *("last_launch", "last_write", "quotes", "under_way"),
    ]
    secrets = found["secrets"]
    assert isinstance(secrets, list)
    assert [one["valid"] for one in secrets] == [True, True]
    told = typed("connection", "show", "demo", env=environment).stdout
    assert "canvas address" in told
    assert "secret before    valid until" in told
    assert "role approver    QW_Approver" in told
    listed = json.loads(typed("connection", "list", "--json", env=environment).stdout)
    assert [one["name"] for one in listed] == ["demo"]
    assert HIDDEN not in told + json.dumps(listed) + json.dumps(found)


def test_single_settings_change_and_all_else_stays(sound: Sound, environment: dict[str, str]) -> None:
    before = shown("demo", environment)
    changed = typed("connection", "set", "demo", "--catalog", "machinery", env=environment)
    assert changed.returncode == 0, changed.stderr
    now = shown("demo", environment)
    assert {name for name in now if now[name] != before[name]} == {"catalog"}
    with sound.services.database.reading() as tx:
        assert connection_named(tx, "demo").secrets == sound.connection.secrets
    refused = typed("connection", "set", "demo", env=environment)
    assert (refused.returncode, refused.stderr.split(":")[0]) == (1, "connection_invalid")
    assert typed("connection", "set", "demo", "--no-roles", env=environment).returncode == 0
    assert shown("demo", environment)["roles"] == {}


def test_a_lost_key_is_mended_by_giving_the_secret_anew(environment: dict[str, str]) -> None:
    environment["QUOTEWRIGHT_ENCRYPTION_KEYS"] = Fernet.generate_key().decode()
    refused = typed("connection", "set", "demo", "--catalog", "machinery", env=environment)
    assert (refused.returncode, refused.stderr.split(":")[0]) == (1, "misconfigured")
    assert shown("demo", environment)["secrets"] is None
    assert "not to be opened" in typed("connection", "list", env=environment).stdout
    given = typed("connection", "set", "demo", "--replace-secret", env=environment)
    assert given.returncode == 0, given.stderr
    assert shown("demo", environment)["secrets"] == [{"until": None, "valid": True}]


def test_an_overlap_is_ended_and_secrets_are_sealed_anew(sound: Sound, environment: dict[str, str]) -> None:
    rotated = typed("connection", "rotate", "demo", env=environment)
    assert "one before it stays valid until" in rotated.stdout
    again = typed("connection", "rotate", "demo", env=environment)
    assert (again.returncode, again.stderr.split(":")[0]) == (1, "rotation_refused")
    ended = typed("connection", "rotate", "demo", "--end-overlap", env=environment)
    assert "1 other ended" in ended.stdout

    newest = Fernet.generate_key().decode()
    environment["QUOTEWRIGHT_ENCRYPTION_KEYS"] = f"{newest},{sound.key}"
    assert typed("connection", "set", "demo", "--seal-anew", env=environment).returncode == 0
    environment["QUOTEWRIGHT_ENCRYPTION_KEYS"] = newest
    assert shown("demo", environment)["secrets"] == [{"until": None, "valid": True}]


def test_what_is_on_its_way_keeps_a_connection_from_being_removed(
    sound: Sound, environment: dict[str, str]
) -> None:
    row = {
        "key": "errand-1",
        "state": "queued",
        "attempts": 0,
        "requested_at": sound.clock(),
        "payload": {},
        "connection": ConnectionName("demo"),
        "org": sound.connection.org,
        "user_id": UserId("005"),
        "opportunity": "",
        "waits_for": "system",
        "start_number": 1,
        "due_at": sound.clock() + timedelta(days=1),
        "correlation": "",
    }
    with sound.services.database.transaction() as tx:
        tx.save(errands, row)
    refused = typed("connection", "remove", "demo", env=environment)
    assert (refused.returncode, refused.stderr.split(":")[0]) == (1, "connection_busy")
    removed = typed("connection", "remove", "demo", "--force", env=environment)
    assert removed.returncode == 0, removed.stderr
    assert "What stays: 0 quotes" in removed.stdout
    with pytest.raises(ConnectionMissing), sound.services.database.reading() as tx:
        connection_named(tx, "demo")


@pytest.mark.parametrize("secret", ["half-of-it\nother-half", "half-of-it other-half", "half-of-it\x07other"])
def test_a_secret_that_cannot_be_one_is_refused_without_a_part_of_it(
    environment: dict[str, str], secret: str
) -> None:
    refused = typed("connection", "rotate", "demo", env={**environment, SECRET: secret})
    assert refused.returncode == 1
    assert refused.stderr.startswith("secret_invalid: ")
    assert "half" not in refused.stderr + refused.stdout


def test_a_secret_is_asked_for_on_a_terminal_and_not_shown(environment: dict[str, str]) -> None:
    del environment[SECRET]
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from app.cli import main; main()", "connection", "rotate", "demo"]
    asked = subprocess.Popen(
        command,
        env=environment,
        cwd=ROOT,
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
        close_fds=True,
    )
    os.close(theirs)
    shown = b""
    while b"Consumer secret" not in shown:
        shown += os.read(ours, 1000)
    os.write(ours, b"typed-at-a-terminal\n")
    told, _ = asked.communicate(timeout=30)
    while True:
        try:
            part = os.read(ours, 1000)
        except OSError:
            break
        if not part:
            break
        shown += part
    os.close(ours)
    assert asked.returncode == 0, shown
    assert b"uses the new secret" in told
    assert b"typed-at-a-terminal" not in told + shown
