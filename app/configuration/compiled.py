"""Configurators kept for the life of the process, a bounded number, begun where publication left off."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from datetime import date
from threading import Lock
from typing import Final, Protocol

from app.catalog.product import Product
from app.configuration.configurator import Configurator

_MOST_KEPT: Final = 64


@dataclass(frozen=True, slots=True)
class StartKey:
    """Which configurator: a product of the release of that fingerprint, in one of its eras."""

    release: str
    product: str
    era: date | None


class Shelf(Protocol):
    """Where the starts of configurators are kept for all processes."""

    def read(self, key: StartKey) -> bytes | None:
        """Never raises: what cannot be found is worked out again."""


def _configurator(product: Product, start: bytes | None, source: str) -> Configurator:
    return Configurator(product, start, source=source)


class Compiled:
    """The most recently used configurators. Thread-safe; each product is compiled by one thread only."""

    def __init__(
        self,
        most: int = _MOST_KEPT,
        compile_: Callable[[Product, bytes | None, str], Configurator] = _configurator,
        shelf: Shelf | None = None,
    ) -> None:
        self._most = most
        self._compile = compile_
        self._shelf = shelf
        self._kept: OrderedDict[StartKey, Future[Configurator]] = OrderedDict()
        self._anew: dict[StartKey, Configurator] = {}
        self._lock = Lock()

    def configurator_for(self, release_fingerprint: str, product: Product) -> Configurator:
        """Raises CatalogTooLarge, RuleUnreadable, ProductImpossible, each time anew."""
        key = StartKey(release_fingerprint, product.key, product.era)
        with self._lock:
            mine: Future[Configurator] = Future()
            if _worn(self._kept.get(key)):
                del self._kept[key]
            found = self._kept.setdefault(key, mine)
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                gone, _ = self._kept.popitem(last=False)
                self._anew.pop(gone, None)
        if found is mine:
            self._fill(mine, key, product=product)
        return found.result()

    def take_starts_from(self, shelf: Shelf) -> None:
        """From now on, starts are taken from there."""
        self._shelf = shelf

    def take_anew(self) -> tuple[tuple[StartKey, Configurator], ...]:
        """What had to be compiled anew because its start was not on the shelf; each is told once."""
        with self._lock:
            found = tuple(self._anew.items())
            self._anew.clear()
        return found

    def _made(self, key: StartKey, product: Product) -> Configurator:
        if self._shelf is None:
            return self._compile(product, None, repr(key))
        made = self._compile(product, self._shelf.read(key), repr(key))
        if made.starts_anew:
            with self._lock:
                self._anew[key] = made
        return made

    def _fill(self, future: Future[Configurator], key: StartKey, *, product: Product) -> None:
        try:
            future.set_result(self._made(key, product))
        except BaseException as error:
            with self._lock:
                self._kept.pop(key, None)
            future.set_exception(error)


def _worn(kept: Future[Configurator] | None) -> bool:
    """Whoever still answers with it goes on with it."""
    return kept is not None and kept.done() and kept.exception() is None and kept.result().worn


_SHARED: Final = Compiled()
take_starts_from: Final = _SHARED.take_starts_from
take_anew: Final = _SHARED.take_anew
configurator_for: Final = _SHARED.configurator_for
"""``configurator_for(release_fingerprint, product)``: compiled once a process, then shared."""
