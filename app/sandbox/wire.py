"""What travels: a request as it came, a reply as it goes, and JSON whose numbers stay exact."""

import json
import re
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

from .failures import unreadable

MAX_BODY = 60 * 1024 * 1024
_SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")
_MARK = secrets.token_hex(16)
_MARKED = re.compile(f'"{_MARK}(-?[0-9.]+)"')


def _marked(value: object) -> str:
    if isinstance(value, Decimal):
        return f"{_MARK}{value:f}"
    raise TypeError(f"{type(value).__name__} does not go into JSON")


def to_json(value: Any) -> bytes:
    """JSON with Decimals as plain numbers, digit by digit.

    They pass the encoder as text behind a random mark, because the standard encoder knows no exact number; no
    record can contain the mark.
    """
    return _MARKED.sub(
        r"\1", json.dumps(value, default=_marked, ensure_ascii=False, separators=(",", ":"))
    ).encode("utf-8", "surrogatepass")


def _no_constant(name: str) -> Any:
    raise unreadable(f"Unexpected character ('{name[0]}' (code {ord(name[0])})): expected a valid value")


def _exact(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite() or abs(number.adjusted()) > 400:
        raise unreadable(f"Numeric value ({text[:40]}) out of range")
    return number


def from_json(text: bytes) -> Any:
    """Raises ApiError JSON_PARSER_ERROR with the place, as the vendor does."""
    try:
        value = json.loads(text, parse_float=_exact, parse_constant=_no_constant)
        if _SURROGATE.search(text):
            # Half a sign written as an escape is no text: it could neither be stored nor sent.
            json.dumps(value, ensure_ascii=False, default=str).encode()
    except json.JSONDecodeError as error:
        raise unreadable(f"{error.msg} at [line:{error.lineno}, column:{error.colno}]") from None
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise unreadable("The HTTP entity body could not be read as JSON in UTF-8") from None
    return value


def from_json_object(text: bytes) -> dict[str, Any]:
    value = from_json(text)
    if not isinstance(value, dict):
        raise unreadable("Can not deserialize SObject out of a value that is no object at [line:1, column:1]")
    return value


class TooLarge(Exception):
    """A body of more than MAX_BODY bytes, packed or not."""


def unpacked(raw: bytes, encoding: str) -> bytes:
    """A body out of its Content-Encoding. Raises TooLarge, and ValueError for one that is not packed well."""
    if encoding.lower() != "gzip":
        return raw
    try:
        opened = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(raw, MAX_BODY + 1)
    except zlib.error as error:
        raise ValueError(str(error)) from None
    if len(opened) > MAX_BODY:
        raise TooLarge
    return opened


@dataclass(frozen=True, slots=True)
class Request:
    """`path` is still percent-encoded, `headers` has lower-case names; `patience` is the number of seconds
    that its sender waits for an answer, where that is known."""

    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    patience: float | None = None

    def parameters(self) -> dict[str, str]:
        return dict(parse_qsl(self.query, keep_blank_values=True, errors="replace"))

    def form(self) -> dict[str, str]:
        return dict(parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True))


@dataclass(frozen=True, slots=True)
class Reply:
    """`drop` is empty, or tells the listener to cut the connection: `reset`, or `silence` (no answer); `late`
    tells that its sender did not wait for it."""

    status: int
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)
    drop: str = ""


def json_reply(status: int, value: Any, headers: Mapping[str, str] | None = None) -> Reply:
    body = b"" if value is None else to_json(value)
    kind = {"Content-Type": "application/json;charset=UTF-8"} if body else {}
    return Reply(status, body, {**kind, **(headers or {})})


def html_reply(status: int, text: str, headers: Mapping[str, str] | None = None) -> Reply:
    kind = {"Content-Type": "text/html; charset=utf-8", "Cache-Control": "no-store"}
    return Reply(status, text.encode("utf-8", "replace"), {**kind, **(headers or {})})
