"""What stands in a verified Canvas request, as far as we read it. Any section of it may be missing."""

import re
from dataclasses import dataclass
from typing import Any

from marshmallow import EXCLUDE, Schema, fields, validate

from app.crm.salesforce.text import one_line

ALGORITHM = "HMACSHA256"
_TOKEN = re.compile(r"[!-~]{1,4096}\Z")
_INSTANCE_ID = re.compile(r"[\w:.-]{1,255}", re.ASCII)
_LANGUAGE = re.compile(r"([a-z]{2,3})(?:[_-]([A-Z]{2}))?")
_NAME_LIMIT = 120


@dataclass(frozen=True, slots=True)
class Envelope:
    """Read, not yet judged: ids and addresses may be anything. ``language`` is a tag such as ``de-DE``."""

    user: str | None
    user_name: str
    organization: str | None
    token: str | None
    instance_url: str | None
    target_origin: str | None
    instance_id: str
    records: tuple[object, ...]
    language: str


class _Section(Schema):
    class Meta:
        unknown = EXCLUDE


def _text(key: str, **options: Any) -> fields.Str:
    return fields.Str(data_key=key, load_default=None, allow_none=True, **options)


def _section(schema: type[Schema], key: str) -> fields.Nested:
    return fields.Nested(schema, data_key=key, load_default=None, allow_none=True)


class _Client(_Section):
    token = _text("oauthToken", validate=validate.Regexp(_TOKEN))
    instance_url = _text("instanceUrl")
    target_origin = _text("targetOrigin")
    instance_id = _text("instanceId")


class _User(_Section):
    id = _text("userId")
    full_name = _text("fullName")
    language = _text("language")
    locale = _text("locale")


class _Organization(_Section):
    id = _text("organizationId")


class _Environment(_Section):
    # Chosen by browser script, so of any shape; nothing but a well-formed id is taken from them.
    record = fields.Raw(load_default=None, allow_none=True)
    parameters = fields.Raw(load_default=None, allow_none=True)


class _Context(_Section):
    user = _section(_User, "user")
    organization = _section(_Organization, "organization")
    environment = _section(_Environment, "environment")


class _Request(_Section):
    algorithm = fields.Str(required=True, validate=validate.Equal(ALGORITHM))
    issued_at = fields.Int(data_key="issuedAt", strict=True, allow_none=True)
    user = _text("userId")
    client = fields.Nested(_Client, required=True)
    context = _section(_Context, "context")


_REQUEST = _Request()


def envelope_of(content: object) -> Envelope:
    """Raises marshmallow's ValidationError for anything but an envelope."""
    request: dict[str, Any] = _REQUEST.load(content)  # type: ignore[arg-type]  # load itself refuses what is no mapping
    client = request["client"]
    context = request["context"] or {}
    user = context.get("user") or {}
    return Envelope(
        user=request["user"] or user.get("id"),
        user_name=one_line(user.get("full_name") or "", limit=_NAME_LIMIT),
        organization=(context.get("organization") or {}).get("id") or _org_of(client["token"]),
        token=client["token"],
        instance_url=client["instance_url"],
        target_origin=client["target_origin"],
        instance_id=_instance_id(client["instance_id"]),
        records=_records(context.get("environment") or {}),
        language=_language(user),
    )


def _org_of(token: str | None) -> str | None:
    """Where the organization section was excluded, the signed token still begins with its org's id."""
    org, mark, _rest = (token or "").partition("!")
    return org if mark else None


def _records(environment: dict[str, Any]) -> tuple[object, ...]:
    pairs = ((environment.get("record"), "Id"), (environment.get("parameters"), "recordId"))
    return tuple(section[key] for section, key in pairs if isinstance(section, dict) and key in section)


def _language(user: dict[str, Any]) -> str:
    found = (_LANGUAGE.fullmatch(user.get(key) or "") for key in ("language", "locale"))
    best = next((match for match in found if match), None)
    return "-".join(part for part in best.groups() if part) if best else "en"


def _instance_id(text: str | None) -> str:
    return text if text and _INSTANCE_ID.fullmatch(text) else ""
