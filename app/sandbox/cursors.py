"""Query results that are handed out in parts."""

import threading
from collections import OrderedDict
from dataclasses import dataclass
from typing import Any

from .failures import ApiError
from .ids import numbered
from .work import Work

Json = dict[str, Any]
_KEPT = 50
_RECORDS_KEPT = 100_000


@dataclass(frozen=True, slots=True)
class _Result:
    user_id: str
    resource: str
    total: int
    batch: int
    records: list[Json]


class Cursors:
    """The rest of each long result, for the user who asked; only the newest are kept.

    The records are those of the moment of the query: what is made, changed or deleted later moves none.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._results: OrderedDict[str, _Result] = OrderedDict()
        self._number = 0

    def first(self, work: Work, total: int, records: list[Json], batch: int, resource: str = "query") -> Json:
        """`resource` is what the next address shall ask: query or queryAll."""
        if len(records) <= batch:
            return {"totalSize": total, "done": True, "records": records}
        with self._lock:
            self._number += 1
            name = numbered("01g", self._number, org=work.database.number)
            self._results[name] = _Result(work.caller.user_id, resource, total, batch, records)
            self._forget_old()
            return self._page(work, name, 0)

    def _forget_old(self) -> None:
        kept = sum(len(result.records) for result in self._results.values())
        while len(self._results) > 1 and (len(self._results) > _KEPT or kept > _RECORDS_KEPT):
            _, oldest = self._results.popitem(last=False)
            kept -= len(oldest.records)

    def _page(self, work: Work, name: str, start: int) -> Json:
        result = self._results[name]
        behind = start + result.batch
        answer: Json = {"totalSize": result.total, "done": behind >= len(result.records)}
        if behind < len(result.records):
            answer["nextRecordsUrl"] = f"/services/data/v{work.version}/{result.resource}/{name}-{behind}"
        return answer | {"records": result.records[start:behind]}

    def more(self, work: Work, locator: str) -> Json:
        """Raises INVALID_QUERY_LOCATOR for one that is unknown, too old or another user's."""
        name, _, start = locator.partition("-")
        with self._lock:
            known = self._results.get(name)
            usable = start.isascii() and start.isdigit() and len(start) <= 9
            if known is None or known.user_id != work.caller.user_id or not usable:
                raise ApiError(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
            return self._page(work, name, int(start))
