"""Configurators kept for the life of the process, a bounded number of them."""

from collections import OrderedDict
from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from threading import Lock
from typing import Final, TypeAlias

from app.catalog.product import Product
from app.configuration.configurator import Configurator

_MOST_KEPT: Final = 64

_Key: TypeAlias = tuple[str, str, date | None]


class Compiled:
    """The most recently used configurators. Thread-safe; each product is compiled by one thread only."""

    def __init__(
        self, most: int = _MOST_KEPT, compile_: Callable[[Product], Configurator] = Configurator
    ) -> None:
        self._most = most
        self._compile = compile_
        self._kept: OrderedDict[_Key, Future[Configurator]] = OrderedDict()
        self._lock = Lock()

    def configurator_for(self, release_fingerprint: str, product: Product) -> Configurator:
        """Raises CatalogTooLarge, RuleUnreadable, ProductImpossible, each time anew."""
        key = (release_fingerprint, product.key, product.era)
        with self._lock:
            mine: Future[Configurator] = Future()
            found = self._kept.setdefault(key, mine)
            self._kept.move_to_end(key)
            if len(self._kept) > self._most:
                self._kept.popitem(last=False)
        if found is mine:
            self._fill(mine, key, product=product)
        return found.result()

    def _fill(self, place: Future[Configurator], key: _Key, *, product: Product) -> None:
        try:
            place.set_result(self._compile(product))
        except BaseException as error:
            with self._lock:
                self._kept.pop(key, None)
            place.set_exception(error)


configurator_for: Final = Compiled().configurator_for
"""``configurator_for(release_fingerprint, product)``: compiled once a process, then shared."""
