"""The demo's folder: a marker, so that nothing else is ever removed, and secrets that outlive restarts."""

import base64
import fcntl
import json
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from app.bootstrap.console import Problem

MARKER = "this-is-a-quotewright-demo"
SECRETS = "secrets.json"


@dataclass(frozen=True, slots=True)
class Secrets:
    """Random, made once per folder; those of the consumer for the org's first app, and for a second one."""

    session_key: str = field(repr=False)
    encryption_key: str = field(repr=False)
    consumer_key: str
    consumer_secret: str = field(repr=False)
    second_key: str
    second_secret: str = field(repr=False)

    @classmethod
    def fresh(cls) -> "Secrets":
        return cls(
            session_key=secrets.token_urlsafe(48),
            encryption_key=base64.urlsafe_b64encode(os.urandom(32)).decode(),
            consumer_key=_consumer_key(),
            consumer_secret=_consumer_secret(),
            second_key=_consumer_key(),
            second_secret=_consumer_secret(),
        )


def _consumer_key() -> str:
    return f"3MVG9{secrets.token_urlsafe(48)}"


def _consumer_secret() -> str:
    return secrets.token_hex(32).upper()


@contextmanager
def demo_folder(folder: Path, *, reset: bool) -> Iterator[Secrets]:
    """Make or open the folder for one demo at a time, emptied first if `reset`; give its secrets.

    Raises Problem if it holds something else, or if a demo is running in it.
    """
    if folder.exists() and not folder.is_dir():
        raise Problem(f"{folder} is a file; give --data a folder.")
    if folder.is_dir() and any(folder.iterdir()) and not (folder / MARKER).is_file():
        raise Problem(f"{folder} holds other things than a demo; give --data an empty or new folder.")
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    with (folder / MARKER).open("w") as marker:
        try:
            fcntl.flock(marker, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Problem(
                f"A demo is running in {folder} already; stop it, or give another --data."
            ) from None
        if reset:
            _empty(folder)
        yield _secrets(folder / SECRETS)


def _empty(folder: Path) -> None:
    """Remove all but the marker, which holds the lock."""
    for entry in folder.iterdir():
        if entry.name == MARKER:
            continue
        if entry.is_dir() and not entry.is_symlink():
            shutil.rmtree(entry)
        else:
            entry.unlink()


def _secrets(file: Path) -> Secrets:
    fresh = asdict(Secrets.fresh())
    try:
        kept = json.loads(file.read_text()) if file.exists() else {}
        # A folder of an earlier version lacks what was added since.
        found = Secrets(**(fresh | kept))
    except (ValueError, TypeError) as problem:
        raise Problem(f"{file} is damaged; start again with --reset.") from problem
    if kept != asdict(found):
        _write(file, asdict(found))
    return found


def _write(file: Path, content: dict[str, str]) -> None:
    new = file.with_suffix(".new")
    descriptor = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as output:
        json.dump(content, output)
    new.replace(file)
