"""Releases that have come into force are made ready in this process, then it works with them."""

from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Final

from app.catalog import Release
from app.configuration import configurator_for, take_anew
from app.errors import AppError, Outside
from app.services import Services
from app.store import pack_start, starts

# More are compiled when somebody asks for them: they would not all be kept.
_MOST_COMPILED: Final = 32


@dataclass(frozen=True, slots=True)
class Switched:
    """``done``: what this process works with from now on and did not before. ``failed``: what it could not
    take; the release before goes on in its catalog.
    """

    done: tuple[Release, ...]
    failed: tuple[AppError, ...]


def switch_releases(services: Services, *, at: datetime) -> Switched:
    """Until a release is ready, requests go on with the one before; where there is none, they need not wait
    until all of the new one is compiled. Raises DatabaseUnavailable.
    """
    with services.database.reading() as tx:
        due = services.catalogs.due(tx, at=at)
    done: list[Release] = []
    failed: list[AppError] = []
    for fingerprint in due.values():
        try:
            done.append(_brought(services, fingerprint, at=at))
        except Outside:
            raise
        except AppError as failure:
            failed.append(failure)
    return Switched(tuple(done), tuple(failed))


def _brought(services: Services, fingerprint: str, *, at: datetime) -> Release:
    with services.database.reading() as tx:
        release = services.catalogs.release(tx, fingerprint)
    if services.catalogs.has(release.key):
        compile_release(release, at=at)
    services.catalogs.switch(release, at=at)
    return release


def compile_release(release: Release, *, at: datetime) -> None:
    """What it sells on that day. Raises what compiling raises."""
    for product in islice(release.at(at.date()).sold, _MOST_COMPILED):
        configurator_for(release.fingerprint, product)


def keep_starts(services: Services, *, at: datetime) -> int:
    """Stores what this process had to compile since the last time, so that no other one has to: products of
    releases that an earlier version of ours published or compiled. How many. Raises DatabaseUnavailable.
    """
    packed = [pack_start(key, configurator.start()) for key, configurator in take_anew()]
    known = [one for one in packed if one is not None]
    if known:
        with services.database.transaction() as tx:
            starts.keep(tx, known, at=at)
    return len(known)
