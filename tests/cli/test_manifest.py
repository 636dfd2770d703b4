"""``quotewright connection manifest``: the connector's project in a folder, again and again."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.actions.connected import add_connection
from app.actor import ConnectionName, OrgId
from app.cli.main import commands
from app.crm import Connection, ConsumerSecret
from app.errors import AppError
from app.settings import read_settings
from app.wiring import open_database
from tests.store.servers import migrated_file

ACME = Connection(
    name=ConnectionName("acme"),
    org=OrgId("00Dx00000001hxyEAA"),
    consumer_key="key",
    secrets=(ConsumerSecret("the-consumer-secret"),),
    instance_hosts=(),
    frame_ancestors=("https://acme.lightning.force.com",),
    catalog="telecom",
    price_book="Network Equipment",
)


@pytest.fixture(autouse=True)
def installation(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "quotes.db").write_bytes(migrated_file())
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'quotes.db'}")
    monkeypatch.setenv("QUOTEWRIGHT_SECRET_KEY", "s" * 40)
    monkeypatch.setenv("QUOTEWRIGHT_ENCRYPTION_KEYS", "A" * 43 + "=")
    monkeypatch.setenv("QUOTEWRIGHT_PUBLIC_URL", "https://quotes.example.com")


def make(out: Path, *more: str, name: str = "acme") -> tuple[int, str]:
    """The exit status and what is said; of an expected failure as the command says it."""
    done = CliRunner().invoke(commands, ["connection", "manifest", name, "--out", str(out), *more])
    if isinstance(done.exception, AppError):
        return done.exit_code, f"{done.exception.code}: {done.exception.detail}"
    assert done.exception is None, done.exception
    return done.exit_code, done.output


def files(folder: Path) -> set[str]:
    return {file.relative_to(folder).as_posix() for file in folder.rglob("*") if file.is_file()}


def test_the_project_is_written_and_what_comes_next_is_said(tmp_path: Path) -> None:
    out = tmp_path / "connector"
    status, words = make(out, "--label", "R&D quotes")
    assert status == 0
    assert "https://quotes.example.com/canvas/acme" in words
    assert "sf project deploy start --manifest manifest/package.xml" in words
    assert "quotewright connection add acme`" in words
    there = files(out)
    assert {"sfdx-project.json", "manifest/package.xml", "uninstall/destructiveChanges.xml"} <= there
    canvas = "extlClntAppCanvasSettings/Quotewright_acme_canvas.ecaCanvas-meta.xml"
    text = (out / "force-app/main/default" / canvas).read_text()
    assert "<canvasUrl>https://quotes.example.com/canvas/acme</canvasUrl>" in text
    assert not any("connectedApp" in path for path in there)
    # Of a connection that is known, the key takes the place of the one before.
    add_connection(open_database(read_settings()), ACME, replace_known=False, at=datetime.now(UTC))
    assert "add acme --replace`" in make(out)[1]


def test_the_project_is_made_anew_over_its_own_and_leaves_what_others_added(tmp_path: Path) -> None:
    assert make(tmp_path / "one")[0] == 0
    external = files(tmp_path / "one")
    (tmp_path / "one" / "notes.txt").write_text("ours")
    (tmp_path / "one" / "sfdx-project.json").write_text("spoilt")
    assert make(tmp_path / "one", "--app", "connected")[0] == 0
    connected = files(tmp_path / "one")
    assert "notes.txt" in connected
    assert not any("externalClientApps" in path for path in connected)
    assert any(path.endswith("connectedApps/Quotewright_acme.connectedApp-meta.xml") for path in connected)
    assert make(tmp_path / "one")[0] == 0
    assert files(tmp_path / "one") == external | {"notes.txt"}
    assert "packageDirectories" in (tmp_path / "one" / "sfdx-project.json").read_text()


def test_a_folder_with_something_else_in_it_is_left_alone(tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    (other / "letter.txt").write_text("Dear Sir")
    status, words = make(other)
    assert (status, words.startswith("folder_taken: ")) == (1, True)
    assert files(other) == {"letter.txt"}
    assert make(other / "letter.txt")[0] == 1
    assert make(tmp_path / "acme")[0] == 0
    assert make(tmp_path / "acme", name="beta")[1].startswith("folder_taken: ")


@pytest.mark.parametrize("path", ["../kept.txt", "/etc/kept.txt", "force-app/../../kept.txt", "a\0b/../../x"])
def test_a_spoilt_list_of_files_leads_to_nothing_outside(tmp_path: Path, path: str) -> None:
    (tmp_path / "kept.txt").write_text("kept")
    out = tmp_path / "out"
    out.mkdir()
    (out / "quotewright.json").write_text(json.dumps({"connection": "acme", "files": [path]}))
    assert make(out)[1].startswith("folder_taken: ")
    assert (tmp_path / "kept.txt").read_text() == "kept"


@pytest.mark.parametrize(
    "text", ["", "[]", "[" * 100_000, '{"connection": "acme", "files": [1]}', '{"files": {}}']
)
def test_a_list_that_is_none_makes_the_folder_somebody_elses(tmp_path: Path, text: str) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "quotewright.json").write_text(text)
    assert make(out)[1].startswith("folder_taken: ")


@pytest.mark.parametrize(
    ("name", "options", "code"),
    [
        ("Acme!", (), "connection_invalid"),
        ("acme", ("--label", "{!x}"), "connector_invalid"),
        ("acme", ("--contact", "nobody"), "connector_invalid"),
    ],
)
def test_what_an_org_would_not_take_is_refused_before_anything_is_written(
    tmp_path: Path, name: str, options: tuple[str, ...], code: str
) -> None:
    status, words = make(tmp_path / "out", *options, name=name)
    assert (status, words.partition(":")[0]) == (1, code)
    assert not (tmp_path / "out").exists()


def test_a_folder_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir")
    status, words = make(tmp_path / "letter.txt" / "out")
    assert (status, words.partition(":")[0]) == (1, "folder_unwritable")


def test_an_address_without_tls_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("QUOTEWRIGHT_PUBLIC_URL", "http://localhost:8000")
    assert "not https" in make(tmp_path / "out")[1]


def test_reports_can_be_left_out_and_an_earlier_time_is_forgotten(tmp_path: Path) -> None:
    out = tmp_path / "connector"
    make(out)
    assert any("/reports/" in path for path in files(out))
    assert make(out, "--reports", "none")[0] == 0
    assert not [path for path in files(out) if "report" in path.lower() or "dashboard" in path]
    assert "uninstall/destructiveChangesPre.xml" not in files(out)
