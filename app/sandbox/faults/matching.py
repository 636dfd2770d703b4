"""Which calls and rows a fault fits."""

import re
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import unquote_plus

from app.sandbox.wire import Request

from .orders import Fault

_LOOKED_AT = 2_000_000


def fits_call(fault: Fault, request: Request) -> bool:
    return (
        fault.match in request.path
        and fault.method in ("", request.method)
        and (not fault.object or _concerns(request, fault.object))
    )


@dataclass(frozen=True, slots=True)
class Row:
    """One row to be written. `path` is that of the whole call, `method` what is done to the row: POST, PATCH
    or DELETE; `names` are the fields written, in lower case."""

    path: str
    method: str
    entity: str
    names: frozenset[str]


def fits_row(fault: Fault, row: Row) -> bool:
    return (
        fault.match in row.path
        and fault.method in ("", row.method)
        and fault.object.lower() in ("", row.entity.lower())
        and (not fault.field or fault.field.lower() in row.names)
    )


@lru_cache(maxsize=64)
def _mention(name: str) -> re.Pattern[str]:
    """An address below sobjects or tree, the type of a record, the object of a query."""
    word = re.escape(name)
    return re.compile(
        rf'(?:sobjects|tree)/{word}(?![\w])|"type"\s*:\s*"{word}"|\bFROM[\s+]+{word}\b', re.IGNORECASE
    )


def _concerns(request: Request, name: str) -> bool:
    """Whether the address or the body (of which two million bytes are looked at) speaks of the object."""
    address = f"{request.path} {unquote_plus(request.query)}"
    body = unquote_plus(request.body[:_LOOKED_AT].decode("utf-8", "replace"))
    return bool(_mention(name).search(address) or _mention(name).search(body))
