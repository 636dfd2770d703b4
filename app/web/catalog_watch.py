"""The web process notices new releases by itself, and has them ready before a request asks for one."""

import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final

import structlog

from app.actions import (
    Evidence,
    Examination,
    OutOfTime,
    Publish,
    Switched,
    Watch,
    compile_release,
    keep_starts,
    publish_folder,
    ready_open_quotes,
    switch_releases,
)
from app.catalog import Release
from app.errors import AppError, Outside
from app.services import Services

log = structlog.get_logger("quotewright.web")

_EVERY_S: Final = 2.0
_AFTER_FAILURE_S: Final = 30.0
# A process must answer soon after its start; whoever needs more publishes by command.
_EXAMINED_S: Final = 20.0


class CatalogWatch:
    """Publishes what the folder has and the database has not, then looks for what came into force."""

    def __init__(self, services: Services, folder: Path, *, policy: Publish) -> None:
        self._services = services
        self._folder = folder
        self._policy = policy
        self._published = False
        self._answered = False
        self._ready = False

    def start(self) -> None:
        """Returns when the first look is over, so that the first request finds its release; that is compiled
        beside the first requests.

        Raises Misconfigured and CatalogInvalid for the folder; a database that does not answer is waited for.
        """
        found: tuple[Release, ...] = ()
        try:
            found = self._look().done
        except Outside as failure:
            _told(failure)
        self._services.catalogs.watched = True
        threading.Thread(target=self._run, args=(found,), name="catalog-watch", daemon=True).start()

    def _run(self, found: tuple[Release, ...]) -> None:
        for release in found:
            _guarded(partial(_compiled, release))
        self._make_ready()
        self._keep_starts()
        pause = _EVERY_S
        while True:
            time.sleep(pause)
            pause = _EVERY_S if self._looked() else _AFTER_FAILURE_S
            self._make_ready()
            self._keep_starts()

    def _make_ready(self) -> None:
        """Once, as soon as the database has answered."""
        if self._answered and not self._ready:
            self._ready = _guarded(lambda: ready_open_quotes(self._services) >= 0)

    def _keep_starts(self) -> None:
        """Beside the requests, which never wait for it."""
        _guarded(lambda: keep_starts(self._services, at=_now()) >= 0)

    def _looked(self) -> bool:
        """Whether it went well. What fails is told and tried again; requests go on with what they have."""
        return _guarded(lambda: not self._look().failed)

    def _look(self) -> Switched:
        if not self._published:
            self._publish()
        switched = switch_releases(self._services, at=_now())
        self._answered = True
        for release in switched.done:
            log.info(
                "release in use",
                catalog=release.key,
                version=release.version,
                fingerprint=release.fingerprint,
            )
        for failure in switched.failed:
            _told(failure)
        return switched

    def _publish(self) -> None:
        found = publish_folder(
            self._services.database,
            self._folder,
            policy=self._policy,
            at=_now(),
            watch=_until(time.monotonic() + _EXAMINED_S),
        )
        self._published = True
        for one in found:
            log.info(
                "catalog of the folder",
                catalog=one.catalog,
                version=one.version,
                published=one.published,
                in_force=one.in_force,
                **_proven(one.evidence),
            )


def _proven(evidence: Evidence | None) -> Mapping[str, object]:
    if evidence is None:
        return {}
    if not isinstance(evidence, Examination):
        return evidence.facts
    return {
        "warnings": evidence.severities["warning"],
        "not_proven": len(evidence.not_proven),
        "cases": len(evidence.cases),
        "open_quotes": evidence.replay.open,
        "stranded": evidence.replay.stranded,
    }


def _until(end: float) -> Watch:
    def watch(_product: str, _stage: str, _done: int, _total: int) -> None:
        if time.monotonic() > end:
            raise OutOfTime

    return watch


def _compiled(release: Release) -> bool:
    compile_release(release, at=_now())
    return True


def _guarded(deed: Callable[[], bool]) -> bool:
    """What the deed says. A defect in one release must not end the watch for those after it."""
    try:
        return deed()
    except Outside as failure:
        _told(failure)
        return True
    except AppError as failure:
        _told(failure)
    except Exception as failure:
        log.error("catalogs", code="unexpected", cause=type(failure).__qualname__)
    return False


def _told(failure: AppError) -> None:
    log.error("catalogs", code=failure.code, detail=failure.detail)


def _now() -> datetime:
    return datetime.now(UTC)
