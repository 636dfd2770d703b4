"""The releases that a process works with: the current one of each catalog, and those of older quotes."""

import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from app.catalog import Release
from app.store import releases
from app.store.database import Transaction
from app.store.stored_release import opened_release

_FRESH: Final = timedelta(seconds=5)
_MOST_OLDER: Final = 8


@dataclass(frozen=True, slots=True)
class _Current:
    release: Release
    read_at: datetime


class HeldReleases:
    """Shared by the threads of a process; each release is read by one of them only.

    Which release is current is looked up again after a few seconds. While something ``watches`` for new ones
    and brings them with ``switch``, a request never waits for one: it goes on with the one before.
    What is given counts for catalogs of which the database has none, the last one of each.
    """

    def __init__(self, given: Iterable[Release] = ()) -> None:
        self._given: list[Release] = list(given)
        self._current: dict[str, _Current] = {}
        self._older: OrderedDict[str, Future[Release]] = OrderedDict()
        self._lock = threading.Lock()
        self.watched = False

    def give(self, release: Release) -> None:
        """One that is not stored, as in measurements and tests."""
        self._given.append(release)

    def recall(self, catalog: str, *, at: datetime) -> Release | None:
        """The current release if it was looked up a moment ago."""
        known = self._current.get(catalog)
        if known is None or not known.read_at <= at < known.read_at + _FRESH:
            return None
        return known.release

    def current(self, tx: Transaction, catalog: str, *, at: datetime) -> Release | None:
        """``None`` if nothing of that catalog is in force. Raises ReleaseAltered, CatalogInvalid."""
        return self.recall(catalog, at=at) or self._looked_up(tx, catalog, at=at)

    def in_force(self, tx: Transaction, catalog: str, *, at: datetime) -> str | None:
        """The fingerprint of what is in force at this moment, whatever this process works with."""
        stored = releases.effective(tx, at=at).get(catalog)
        given = self._given_of(catalog)
        return stored or (given.fingerprint if given else None)

    def release(self, tx: Transaction, fingerprint: str) -> Release:
        """Of any age. Raises ReleaseMissing, ReleaseAltered, CatalogInvalid."""
        held = self._held(fingerprint)
        if held is not None:
            return held
        with self._lock:
            mine: Future[Release] = Future()
            found = self._older.setdefault(fingerprint, mine)
            self._older.move_to_end(fingerprint)
            if len(self._older) > _MOST_OLDER:
                self._older.popitem(last=False)
        if found is mine:
            self._fill(mine, tx, fingerprint)
        return found.result()

    def due(self, tx: Transaction, *, at: datetime) -> Mapping[str, str]:
        """The fingerprints of what is in force then and not current here yet, by catalog."""
        found = releases.effective(tx, at=at)
        self._confirm(found, at=at)
        return {catalog: one for catalog, one in found.items() if not self._is_current(catalog, one)}

    def has(self, catalog: str) -> bool:
        """Whether something of the catalog is current here."""
        return catalog in self._current

    def switch(self, release: Release, *, at: datetime) -> None:
        """From now on it is the current one of its catalog."""
        with self._lock:
            self._current[release.key] = _Current(release, at)

    def _looked_up(self, tx: Transaction, catalog: str, *, at: datetime) -> Release | None:
        fingerprint = releases.effective(tx, at=at).get(catalog)
        if fingerprint is None:
            return self._given_of(catalog)
        known = self._current.get(catalog)
        if known is not None and (self.watched or known.release.fingerprint == fingerprint):
            release = known.release
        else:
            release = self.release(tx, fingerprint)
        self._replace(catalog, known, _Current(release, at))
        return release

    def _given_of(self, catalog: str) -> Release | None:
        return next((one for one in reversed(self._given) if one.key == catalog), None)

    def _held(self, fingerprint: str) -> Release | None:
        current = (one.release for one in tuple(self._current.values()))
        known = (*current, *self._given)
        return next((one for one in known if one.fingerprint == fingerprint), None)

    def _fill(self, place: Future[Release], tx: Transaction, fingerprint: str) -> None:
        try:
            place.set_result(opened_release(releases.load(tx, fingerprint)))
        except BaseException as error:
            with self._lock:
                self._older.pop(fingerprint, None)
            place.set_exception(error)

    def _is_current(self, catalog: str, fingerprint: str) -> bool:
        known = self._current.get(catalog)
        return known is not None and known.release.fingerprint == fingerprint

    def _confirm(self, found: Mapping[str, str], *, at: datetime) -> None:
        """What is still current need not be looked up again for a while."""
        for catalog, fingerprint in found.items():
            known = self._current.get(catalog)
            if known is not None and known.release.fingerprint == fingerprint:
                self._replace(catalog, known, _Current(known.release, at))

    def _replace(self, catalog: str, known: _Current | None, new: _Current) -> None:
        """Unless somebody brought another one meanwhile, which is the newer."""
        with self._lock:
            if self._current.get(catalog) is known:
                self._current[catalog] = new
