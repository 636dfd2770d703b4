"""Each call to a CRM leaves a line: what was called in general, what came of it, how long it took.

Never an id, a query, a token or a body.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import structlog

from app.telemetry.measures import called
from app.telemetry.tally import current_tally
from app.telemetry.traces import span
from app.telemetry.trail import current_trail

log = structlog.get_logger("quotewright.crm")

_WORD: Final = re.compile(r"[A-Za-z][A-Za-z_]*|v\d{1,3}\.\d")
_MOST_PARTS: Final = 10


@dataclass(slots=True)
class CrmCall:
    """``status`` 0: no answer came. ``used`` and ``allowed``: calls of the org today, -1 if not said."""

    connection: str
    method: str
    path: str
    status: int = 0
    used: int = -1
    allowed: int = -1
    retry_after: str = ""

    def answered(self, status: int, *, limit: str = "", retry_after: str = "") -> None:
        """``limit``: the header in which the CRM tells its allowance, as ``api-usage=18/5000``.
        ``retry_after``: the header of that name.
        """
        self.status = status
        self.retry_after = retry_after.strip()
        found = _USAGE.search(limit)
        if found:
            self.used, self.allowed = int(found[1]), int(found[2])

    @property
    def outcome(self) -> str:
        """``ok``, ``redirected``, ``refused``, ``failed`` (the CRM's own fault), or ``no_answer``."""
        return _OUTCOMES.get(self.status // 100, "no_answer")


_USAGE: Final = re.compile(r"\bapi-usage=(\d{1,9})/(\d{1,9})")
_OUTCOMES: Final = {2: "ok", 3: "redirected", 4: "refused", 5: "failed"}


@contextmanager
def crm_call(connection: str, method: str, address: str) -> Iterator[CrmCall]:
    """Tells of the call at the end of the block, however that ends. ``address`` may hold ids."""
    call = CrmCall(connection, method, template(address))
    started = time.perf_counter()
    try:
        with span(f"{method} {call.path}", connection=connection) as traced:
            try:
                yield call
            finally:
                if traced:
                    traced.set_attributes({"status": call.status, "outcome": call.outcome})
    finally:
        if tally := current_tally():
            tally.called(used=call.used, allowed=call.allowed, retry_after=call.retry_after)
        _tell(call, seconds=time.perf_counter() - started)


def template(address: str) -> str:
    """The path of an address with ``{}`` for each part that is not a plain word, so for every id."""
    parts = urlsplit(address).path.split("/")[:_MOST_PARTS]
    return "/".join(part if not part or _is_word(part) else "{}" for part in parts)


def _is_word(part: str) -> bool:
    # Ids have 15 or 18 characters, nearly always with digits; one without may look like a long word.
    return len(part) not in (15, 18) and _WORD.fullmatch(part) is not None


def _tell(call: CrmCall, *, seconds: float) -> None:
    trail = current_trail()
    called(call.connection, call.outcome, seconds=seconds)
    log.info(
        "crm call",
        connection=call.connection,
        method=call.method,
        path=call.path,
        status=call.status or None,
        outcome=call.outcome,
        ms=round(seconds * 1000, 1),
        attempt=trail.attempt or None,
        correlation=trail.correlation,
    )
