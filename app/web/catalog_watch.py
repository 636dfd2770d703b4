"""The web process notices new releases by itself, and has them ready before a request asks for one."""

import threading
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import structlog

from app.actions import Publish, publish_folder, switch_releases
from app.errors import AppError, Outside
from app.services import Services

log = structlog.get_logger("quotewright.web")

_EVERY_S: Final = 2.0
_AFTER_FAILURE_S: Final = 30.0


class CatalogWatch:
    """Publishes what the folder has and the database has not, then looks for what came into force."""

    def __init__(self, services: Services, folder: Path, *, policy: Publish) -> None:
        self._services = services
        self._folder = folder
        self._policy = policy
        self._published = False

    def start(self) -> None:
        """Returns when the first look is over, so that the first request finds everything ready.

        Raises Misconfigured and CatalogInvalid; a database that does not answer is waited for.
        """
        try:
            self._look()
        except Outside as failure:
            log.warning("catalogs", code=failure.code, detail=failure.detail)
        self._services.catalogs.watched = True
        threading.Thread(target=self._run, name="catalog-watch", daemon=True).start()

    def _run(self) -> None:
        pause = _EVERY_S
        while True:
            time.sleep(pause)
            pause = _EVERY_S if self._looked() else _AFTER_FAILURE_S

    def _looked(self) -> bool:
        """Whether it went well. What fails is told and tried again; requests go on with what they have."""
        try:
            self._look()
        except Outside as failure:
            log.warning("catalogs", code=failure.code, detail=failure.detail)
        except AppError as failure:
            log.error("catalogs", code=failure.code, detail=failure.detail)
            return False
        except Exception as failure:
            # A defect in a new release must not end the watch for those after it.
            log.error("catalogs", code="unexpected", cause=type(failure).__qualname__)
            return False
        return True

    def _look(self) -> None:
        if not self._published:
            self._publish()
        for release in switch_releases(self._services, at=_now()):
            log.info(
                "release in use",
                catalog=release.key,
                version=release.version,
                fingerprint=release.fingerprint,
            )

    def _publish(self) -> None:
        found = publish_folder(self._services.database, self._folder, policy=self._policy, at=_now())
        self._published = True
        for one in found:
            log.info(
                "catalog of the folder",
                catalog=one.catalog,
                version=one.version,
                published=one.published,
                in_force=one.in_force,
            )


def _now() -> datetime:
    return datetime.now(UTC)
