from datetime import timedelta
from pathlib import Path

import pytest
from cryptography.fernet import Fernet
from sqlalchemy import text

from app.actor import ConnectionName, UserId
from app.errors import Misconfigured
from app.store import ConnectionMissing, ConnectionRow, Database, Vault, accesses, connections
from tests.store.examples import AT, DEMO, ORG, USER
from tests.store.keys import KEY

SECRET = "correct-horse-battery-staple"
TOKEN = "00Dxx!AQ-a-very-secret-token"
HOST = "https://acme.my.salesforce.com"
TONIGHT = AT + timedelta(hours=2)

CONNECTION = ConnectionRow(
    name=DEMO,
    org=ORG,
    consumer_key="3MVG9",
    secrets=((SECRET, None), ("older-" + SECRET, AT)),
    instance_hosts=("127.0.0.1:8443",),
    frame_ancestors=("https://*.lightning.force.com",),
    catalog="telecom",
    price_book="Standard",
    api_version="67.0",
)


def fill(database: Database) -> None:
    with database.transaction() as tx:
        connections.save(tx, CONNECTION)
        accesses.keep(tx, connection=DEMO, user=USER, token=TOKEN, instance_url=HOST, expires_at=TONIGHT)


def test_a_connection_comes_back_as_it_was_saved(database: Database) -> None:
    fill(database)
    with database.reading() as tx:
        assert connections.load(tx, DEMO) == CONNECTION
        assert connections.listed(tx) == (CONNECTION,)


def test_a_removed_connection_is_gone(database: Database) -> None:
    fill(database)
    with database.transaction() as tx:
        connections.remove(tx, DEMO)
    with pytest.raises(ConnectionMissing), database.reading() as tx:
        connections.load(tx, DEMO)


def test_a_token_is_kept_for_its_user_until_it_expires(database: Database) -> None:
    fill(database)
    with database.reading() as tx:
        assert accesses.load(tx, connection=DEMO, user=USER, at=AT) == (TOKEN, HOST)
        assert accesses.load(tx, connection=DEMO, user=USER, at=TONIGHT) is None
        assert accesses.load(tx, connection=DEMO, user=UserId("other"), at=AT) is None
        assert accesses.load(tx, connection=ConnectionName("other"), user=USER, at=AT) is None


def test_a_new_token_replaces_the_old_one_and_a_forgotten_one_is_gone(database: Database) -> None:
    fill(database)
    with database.transaction() as tx:
        accesses.keep(tx, connection=DEMO, user=USER, token="new", instance_url=HOST, expires_at=TONIGHT)
        assert accesses.load(tx, connection=DEMO, user=USER, at=AT) == ("new", HOST)
        accesses.forget(tx, connection=DEMO, user=USER)
        assert accesses.load(tx, connection=DEMO, user=USER, at=AT) is None


def test_expired_tokens_are_deleted(database: Database) -> None:
    fill(database)
    with database.transaction() as tx:
        assert accesses.forget_expired(tx, AT) == 0
        assert accesses.forget_expired(tx, TONIGHT) == 1


def test_no_secret_is_readable_in_the_database_files(sqlite_file: Path) -> None:
    database = Database.open(f"sqlite:///{sqlite_file}", vault=Vault((KEY,)))
    fill(database)
    content = b"".join(path.read_bytes() for path in sqlite_file.parent.iterdir())
    database.close()
    assert HOST.encode() in content
    assert SECRET.encode() not in content
    assert TOKEN.encode() not in content


def test_a_wrong_key_is_told_with_its_remedy(database: Database, url: str) -> None:
    fill(database)
    other = Database.open(url, vault=Vault((Fernet.generate_key().decode(),)))
    with pytest.raises(Misconfigured, match="Add the key"), other.reading() as tx:
        connections.load(tx, DEMO)
    with pytest.raises(Misconfigured, match="Add the key"), other.reading() as tx:
        accesses.load(tx, connection=DEMO, user=USER, at=AT)
    other.close()


def test_a_rotated_key_still_opens_what_the_old_one_sealed(database: Database, url: str) -> None:
    fill(database)
    rotated = Database.open(url, vault=Vault((Fernet.generate_key().decode(), KEY)))
    with rotated.reading() as tx:
        assert connections.load(tx, DEMO) == CONNECTION
    rotated.close()


def test_a_token_moved_to_another_users_row_does_not_open(database: Database) -> None:
    fill(database)
    with database.transaction() as tx:
        tx.execute(text("UPDATE accesses SET user_id = 'thief'"))
    with pytest.raises(Misconfigured), database.reading() as tx:
        accesses.load(tx, connection=DEMO, user=UserId("thief"), at=AT)


@pytest.mark.parametrize("keys", [(), ("short",), ("",)])
def test_a_vault_needs_a_usable_key(keys: tuple[str, ...]) -> None:
    with pytest.raises(Misconfigured, match="Fernet key"):
        Vault(keys)


def test_neither_vault_nor_connection_shows_a_secret_when_printed() -> None:
    assert KEY not in repr(Vault((KEY,)))
    assert SECRET not in repr(CONNECTION)
