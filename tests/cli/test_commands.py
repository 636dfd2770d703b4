"""The command line, as somebody types it."""

import base64
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.catalog.samples import spoilt, write_catalog
from tests.forks import typed

ROOT = Path(__file__).resolve().parents[2]
SECRET = "the-consumer-secret,never-shown"
ORG = "00Dx00000001hxyEAA"


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    return {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'quotes.db'}",
        "QUOTEWRIGHT_SECRET_KEY": "s" * 40,
        "QUOTEWRIGHT_ENCRYPTION_KEYS": base64.urlsafe_b64encode(os.urandom(32)).decode(),
        "QUOTEWRIGHT_CONSUMER_SECRET": SECRET,
    }


def from_nothing(*arguments: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", "from app.cli import main; main()", *arguments]
    return subprocess.run(command, env=env, cwd="/", capture_output=True, text=True, check=False, timeout=60)


def add(env: dict[str, str], *more: str) -> subprocess.CompletedProcess[str]:
    options = [
        "--org-id",
        ORG,
        "--frame-ancestor",
        "https://acme.lightning.force.com",
        "--consumer-key",
        "key",
    ]
    sold = ["--catalog", "telecom", "--price-book", "Network Equipment"]
    return typed("connection", "add", "acme", *options, *sold, *more, env=env)


def test_every_command_is_listed(environment: dict[str, str]) -> None:
    shown = from_nothing("--help", env=environment)
    assert shown.returncode == 0
    for command in (
        *("serve", "worker", "sandbox", "bench", "migrate", "catalog", "connection", "quote", "settings"),
        *("audit", "backup", "restore", "doctor"),
    ):
        assert f"  {command} " in shown.stdout


def test_a_connection_is_added_listed_rotated_and_removed(environment: dict[str, str]) -> None:
    assert from_nothing("migrate", env=environment).returncode == 0
    added = add(environment)
    assert (added.returncode, added.stderr) == (0, "")
    assert "/canvas/acme" in added.stdout
    assert (
        f"acme  org {ORG}  catalog telecom  secrets 1" in typed("connection", "list", env=environment).stdout
    )
    new = {**environment, "QUOTEWRIGHT_CONSUMER_SECRET": "another-secret"}
    assert typed("connection", "rotate", "acme", env=new).returncode == 0
    listed = typed("connection", "list", env=environment).stdout
    assert "secrets 2" in listed
    assert SECRET not in listed
    roles = ("--role", "approver=Sales Manager", "--role", "approver=QW_Approver")
    assert typed("connection", "set", "acme", *roles, env=environment).returncode == 0
    listed = typed("connection", "list", env=environment).stdout
    assert "  approver: Sales Manager, QW_Approver" in listed
    assert typed("connection", "remove", "acme", env=environment).returncode == 0
    assert typed("connection", "list", env=environment).stdout == ""


def test_a_taken_name_needs_to_be_replaced_on_purpose(environment: dict[str, str]) -> None:
    typed("migrate", env=environment)
    add(environment)
    again = add(environment)
    assert (again.returncode, "--replace" in again.stderr) == (1, True)
    assert add(environment, "--replace").returncode == 0


def test_a_missing_secret_is_asked_for_by_its_variable(environment: dict[str, str]) -> None:
    typed("migrate", env=environment)
    del environment["QUOTEWRIGHT_CONSUMER_SECRET"]
    refused = add(environment)
    assert refused.returncode == 1
    assert "QUOTEWRIGHT_CONSUMER_SECRET" in refused.stderr


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--org-id", "00Q000000000001"),
        ("--frame-ancestor", "javascript:alert(1)"),
        ("--frame-ancestor", "https://a.example.com; script-src *"),
        ("--org-host", "evil.example.com/path"),
        ("--api-version", "sixty"),
        ("--only-currency", "Euro"),
    ],
)
def test_a_connection_that_cannot_work_is_refused(
    option: str, value: str, environment: dict[str, str]
) -> None:
    typed("migrate", env=environment)
    refused = add(environment, option, value)
    assert refused.returncode == 1
    assert refused.stderr.startswith("connection_invalid: ")
    assert "Traceback" not in refused.stderr


def test_a_secret_with_a_line_break_is_refused_and_not_repeated(environment: dict[str, str]) -> None:
    typed("migrate", env=environment)
    refused = add({**environment, "QUOTEWRIGHT_CONSUMER_SECRET": "half-of-it\nother-half"})
    assert refused.returncode == 1
    assert "half" not in refused.stderr + refused.stdout


def test_missing_settings_stop_a_process_with_their_names(environment: dict[str, str]) -> None:
    del environment["QUOTEWRIGHT_SECRET_KEY"]
    refused = typed("serve", env=environment)
    assert refused.returncode == 1
    assert "QUOTEWRIGHT_SECRET_KEY is not set" in refused.stderr


def test_the_shipped_catalog_is_sound(environment: dict[str, str]) -> None:
    checked = typed("catalog", "check", str(ROOT / "catalogs" / "telecom"), env=environment)
    assert checked.returncode == 0
    assert "9 products" in checked.stdout


def test_a_broken_catalog_is_told_with_file_and_line(environment: dict[str, str], tmp_path: Path) -> None:
    (tmp_path / "catalog.yaml").write_text("schema: 1\nkey: broken\nnmae: Broken\n")
    checked = typed("catalog", "check", str(tmp_path), env=environment)
    assert checked.returncode == 2
    assert "catalog.yaml:3" in checked.stderr
    assert "name" in checked.stderr


def telecom(folder: Path) -> Path:
    shutil.copytree(ROOT / "catalogs" / "telecom", folder / "telecom")
    return folder / "telecom"


def replaced(file: Path, old: str, new: str) -> None:
    text = file.read_text()
    assert old in text
    file.write_text(text.replace(old, new))


@pytest.fixture
def no_keys(environment: dict[str, str]) -> dict[str, str]:
    """Catalogs are published without any secret of the installation."""
    assert typed("migrate", env=environment).returncode == 0
    return {name: environment[name] for name in ("PATH", "PYTHONPATH", "DATABASE_URL")}


def test_publishing_into_a_database_that_was_never_migrated_says_what_to_do(
    no_keys: dict[str, str], tmp_path: Path
) -> None:
    empty = {**no_keys, "DATABASE_URL": f"sqlite:///{tmp_path / 'empty.db'}"}
    for command in (("publish", str(telecom(tmp_path))), ("releases",)):
        told = typed("catalog", *command, env=empty)
        assert told.returncode == 1
        assert told.stderr.count("\n") == 1
        assert "quotewright migrate" in told.stderr


def test_a_catalog_is_published_listed_and_reverted(no_keys: dict[str, str], tmp_path: Path) -> None:
    folder = telecom(tmp_path)
    would = typed("catalog", "publish", str(folder), "--dry-run", env=no_keys)
    assert "would be published and counts from now on" in would.stdout
    done = typed("catalog", "publish", str(folder), "--note", "for the spring", env=no_keys)
    assert (done.returncode, done.stderr) == (0, "")
    again = typed("catalog", "publish", str(folder), env=no_keys)
    assert "published already and in force. Nothing is changed." in again.stdout
    replaced(folder / "catalog.yaml", "validity_days: 45", "validity_days: 30")
    taken = typed("catalog", "publish", str(folder), env=no_keys)
    assert taken.returncode == 1
    assert taken.stderr.startswith("release_version_taken: ")
    replaced(folder / "catalog.yaml", 'version: "', 'version: "next ')
    past = typed("catalog", "publish", str(folder), "--from", "2020-01-01", env=no_keys)
    assert past.stderr.startswith("release_effective_in_past: ")
    later = typed("catalog", "publish", str(folder), "--from", "2999-01-01", env=no_keys)
    assert "counts from 2999-01-01 00:00 UTC on" in later.stdout
    listed = typed("catalog", "releases", "telecom", env=no_keys).stdout.splitlines()
    assert [line.split("  ")[0] for line in listed] == ["catalog", "telecom", "telecom"]
    assert "2999-01-01 00:00  later" in listed[1]
    assert "in force" in listed[2]
    assert listed[2].endswith("for the spring")
    wrong = typed("catalog", "revert", "telecom", "nxt 2026.2", env=no_keys)
    assert wrong.stderr.startswith("release_not_found: ")
    assert 'did you mean "next ' in wrong.stderr


def lamps(folder: Path, *changes: tuple[str, str]) -> Path:
    home = write_catalog(folder, lamp=spoilt(*changes))
    (home / "tests").mkdir(exist_ok=True)
    case = "schema: 1\nproduct: lamp\ncases:\n  - key: strong\n    choices: {bulb: 9W}\n"
    (home / "tests" / "lamp.yaml").write_text(f"{case}    expect: {{domains: {{bulbs: [1, 2]}}}}\n")
    return home


def test_publishing_shows_proofs_cases_and_open_quotes(no_keys: dict[str, str], tmp_path: Path) -> None:
    done = typed("catalog", "publish", str(lamps(tmp_path)), env=no_keys)
    assert (done.returncode, done.stderr) == (0, "")
    assert "lamp: " in done.stdout
    assert "Golden cases: 1 run, none failed." in done.stdout
    assert "Open quotes: there are none." in done.stdout
    assert done.stdout.splitlines()[-1].startswith("Release 1 of lamps (")


def test_what_is_unsound_is_shown_and_not_published(no_keys: dict[str, str], tmp_path: Path) -> None:
    folder = lamps(tmp_path, ("rule: bulbs * bulb.power_w <= 20", "rule: bulbs * bulb.power_w <= 8"))
    for option in ((), ("--dry-run",)):
        refused = typed("catalog", "publish", str(folder), *option, env=no_keys)
        assert refused.returncode == 1
        assert "[dead_option]" in refused.stdout
        assert "lamp.strong failed" in refused.stdout
        assert "1 failed golden case." in refused.stderr
        assert "Not published: " in refused.stderr
    assert len(typed("catalog", "releases", env=no_keys).stdout.splitlines()) == 1
    without = typed("catalog", "publish", str(folder), "--unproven", " ", env=no_keys)
    assert without.stderr.startswith("release_unproven_without_reason: ")
    forced = typed("catalog", "publish", str(folder), "--unproven", "wrong price", env=no_keys)
    assert forced.returncode == 0
    assert "Not proven, no golden case run, no open quote tried" in forced.stdout
    assert "is published and counts from now on." in forced.stdout


def test_warnings_stop_only_a_strict_publication(no_keys: dict[str, str], tmp_path: Path) -> None:
    always = ("rules:\n", 'rules:\n  - {key: twice, text: Twice., rule: "bulbs * bulb.power_w <= 20"}\n')
    folder = str(lamps(tmp_path, always))
    strict = typed("catalog", "publish", folder, "--strict", env=no_keys)
    assert (strict.returncode, " warning" in strict.stderr) == (1, True)
    done = typed("catalog", "publish", folder, env=no_keys)
    assert (done.returncode, "[redundant_rule]" in done.stdout) == (0, True)


@pytest.mark.parametrize("moment", ["soon", "2027-13-01", "2027-01-01T06:00"])
def test_a_date_that_is_none_is_told_with_one_that_is(
    no_keys: dict[str, str], tmp_path: Path, moment: str
) -> None:
    refused = typed("catalog", "publish", str(telecom(tmp_path)), "--from", moment, env=no_keys)
    assert refused.returncode == 2
    assert "2027-01-01T06:00+01:00" in refused.stderr
