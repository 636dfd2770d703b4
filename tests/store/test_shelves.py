"""Files that processes share: whole, of one owner, and never a reason to fail."""

import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from app.store import FolderShelf


def test_what_was_written_is_read_by_others(tmp_path: Path) -> None:
    FolderShelf(tmp_path / "new" / "folder").write("a", b"content")
    assert FolderShelf(tmp_path / "new" / "folder").read("a") == b"content"


def test_what_is_not_there_is_nothing(tmp_path: Path) -> None:
    assert FolderShelf(tmp_path / "none").read("a") is None


def test_a_place_that_cannot_be_written_is_no_failure(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    shelf = FolderShelf(tmp_path / "file")
    shelf.write("a", b"content")
    assert shelf.read("a") is None


@pytest.mark.skipif(not hasattr(os, "getuid"), reason="there are no permissions of that kind")
def test_a_file_that_others_could_have_written_is_not_read(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    shelf.write("a", b"content")
    (tmp_path / "a").chmod(0o666)
    assert shelf.read("a") is None


def test_whoever_reads_while_others_write_gets_a_whole_file(tmp_path: Path) -> None:
    shelf = FolderShelf(tmp_path)
    shelf.write("a", bytes(100_000))

    def turn(n: int) -> bytes | None:
        if n % 2:
            shelf.write("a", bytes([n % 256]) * 100_000)
        return shelf.read("a")

    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(turn, range(100)))
    assert all(
        content is not None and len(content) == 100_000 and len(set(content)) == 1 for content in found
    )
    assert [file.name for file in tmp_path.iterdir()] == ["a"]
