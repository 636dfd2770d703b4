"""How a database fails us, and which of its failures may pass."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, Final

from sqlalchemy.exc import DBAPIError, OperationalError

from app.errors import Outside

_PASSING: Final = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_FULL,
    sqlite3.SQLITE_CANTOPEN,
}
# What PostgreSQL calls them.
_FULL: Final = "53100"
_READ_ONLY: Final = "25006"


class DatabaseUnavailable(Outside):
    """It cannot be reached, or stayed locked for longer than anybody should wait."""

    code: ClassVar[str] = "database_unavailable"
    words: ClassVar[str] = "The database does not answer. Nothing was changed; try again in a moment."

    def __init__(self) -> None:
        super().__init__(self.words)


class DatabaseFull(DatabaseUnavailable):
    """There is no room for what was to be written."""

    code: ClassVar[str] = "database_full"
    words: ClassVar[str] = (
        "The database has no room left. Nothing was changed; tell whoever runs this installation to make "
        "room on its disk, then try again."
    )


class DatabaseReadOnly(DatabaseUnavailable):
    """It answers, and takes nothing: its file may not be written, or it is a copy that only follows."""

    code: ClassVar[str] = "database_read_only"
    words: ClassVar[str] = (
        "The database takes no changes at present. Nothing was changed; tell whoever runs this installation, "
        "then try again."
    )


@contextmanager
def known_failures() -> Iterator[None]:
    """Raises DatabaseUnavailable for what may pass; a wrong statement stays the driver's own error."""
    try:
        yield
    except OperationalError as failure:
        raise _known(failure) from failure.orig


@contextmanager
def failures_of_writing() -> Iterator[None]:
    """As ``known_failures``, where writing is what was meant: a database that only reads is told too."""
    try:
        yield
    except DBAPIError as failure:
        if _is_read_only(failure.orig):
            raise DatabaseReadOnly from failure
        if not isinstance(failure, OperationalError):
            raise
        raise _known(failure) from failure.orig


def _known(failure: OperationalError) -> BaseException:
    """The failure itself, if it will not pass."""
    if failure.orig is None:
        return DatabaseUnavailable()
    told = told_as(failure.orig)
    return failure if told is failure.orig else told


def told_as(failure: BaseException) -> BaseException:
    """What to raise for a driver's failure: DatabaseUnavailable if it may pass, else the failure itself."""
    if not isinstance(failure, sqlite3.Error):
        return DatabaseFull() if getattr(failure, "sqlstate", None) == _FULL else DatabaseUnavailable()
    code = failure.sqlite_errorcode & 0xFF
    if code not in _PASSING:
        return failure
    return DatabaseFull() if code == sqlite3.SQLITE_FULL else DatabaseUnavailable()


def _is_read_only(failure: BaseException | None) -> bool:
    if isinstance(failure, sqlite3.Error):
        return failure.sqlite_errorcode & 0xFF == sqlite3.SQLITE_READONLY
    return getattr(failure, "sqlstate", None) == _READ_ONLY
