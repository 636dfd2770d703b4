"""The headers of the JSON API: which revision a change means, which repeat it is, what is answered."""

import re
from collections.abc import Mapping

from flask import Response, jsonify, request

from app.web.api.schemas.changes import changes_json
from app.web.meanwhile import changed_meanwhile
from app.web.problem import Malformed

_REVISION = re.compile(r'(?:W/)?"([0-9]{1,9})"|([0-9]{1,9})')
_KEY = re.compile(r"[!-~]{1,255}")


def expected_revision() -> int | None:
    """From ``If-Match``, with or without the quotation marks; ``None`` without one and for ``*``.

    Raises Malformed.
    """
    given = request.headers.get("If-Match", "*").strip()
    if given == "*":
        return None
    found = _REVISION.fullmatch(given)
    if found is None:
        raise Malformed('If-Match holds one revision of the quote, such as "3", or *.')
    return int(found[1] or found[2])


def idempotency_key() -> str:
    """Raises Malformed without one: only the caller can tell a repeat from a second wish."""
    given = request.headers.get("Idempotency-Key", "")
    if not _KEY.fullmatch(given):
        raise Malformed(
            "Send the header Idempotency-Key, 1 to 255 visible ASCII characters, "
            "made for this submission and the same with each repeat of it."
        )
    return given


def answered(
    body: Mapping[str, object], *, status: int = 200, revision: int | None = None, location: str = ""
) -> Response:
    """With what others changed meanwhile, where the change was meant for an older revision."""
    told = () if revision is None else changed_meanwhile(revision, expected_revision())
    response = jsonify({**body, "meanwhile": changes_json(told)} if told else body)
    response.status_code = status
    if revision is not None:
        response.set_etag(str(revision))
    if location:
        response.headers["Location"] = location
    return response
