"""How often one address may ask what needs no session: so many at once, then again with time.

Kept in each process by itself. Behind a proxy all callers have its address, and share.
"""

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Final

from app.web.problem import TooOften

AT_ONCE: Final = 30
SECONDS_EACH: Final = 2
_MOST_ADDRESSES: Final = 10_000


class Pace:
    """Each address has thirty tokens; one comes back every two seconds."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[int, datetime]] = OrderedDict()
        self._lock = threading.Lock()

    def take(self, address: str | None, *, tokens: int, at: datetime) -> None:
        """Raises TooOften where not so many are left."""
        caller = _neighbourhood(address or "")
        with self._lock:
            left, since = self._known.pop(caller, (AT_ONCE, at))
            back = max(0, int((at - since).total_seconds()) // SECONDS_EACH)
            left, since = left + back, since + timedelta(seconds=back * SECONDS_EACH)
            if left >= AT_ONCE:
                left, since = AT_ONCE, at
            allowed = left >= tokens
            self._known[caller] = (left - tokens if allowed else left, since)
            while len(self._known) > _MOST_ADDRESSES:
                self._known.popitem(last=False)
        if not allowed:
            raise TooOften(
                "Too many questions from your address. Wait a moment, then ask again.",
                facts={"retry_after": (tokens - left) * SECONDS_EACH},
            )


def _neighbourhood(address: str) -> str:
    """Of IPv6 the first 64 bits, since one caller has all of the rest."""
    try:
        known = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network(f"{known}/64", strict=False)) if isinstance(known, IPv6Address) else address
