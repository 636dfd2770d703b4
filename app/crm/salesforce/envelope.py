"""What stands in a verified Canvas request, as far as we read it. Any section of it may be missing."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from app.crm.salesforce.text import one_line

ALGORITHM = "HMACSHA256"
_TOKEN = re.compile(r"[!-~]{1,4096}")
_INSTANCE_ID = re.compile(r"[\w:.-]{1,255}", re.ASCII)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[_-]([A-Z]{2}))?")
_NAME_LIMIT = 120


class Envelope(NamedTuple):
    """Read, not yet judged: ids and addresses may be anything. ``language`` is a tag such as ``de-DE``.

    A tuple, as it lives for microseconds and is made with each launch.
    """

    user: str | None
    user_name: str
    organization: str | None
    token: str | None
    instance_url: str | None
    target_origin: str | None
    instance_id: str
    records: tuple[object, ...]
    language: str


class EnvelopeInvalid(ValueError):
    """What is signed is no envelope. Nobody will be told why."""


def envelope_of(content: object) -> Envelope:
    """Raises EnvelopeInvalid for anything but an envelope.

    Read by hand: this is the one document of the CRM's that is read with every opening of the panel, and a
    schema takes as long for it as the rest of the verification.
    """
    request = _mapping(content)
    if request.get("algorithm") != ALGORITHM or not _is_issue(request.get("issuedAt")):
        raise EnvelopeInvalid
    client = _mapping(request.get("client"))
    context = _section(request, "context")
    user = _section(context, "user")
    token = _token(client)
    return Envelope(
        user=_text(request, "userId") or _text(user, "userId"),
        user_name=one_line(_text(user, "fullName") or "", limit=_NAME_LIMIT),
        organization=_text(_section(context, "organization"), "organizationId") or _org_of(token),
        token=token,
        instance_url=_text(client, "instanceUrl"),
        target_origin=_text(client, "targetOrigin"),
        instance_id=_instance_id(_text(client, "instanceId")),
        records=_records(_section(context, "environment")),
        language=_language(user),
    )


def _mapping(content: object) -> Mapping[str, object]:
    if not isinstance(content, dict):
        raise EnvelopeInvalid
    return content


def _section(whole: Mapping[str, object], key: str) -> Mapping[str, object]:
    content = whole.get(key)
    return {} if content is None else _mapping(content)


def _text(section: Mapping[str, object], key: str) -> str | None:
    content = section.get(key)
    if content is not None and not isinstance(content, str):
        raise EnvelopeInvalid
    return content


def _is_issue(content: object) -> bool:
    return content is None or type(content) is int


def _token(client: Mapping[str, object]) -> str | None:
    token = _text(client, "oauthToken")
    if token is not None and not _TOKEN.fullmatch(token):
        raise EnvelopeInvalid
    return token


def _org_of(token: str | None) -> str | None:
    """Where the organization section was excluded, the signed token still begins with its org's id."""
    org, mark, _rest = (token or "").partition("!")
    return org if mark else None


def _records(environment: Mapping[str, object]) -> tuple[object, ...]:
    # Chosen by browser script, so of any shape; nothing but a well-formed id is taken from them.
    pairs = ((environment.get("record"), "Id"), (environment.get("parameters"), "recordId"))
    return tuple(section[key] for section, key in pairs if isinstance(section, dict) and key in section)


def _language(user: Mapping[str, object]) -> str:
    return _tag(_text(user, "language") or "", _text(user, "locale") or "")


@lru_cache(maxsize=256)
def _tag(language: str, locale: str) -> str:
    best = _LANGUAGE.fullmatch(language) or _LANGUAGE.fullmatch(locale)
    return "-".join(part for part in best.groups() if part) if best else "en"


def _instance_id(text: str | None) -> str:
    return text if text and _INSTANCE_ID.fullmatch(text) else ""
