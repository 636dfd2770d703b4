"""An order of a fault, as JSON, as YAML or as a text such as `lock,object=Quote,times=2`."""

import dataclasses
import json
import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from app.sandbox.failures import ApiError
from app.sandbox.schema import Schema
from app.sandbox.values import to_stored

from .kinds import KINDS, Kind, Stage

Json = dict[str, Any]
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")
LONGEST = 600
_ROWS = ("POST", "PATCH", "DELETE")


class FaultRefused(Exception):
    """The order of a fault cannot be carried out; the text says why."""


@dataclass(frozen=True, slots=True)
class Fault:
    """`match` is a part of the path (empty: every path), `nth` the first fitting call or row that it hits,
    `times` how many from there on (None: all)."""

    fault: str
    match: str = ""
    method: str = ""
    object: str = ""
    nth: int = 1
    times: int | None = 1
    seconds: float = 1.0
    record: str = ""
    field: str = ""
    message: str = ""
    set: Json = dataclasses.field(default_factory=dict)

    @property
    def kind(self) -> Kind:
        return KINDS[self.fault]

    @property
    def ends(self) -> bool:
        """By itself, so that a scenario can wait for it."""
        return self.times is not None or self.fault == "outage"

    @property
    def at_rows(self) -> bool:
        """A lock on an object is on its rows."""
        return self.kind.stage is Stage.ROW or (self.fault == "lock" and bool(self.object))


def read_order(order: Any) -> Fault:
    """Raises FaultRefused; whether the org knows what it names is looked at when it is switched on."""
    name = order.get("fault") if isinstance(order, dict) else None
    if not isinstance(name, str) or name not in KINDS:
        raise FaultRefused(f"fault is one of {', '.join(KINDS)}")
    kind = KINDS[name]
    if unknown := set(order) - {"fault", *kind.known}:
        known = ", ".join(kind.known)
        raise FaultRefused(f"unknown: {', '.join(sorted(map(str, unknown)))}; {name} takes {known}")
    if missing := [option for option in kind.needed if not order.get(option)]:
        raise FaultRefused(f"{name} needs {', '.join(missing)}")
    return Fault(
        name,
        match=_text(order, "match"),
        method=_method(order, kind),
        object=_text(order, "object"),
        nth=_count(order, "nth") or 1,
        times=_count(order, "times") if "times" in order or kind.always else 1,
        seconds=_seconds(order, kind),
        record=_text(order, "record"),
        field=_text(order, "field"),
        message=_text(order, "message") or str(kind.defaults.get("message", "")),
        set=_fields(order),
    )


def _text(order: Json, name: str) -> str:
    value = order.get(name)
    if value is not None and not isinstance(value, str):
        raise FaultRefused(f"{name} is a text")
    return value or ""


def _method(order: Json, kind: Kind) -> str:
    method, known = _text(order, "method").upper(), _ROWS if kind.stage is Stage.ROW else METHODS
    if method and method not in known:
        raise FaultRefused(f"method is one of {', '.join(known)}")
    return method


def _number(order: Json, name: str) -> float | None:
    value = order.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int | float | Decimal)):
        raise FaultRefused(f"{name} is a number")
    return None if value is None else float(value)


def _count(order: Json, name: str) -> int | None:
    number = _number(order, name)
    if number is not None and not (1 <= number <= 1_000_000 and number.is_integer()):
        raise FaultRefused(f"{name} is a whole number from 1 to 1000000")
    return None if number is None else int(number)


def _seconds(order: Json, kind: Kind) -> float:
    number = _number(order, "seconds")
    if number is None:
        return kind.seconds
    longest, least = (10**8, -(10**8)) if kind.stage is Stage.STANDING else (LONGEST, 0)
    if not least <= number <= longest:
        raise FaultRefused(f"seconds lies between {least} and {longest}")
    return number


def _fields(order: Json) -> Json:
    fields = order.get("set") or {}
    if not isinstance(fields, dict):
        raise FaultRefused("set names fields with their values")
    return fields


def check_known(fault: Fault, schema: Schema) -> None:
    """Raises FaultRefused for an object, a field or a value that the org does not know."""
    if not fault.object:
        return
    entity = schema.entity(fault.object)
    if entity is None:
        raise FaultRefused(f"no such object: {fault.object[:80]}")
    named = [*([fault.field] if fault.field else []), *fault.set]
    for name in named:
        found = entity.field(str(name))
        if found is None or found.name == "Id" or found.type == "base64":
            raise FaultRefused(f"{entity.name} has no field {str(name)[:80]} that can be set")
        try:
            to_stored(found, fault.set.get(name))
        except ApiError as refusal:
            raise FaultRefused(refusal.message) from None


def read_text(text: str) -> Fault:
    """`kind,option=value,...`; a value is read as JSON where it is some, `set.Amount=1` sets a field."""
    name, *options = text.split(",")
    order: Json = {"fault": name.strip()}
    for option in options:
        key, equals, value = option.partition("=")
        if not equals:
            raise FaultRefused(f"{option!r} is no option: write {name},times=2")
        if match := re.fullmatch(r"set\.(\w+)", key.strip()):
            order.setdefault("set", {})[match[1]] = _value(value)
        else:
            order[key.strip()] = _value(value)
    return read_order(order)


def _value(text: str) -> Any:
    try:
        return json.loads(text, parse_float=Decimal, parse_constant=str)
    except ValueError:
        return text.strip()
