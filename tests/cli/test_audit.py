"""Proving and exporting the audit from the command line."""

import json
import sqlite3
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.main import commands
from app.store import Database, Vault, audit
from tests.store.servers import migrated_file
from tests.store.test_audit_chain import ENTRY


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    file = tmp_path / "quotes.db"
    file.write_bytes(migrated_file())
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{file}")
    database = Database.open(f"sqlite:///{file}", vault=Vault.locked())
    with database.transaction() as tx:
        audit.write(tx, ENTRY)
        audit.write(tx, ENTRY)
    database.close()
    return file


def _told(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(commands, ["audit", *words])
    return result.exit_code, result.output


def test_a_whole_audit_is_told_with_its_heads(file: Path) -> None:
    status, words = _told("verify")
    assert (status, words.splitlines()[-1]) == (0, "Nothing was changed, removed or swapped.")
    name, count, _, _, head = words.splitlines()[0].split()
    assert (name, count, len(head)) == ("acme", "2", 64)
    assert _told("verify", "--head", head.upper())[0] == 0


def test_a_broken_one_has_an_exit_status_of_its_own(file: Path) -> None:
    assert _told("verify", "--head", "0" * 64)[0] == 3
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TRIGGER audit_entries_no_update")
        connection.execute("UPDATE audit_entries SET verb = 'x' WHERE place = 2")
    status, words = _told("verify")
    assert status == 3
    assert "audit_broken: The chain of the connection acme is broken at its place 2" in words


def test_the_export_is_one_line_of_json_an_entry(file: Path) -> None:
    status, words = _told("export")
    assert status == 0
    assert [json.loads(line)["place"] for line in words.splitlines()] == [1, 2]
