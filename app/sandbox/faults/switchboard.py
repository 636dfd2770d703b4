"""The faults that are on: they count the calls and rows that fit, and tell which one acts now."""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from app.sandbox.failures import ApiError, not_writable, row_locked, validation_failed
from app.sandbox.schema import Schema, load_schema
from app.sandbox.wire import Request
from app.sandbox.work import Hindrance

from .kinds import Stage
from .matching import Row, fits_call, fits_row
from .orders import Fault, FaultRefused, check_known, read_order
from .scenario import Scenario, Step

Json = dict[str, Any]
MOST = 200


@dataclass(slots=True)
class _On:
    """`left` counts the calls that it will still hit (None: all); `until` is the end of an outage."""

    id: int
    fault: Fault
    left: int | None
    seen: int = 0
    until: float | None = None

    def counts(self) -> bool:
        """Notes one more fitting call; whether it is one to hit."""
        self.seen += 1
        return self.seen >= self.fault.nth

    @property
    def stands(self) -> bool:
        return self.fault.kind.stage is Stage.STANDING and self.seen >= self.fault.nth


class RowFaults(Hindrance):
    """The faults as the rows of one call meet them."""

    def __init__(self, faults: "Faults", path: str) -> None:
        self._faults = faults
        self._path = path

    def hinder(self, method: str, entity: str, names: set[str]) -> None:
        self._faults.hinder(Row(self._path, method, entity, frozenset(names)))

    def read_only(self, entity: str) -> set[str]:
        return self._faults.read_only(entity)


class Faults:
    """Oldest first: of those that fit a call the first one due acts, the others only count it."""

    def __init__(
        self, clock: Callable[[], float] = time.monotonic, *, schema: Callable[[], Schema] = load_schema
    ) -> None:
        self._schema = schema
        self._lock = threading.Lock()
        self._clock = clock
        self._on: list[_On] = []
        self._ids = itertools.count(1)
        self._scenario: Scenario | None = None
        self._step: int | None = None
        self._calm_until: float | None = None

    def add(self, order: Any) -> int:
        """The number it can be switched off by. Raises FaultRefused."""
        return self.switch_on(order if isinstance(order, Fault) else read_order(order))

    def switch_on(self, fault: Fault) -> int:
        """Raises FaultRefused for what the org does not know, and for too many at once."""
        check_known(fault, self._schema())
        with self._lock:
            if len(self._on) >= MOST:
                raise FaultRefused(f"{MOST} faults are on; switch some off first")
            return self._put(fault)

    def _put(self, fault: Fault) -> int:
        one = _On(next(self._ids), fault, fault.times)
        if fault.kind.stage is Stage.STANDING and not (fault.match or fault.method or fault.object):
            # With no call to wait for it holds at once, unless it waits for the nth of all.
            one.seen = 1
        self._on.append(one)
        return one.id

    def taken(self, request: Request) -> Fault | None:
        """The fault for this call, counted down."""
        with self._lock:
            self._go_on()
            found = None
            for one in list(self._on):
                if one.fault.at_rows or not fits_call(one.fault, request):
                    continue
                if one.counts() and found is None and one.fault.kind.stage is not Stage.STANDING:
                    self._hit(one)
                    found = one.fault
            self._go_on()
            return found

    def _hit(self, one: _On) -> None:
        """Counts it down, and takes it off when it is used up."""
        if one.fault.fault == "outage":
            one.until = one.until or self._clock() + one.fault.seconds
        if one.left is not None:
            one.left -= 1
            if one.left == 0:
                self._on.remove(one)

    def hinder(self, row: Row) -> None:
        """Raises the refusal of a row, if one is due."""
        with self._lock:
            self._go_on()
            refusal = None
            for one in list(self._on):
                if one.fault.at_rows and fits_row(one.fault, row) and one.counts() and refusal is None:
                    self._hit(one)
                    refusal = _refusal(one.fault)
            self._go_on()
        if refusal is not None:
            raise refusal

    def read_only(self, entity: str) -> set[str]:
        """The fields that a description shall call read-only, in lower case."""
        with self._lock:
            return {
                one.fault.field.lower()
                for one in self._on
                if one.fault.fault == "read_only_field" and one.fault.object.lower() == entity.lower()
            }

    def skew(self) -> float:
        """Seconds that the org's clock is ahead."""
        with self._lock:
            return sum(
                one.fault.seconds for one in self._on if one.fault.fault == "clock_skew" and one.stands
            )

    def rotates(self) -> bool:
        with self._lock:
            return any(one.fault.fault == "token_rotation" and one.stands for one in self._on)

    def play(self, scenario: Scenario) -> None:
        """In place of the one that plays; faults that are on stay on. Raises FaultRefused as `switch_on`."""
        for step in scenario.steps:
            if step.fault is not None:
                check_known(step.fault, self._schema())
        with self._lock:
            self._scenario, self._step, self._calm_until = scenario, None, None
            self._go_on()

    def _go_on(self) -> None:
        """Ends outages, and starts the steps of the scenario that are due, up to one that is waited for."""
        now = self._clock()
        self._on = [one for one in self._on if one.until is None or now < one.until]
        while self._scenario is not None and not self._waits():
            step = self._scenario.next()
            if step is None:
                self._scenario, self._step, self._calm_until = None, None, None
                return
            self._begin(step)

    def _waits(self) -> bool:
        if self._calm_until is not None and self._clock() < self._calm_until:
            return True
        return any(one.id == self._step and one.fault.ends for one in self._on)

    def _begin(self, step: Step) -> None:
        self._step, self._calm_until = None, None
        if step.calm:
            self._calm_until = self._clock() + step.calm
        if step.end:
            self._on = [one for one in self._on if one.fault.fault != step.end]
        lasting = step.fault is not None and not step.fault.ends
        if step.fault is not None and not (lasting and any(one.fault == step.fault for one in self._on)):
            self._step = self._put(step.fault)

    def playing(self) -> Json | None:
        with self._lock:
            self._go_on()
            return None if self._scenario is None else self._scenario.told()

    def stop(self) -> None:
        """The scenario ends; what it switched on stays on."""
        with self._lock:
            self._scenario = None

    def listed(self) -> list[Json]:
        with self._lock:
            self._go_on()
            return [
                {"id": one.id, **asdict(one.fault), "times": one.left, "seen": one.seen} for one in self._on
            ]

    def remove(self, number: int) -> bool:
        with self._lock:
            kept = [one for one in self._on if one.id != number]
            gone, self._on = len(kept) < len(self._on), kept
            return gone

    def clear(self) -> None:
        with self._lock:
            self._on.clear()
            self._scenario, self._step, self._calm_until = None, None, None


def _refusal(fault: Fault) -> ApiError:
    if fault.fault == "lock":
        return row_locked()
    if fault.fault == "read_only_field":
        return not_writable([fault.field])
    return validation_failed(fault.message, fault.field)
