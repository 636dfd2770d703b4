"""A catalog's files as one piece: nothing is lost, nothing grows, an alteration shows."""

import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.store.catalogs import (
    CatalogInvalid,
    FolderFiles,
    KeptFiles,
    PackUnreadable,
    content_hash,
    load_release,
    pack,
    packed,
    read_all,
    release_of_files,
    unpack,
)
from app.store.catalogs.files import MOST_FILES
from tests.catalog.samples import write_catalog

_names = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"), min_size=1, max_size=8
)
contents = st.dictionaries(_names, st.binary(max_size=200), max_size=5)


@given(contents)
def test_what_was_packed_comes_back(content: dict[str, bytes]) -> None:
    files = KeptFiles("lamps", content)
    assert unpack("lamps", pack(files)) == files


@given(contents, contents)
def test_different_content_has_a_different_hash(one: dict[str, bytes], other: dict[str, bytes]) -> None:
    hashes = content_hash(KeptFiles("lamps", one)), content_hash(KeptFiles("lamps", other))
    assert (hashes[0] == hashes[1]) == (one == other)


@given(st.binary(max_size=300))
def test_any_other_bytes_are_refused(noise: bytes) -> None:
    with pytest.raises(PackUnreadable):
        unpack("lamps", noise)


@given(st.data())
def test_damaged_bytes_are_refused_or_harmless(data: st.DataObject) -> None:
    files = KeptFiles("lamps", {"catalog.yaml": b"schema: 1\n" * 20, "products/lamp.yaml": b"key: lamp\n"})
    whole = bytearray(pack(files))
    place = data.draw(st.integers(0, len(whole) - 1))
    whole[place] ^= data.draw(st.integers(1, 255))
    with suppress(PackUnreadable):
        assert content_hash(unpack("lamps", bytes(whole)))


def test_an_archive_that_would_grow_beyond_the_bound_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed, "MOST_BYTES", 1_000)
    grown = BytesIO()
    with zipfile.ZipFile(grown, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("products/big.yaml", b" " * 1_001)
    with pytest.raises(PackUnreadable):
        unpack("lamps", grown.getvalue())


def test_a_kept_catalog_is_the_same_release_as_its_folder(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path)
    assert release_of_files(read_all(FolderFiles(folder))) == load_release(folder)


def test_hidden_files_are_no_part_of_a_catalog_and_all_others_are(tmp_path: Path) -> None:
    folder = write_catalog(tmp_path)
    (folder / ".git").mkdir()
    (folder / ".git" / "config").write_text("x")
    (folder / ".DS_Store").write_text("x")
    (folder / "tables").mkdir()
    (folder / "tables" / "fits.csv").write_text("a,b\n")
    assert read_all(FolderFiles(folder)).names() == ("catalog.yaml", "products/lamp.yaml", "tables/fits.csv")


def test_a_file_that_is_not_there_is_the_same_failure_in_both(tmp_path: Path) -> None:
    for files in (FolderFiles(write_catalog(tmp_path)), KeptFiles("lamps", {})):
        for look in (files.read, files.size):
            with pytest.raises(FileNotFoundError) as caught:
                look("products/other.yaml")
            assert caught.value.strerror == "No such file or directory"


def test_too_many_bytes_and_too_many_files_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = write_catalog(tmp_path)
    monkeypatch.setattr(packed, "MOST_BYTES", 500)
    with pytest.raises(CatalogInvalid, match="more than 500 bytes"):
        read_all(FolderFiles(folder))
    for n in range(MOST_FILES):
        (folder / f"{n}.txt").touch()
    with pytest.raises(CatalogInvalid, match=f"more than {MOST_FILES} files"):
        load_release(folder)


def test_the_key_is_the_folders_name_wherever_it_is_named_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_catalog(tmp_path))
    assert load_release(Path()).key == "lamps"
