"""Bodies of several parts: one of JSON, the others bytes that belong to fields of its records."""

from collections.abc import Mapping
from typing import Any

from werkzeug.datastructures import Headers
from werkzeug.exceptions import HTTPException
from werkzeug.http import parse_options_header
from werkzeug.sansio.multipart import Data, Epilogue, Field, File, MultipartDecoder, NeedData

from .failures import ApiError, unreadable
from .wire import from_json

Json = dict[str, Any]
MAX_PARTS = 250


def read_multipart(content_type: str, body: bytes) -> tuple[Any, dict[str, bytes]]:
    """(the JSON, the other parts by name). Raises ApiError for a body that is not put together well."""
    boundary = parse_options_header(content_type)[1].get("boundary", "")
    if not boundary:
        raise _broken("its Content-Type names no boundary")
    parts = _parts(boundary.encode("latin-1", "replace"), body)
    texts = [data for headers, _, data in parts if _is_json(headers)]
    if len(texts) != 1:
        raise _broken("exactly one part has the Content-Type application/json")
    return from_json(texts[0]), {name: data for headers, name, data in parts if not _is_json(headers)}


def _broken(why: str) -> ApiError:
    return ApiError(400, "INVALID_MULTIPART_REQUEST", f"The multipart body cannot be read: {why}")


def _is_json(headers: Headers) -> bool:
    return headers.get("Content-Type", "").split(";")[0].strip().lower() == "application/json"


def _parts(boundary: bytes, body: bytes) -> list[tuple[Headers, str, bytes]]:
    found: list[tuple[Headers, str, bytearray]] = []
    try:
        decoder = MultipartDecoder(boundary, max_parts=MAX_PARTS)
        decoder.receive_data(body)
        decoder.receive_data(None)
        while not isinstance(event := decoder.next_event(), (Epilogue, NeedData)):
            if isinstance(event, (Field, File)):
                found.append((event.headers, event.name or "", bytearray()))
            elif isinstance(event, Data) and found:
                found[-1][2].extend(event.data)
    except (ValueError, KeyError, HTTPException) as problem:
        raise _broken(str(problem)[:120]) from None
    return [(headers, name, bytes(data)) for headers, name, data in found]


def with_binaries(body: Any, binaries: Mapping[str, bytes]) -> Any:
    """A single record with its bytes: each part is named after the field it belongs to."""
    if not binaries:
        return body
    if not isinstance(body, dict):
        raise unreadable("the JSON part of a multipart body is an object")
    return {**body, **binaries}


def with_binary(record: Json, naming: Any, binaries: Mapping[str, bytes]) -> Json:
    """`naming` says which part belongs to which field: `binaryPartName` and `binaryPartNameAlias`."""
    name = naming.get("binaryPartName") if isinstance(naming, dict) else None
    if name is None:
        return record
    field = naming.get("binaryPartNameAlias")
    if not isinstance(field, str) or not isinstance(name, str) or name not in binaries:
        raise _broken(f"binaryPartName {str(name)[:40]} and binaryPartNameAlias name a part and a field")
    return {**record, field: binaries[name]}
