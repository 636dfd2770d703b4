"""Configurators kept for the life of the process, a bounded number, begun where other processes left off."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from hashlib import sha256
from threading import Lock
from typing import Final, Protocol, TypeAlias

from app.catalog.product import Product
from app.configuration.configurator import Configurator

_MOST_KEPT: Final = 64

_Key: TypeAlias = tuple[str, str, date | None]


class Shelf(Protocol):
    """Where the starts of configurators are kept for other processes. Neither method raises: what cannot be
    kept or found is worked out again.
    """

    def read(self, name: str) -> bytes | None: ...

    def write(self, name: str, content: bytes) -> None: ...


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
        self._kept: OrderedDict[_Key, Future[Configurator]] = OrderedDict()
        self._lock = Lock()

    def configurator_for(self, release_fingerprint: str, product: Product) -> Configurator:
        """Raises CatalogTooLarge, RuleUnreadable, ProductImpossible, each time anew."""
        key = (release_fingerprint, product.key, product.era)
        with self._lock:
            mine: Future[Configurator] = Future()
            if _worn(self._kept.get(key)):
                del self._kept[key]
            found = self._kept.setdefault(key, mine)
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        if found is mine:
            self._fill(mine, key, product=product)
        return found.result()

    def keep_on(self, shelf: Shelf) -> None:
        """From now on, starts are taken from there, and those that are missing put there."""
        self._shelf = shelf

    def _made(self, key: _Key, product: Product) -> Configurator:
        if self._shelf is None:
            return self._compile(product, None, "")
        name = sha256(repr(key).encode()).hexdigest()
        made = self._compile(product, self._shelf.read(name), repr(key))
        if made.starts_anew:
            self._shelf.write(name, made.start())
        return made

    def _fill(self, place: Future[Configurator], key: _Key, *, product: Product) -> None:
        try:
            place.set_result(self._made(key, product))
        except BaseException as error:
            with self._lock:
                self._kept.pop(key, None)
            place.set_exception(error)


def _worn(kept: Future[Configurator] | None) -> bool:
    """Whoever still answers with it goes on with it."""
    return kept is not None and kept.done() and kept.exception() is None and kept.result().worn


_SHARED: Final = Compiled()
keep_on: Final = _SHARED.keep_on
configurator_for: Final = _SHARED.configurator_for
"""``configurator_for(release_fingerprint, product)``: compiled once a process, then shared."""
