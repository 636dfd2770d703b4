"""Query results that are handed out in parts."""

import threading
from collections import OrderedDict
from typing import Any

from .failures import ApiError
from .ids import numbered
from .work import Work

Json = dict[str, Any]
_KEPT = 50


class Cursors:
    """The rest of each long result, for the user who asked; only the newest are kept."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._results: OrderedDict[str, tuple[str, int, int, list[Json]]] = OrderedDict()
        self._number = 0

    def first(self, work: Work, total: int, records: list[Json], batch: int) -> Json:
        if len(records) <= batch:
            return {"totalSize": total, "done": True, "records": records}
        with self._lock:
            self._number += 1
            name = numbered("01g", self._number)
            self._results[name] = (work.caller.user_id, total, batch, records)
            if len(self._results) > _KEPT:
                self._results.popitem(last=False)
        return self._page(work, name, 0)

    def _page(self, work: Work, name: str, start: int) -> Json:
        _, total, batch, records = self._results[name]
        behind = start + batch
        answer: Json = {"totalSize": total, "done": behind >= len(records)}
        if behind < len(records):
            answer["nextRecordsUrl"] = f"/services/data/v{work.version}/query/{name}-{behind}"
        return answer | {"records": records[start:behind]}

    def more(self, work: Work, locator: str) -> Json:
        """Raises INVALID_QUERY_LOCATOR for one that is unknown, too old or another user's."""
        name, _, start = locator.partition("-")
        with self._lock:
            known = self._results.get(name)
            if known is None or known[0] != work.caller.user_id or not start.isdigit() or len(start) > 9:
                raise ApiError(400, "INVALID_QUERY_LOCATOR", "invalid query locator")
            return self._page(work, name, int(start))
