"""The demo's folder keeps its secrets, takes one demo at a time, and is never somebody's else."""

from pathlib import Path

import pytest
from cryptography.fernet import Fernet

from app.bootstrap.console import Problem
from app.bootstrap.demo_folder import demo_folder


def test_secrets_are_random_private_and_kept(tmp_path: Path) -> None:
    with demo_folder(tmp_path / "a", reset=False) as first:
        pass
    with demo_folder(tmp_path / "a", reset=False) as again, demo_folder(tmp_path / "b", reset=False) as other:
        assert again == first
        assert other != first
    assert (tmp_path / "a/secrets.json").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "a").stat().st_mode & 0o077 == 0
    Fernet(first.encryption_key)


def test_secrets_do_not_show_when_printed(tmp_path: Path) -> None:
    with demo_folder(tmp_path / "a", reset=False) as secrets:
        assert secrets.consumer_secret not in repr(secrets)
        assert secrets.session_key not in repr(secrets)
        assert secrets.encryption_key not in repr(secrets)


def test_reset_removes_what_the_demo_kept(tmp_path: Path) -> None:
    with demo_folder(tmp_path, reset=False) as first:
        (tmp_path / "quotewright.db").touch()
        (tmp_path / "sandbox").mkdir()
        (tmp_path / "sandbox/org.db").touch()
    with demo_folder(tmp_path, reset=True) as second:
        assert second != first
        assert not (tmp_path / "quotewright.db").exists()
        assert not (tmp_path / "sandbox").exists()


def test_reset_follows_no_link_out_of_the_folder(tmp_path: Path) -> None:
    precious = tmp_path / "precious"
    precious.mkdir()
    (precious / "letter").touch()
    with demo_folder(tmp_path / "demo", reset=False):
        (tmp_path / "demo/link").symlink_to(precious)
    with demo_folder(tmp_path / "demo", reset=True):
        assert (precious / "letter").exists()
        assert not (tmp_path / "demo/link").is_symlink()


@pytest.mark.parametrize("reset", [True, False])
def test_a_folder_with_other_things_is_not_touched(tmp_path: Path, *, reset: bool) -> None:
    (tmp_path / "letter").touch()
    with pytest.raises(Problem, match="other things"), demo_folder(tmp_path, reset=reset):
        pass
    assert [entry.name for entry in tmp_path.iterdir()] == ["letter"]


@pytest.mark.parametrize("reset", [True, False])
def test_a_second_demo_in_the_same_folder_is_refused(tmp_path: Path, *, reset: bool) -> None:
    running = demo_folder(tmp_path, reset=False)
    with running as first, pytest.raises(Problem, match="running in"), demo_folder(tmp_path, reset=reset):
        pass
    with demo_folder(tmp_path, reset=False) as again:
        assert again == first


def test_damaged_secrets_are_told_with_the_way_out(tmp_path: Path) -> None:
    with demo_folder(tmp_path, reset=False):
        (tmp_path / "secrets.json").write_text("{")
    with pytest.raises(Problem, match="--reset"), demo_folder(tmp_path, reset=False):
        pass
    with demo_folder(tmp_path, reset=True):
        pass
