"""Many lines in one request: as JSON, as pasted text, as a file; and sheets to fill in."""

from io import BytesIO
from typing import Any, Final

from flask import Response, request, send_file

from app.actions import (
    GivenFile,
    GivenLines,
    GivenText,
    LinesImport,
    Take,
    import_lines,
    lines_sheet,
    lines_template,
)
from app.web import limits
from app.web.api.headers import answered, expected_revision
from app.web.api.operations import IF_MATCH, Operations
from app.web.api.schemas.imports import BulkBody, ImportJson, PasteBody, import_json
from app.web.problem import BodyInvalid
from app.web.session import current_call, services

imports = Operations("imports", "Many lines in one request")
_LINES = "/quotes/<quote_id>/lines"
_XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_TAKE: Final = {
    "in": "query",
    "name": "take",
    "schema": {"type": "string", "enum": [one.value for one in Take], "default": Take.CHECK.value},
}
_NAME: Final = {"in": "query", "name": "name", "schema": {"type": "string"}, "description": "Of the file"}


@imports.call("POST", f"{_LINES}/bulk", body=BulkBody, answer=ImportJson, headers=(IF_MATCH,))
def bulk(body: dict[str, Any], quote_id: str) -> Response:
    """Add many lines: all of them or none, or the good ones"""
    given = GivenLines(body["lines"])
    told = import_lines(
        services(), current_call(), quote_id, given, take=Take(body["take"]), expected=expected_revision()
    )
    return _told(told)


@imports.call("POST", f"{_LINES}/paste", body=PasteBody, answer=ImportJson, headers=(IF_MATCH,))
def paste(body: dict[str, Any], quote_id: str) -> Response:
    """Add lines from pasted text; first only look at what would come of it"""
    given = GivenText(body["text"])
    told = import_lines(
        services(), current_call(), quote_id, given, take=Take(body["take"]), expected=expected_revision()
    )
    return _told(told)


@imports.call(
    "POST",
    f"{_LINES}/upload",
    consumes="application/octet-stream",
    answer=ImportJson,
    headers=(IF_MATCH,),
    query=(_TAKE, _NAME),
)
def upload(quote_id: str) -> Response:
    """Add lines from a file, CSV or XLSX, sent as the body"""
    request.max_content_length = limits.UPLOAD
    given = GivenFile(request.args.get("name", ""), request.get_data(cache=False))
    told = import_lines(
        services(), current_call(), quote_id, given, take=_take(), expected=expected_revision()
    )
    return _told(told)


@imports.call("GET", "/lines-template.xlsx", produces=_XLSX)
def empty_sheet() -> Response:
    """A workbook to fill in, with all that can be asked for of the products that are sold"""
    return _sheet("lines.xlsx", lines_template(services(), current_call()))


@imports.call("GET", f"{_LINES}/sheet.xlsx", produces=_XLSX)
def filled_sheet(quote_id: str) -> Response:
    """The lines as a workbook that they can be read from again"""
    return _sheet(*lines_sheet(services(), current_call(), quote_id))


def _take() -> Take:
    given = request.args.get("take", Take.CHECK)
    if given not in set(Take):
        raise BodyInvalid(f"take is one of {', '.join(Take)}.")
    return Take(given)


def _sheet(name: str, content: bytes) -> Response:
    return send_file(BytesIO(content), mimetype=_XLSX, as_attachment=True, download_name=name)


def _told(told: LinesImport) -> Response:
    body = import_json(told)
    return answered(body, revision=told.done.after.revision if told.take is not Take.CHECK else None)
