"""What may become a release: its files, read once, so that what is examined is what is stored."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import ClassVar, Final

from app.catalog import Release
from app.configuration import StartKey, configurator_for, rehearse
from app.errors import Refused
from app.store.catalogs import CatalogFiles, Files, KeptFiles, catalog_of_files, read_all

NOTE_LENGTH: Final = 500


class EffectiveInPast(Refused):
    code: ClassVar[str] = "release_effective_in_past"


class NoteTooLong(Refused):
    code: ClassVar[str] = "release_note_too_long"


@dataclass(frozen=True, slots=True)
class Order:
    """Who wants a release to count, why, and from when on (``None``: from now)."""

    by: str
    at: datetime
    effective_from: datetime | None = None
    note: str = ""

    @property
    def moment(self) -> datetime:
        return self.effective_from or self.at

    @property
    def day(self) -> date:
        """The first day (UTC) on which the release counts."""
        return self.moment.astimezone(UTC).date()


@dataclass(frozen=True, slots=True)
class Candidate:
    """``folder`` is where the files were read, as it is told to people."""

    files: KeptFiles
    written: CatalogFiles
    folder: Path

    @property
    def release(self) -> Release:
        return self.written.release


def read_candidate(files: Files, order: Order, *, folder: Path | None = None) -> Candidate:
    """Raises CatalogInvalid, EffectiveInPast, NoteTooLong."""
    check_order(order)
    kept = read_all(files)
    return Candidate(kept, catalog_of_files(kept), folder or Path(kept.key))


def check_order(order: Order) -> None:
    """Raises EffectiveInPast, NoteTooLong."""
    if order.moment < order.at:
        raise EffectiveInPast("A release counts from now or from a later moment on; what was sold, was sold.")
    check_note(order.note)


def check_note(note: str) -> None:
    """Raises NoteTooLong."""
    if len(note) > NOTE_LENGTH:
        raise NoteTooLong(f"A note has at most {NOTE_LENGTH} characters.")


def compiled_starts(release: Release, *, since: date, rehearsed: int) -> tuple[tuple[StartKey, bytes], ...]:
    """Of each product on each day from then on on which something of it comes or goes: what a process need
    not work out before the first question, and answers to so many first choices.

    Raises ProductImpossible, CatalogTooLarge.
    """
    found: dict[StartKey, bytes] = {}
    for written in release.products.values():
        for day in (since, *(day for day in written.changes if day > since)):
            if release.at(day).sells(written.key):
                product = release.at(day).product(written.key)
                key = StartKey(release.fingerprint, product.key, product.era)
                configurator = configurator_for(release.fingerprint, product)
                rehearse(configurator, product, most=rehearsed)
                found[key] = configurator.start()
    return tuple(found.items())
