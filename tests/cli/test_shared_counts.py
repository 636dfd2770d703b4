"""Folders in which web processes count together do not pile up."""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from app.cli.processes import _shared_folder


def test_those_of_servers_that_ended_are_removed_and_others_stay(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    stale = tmp_path / f"quotewright-metrics-{ended.pid}-x"
    alive = tmp_path / f"quotewright-metrics-{os.getppid()}-x"
    other = tmp_path / "quotes"
    for folder in (stale, alive, other):
        folder.mkdir()
    made = Path(_shared_folder())
    assert {one.name for one in tmp_path.iterdir()} == {alive.name, other.name, made.name}
    assert made.stat().st_mode & 0o077 == 0
