"""JSON with amounts as exact numbers, which the standard encoder can only write as floats."""

import json
from collections.abc import Mapping, Sequence
from decimal import Decimal


def encoded(value: object) -> bytes:
    """UTF-8 JSON. Decimals keep every digit; a float or any other type is refused with TypeError."""
    return "".join(_parts(value)).encode()


def _parts(value: object) -> list[str]:
    if isinstance(value, Mapping):
        return _joined("{", [[*_parts(str(key)), ":", *_parts(item)] for key, item in value.items()], "}")
    if isinstance(value, Sequence) and not isinstance(value, str | bytes):
        return _joined("[", [_parts(item) for item in value], "]")
    return [_scalar(value)]


def _scalar(value: object) -> str:
    if isinstance(value, Decimal) and value.is_finite():
        return format(value, "f")
    if value is None or isinstance(value, str | bool | int):
        return json.dumps(value)
    raise TypeError(f"{type(value).__name__} has no exact JSON form")


def _joined(start: str, items: list[list[str]], end: str) -> list[str]:
    parts = [start]
    for n, item in enumerate(items):
        parts += [",", *item] if n else item
    return [*parts, end]
