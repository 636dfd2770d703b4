"""The signed request that a Canvas frame posts: verified first, read afterwards, refused without a reason.

The signature proves org, user and token. Record, parameters and origins were chosen by browser script before
signing. ``issuedAt`` is cut to 32 bits or null, so it is no clock: freshness comes from remembered
fingerprints and from asking the CRM with the token.
"""

import binascii
import json
from base64 import b64decode, b64encode
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from hmac import compare_digest
from hmac import digest as hmac_digest
from typing import NoReturn

from app.actor import Actor, OrgId, UserId
from app.crm.errors import LaunchRefused
from app.crm.port import Access, Connection, ConsumerSecret, Frame, Launch
from app.crm.salesforce.addresses import allowed_origin, instance_address
from app.crm.salesforce.envelope import Envelope, envelope_of
from app.crm.salesforce.ids import OPPORTUNITY, ORGANIZATION, USER, record_id

FIELD = "signed_request"
SIZE_LIMIT = 128 * 1024
_MAC_BYTES = 32


class _Doubt(ValueError):
    """Something is wrong, and nobody will be told what."""


def verify_launch(form: Mapping[str, str], connection: Connection, *, at: datetime) -> Launch:
    """Raises LaunchRefused unless a valid secret of the connection signed it for the connection's org."""
    try:
        return _launch(form, connection, at=at)
    except (ValueError, RecursionError):
        failure = LaunchRefused()
    # Raised out here, so that the failure carries nothing of what was posted, not even as its context.
    raise failure


def _launch(form: Mapping[str, str], connection: Connection, *, at: datetime) -> Launch:
    mac, text = _parts(form)
    secret = _signer(mac, text, secrets=_valid(connection.secrets, at=at))
    envelope = envelope_of(_JSON.decode(b64decode(text, validate=True).decode()))
    return Launch(
        actor=_actor(envelope, connection),
        fingerprint=mac,
        access=_access(envelope, connection),
        record=_record(envelope),
        frame=_frame(envelope, connection),
        language=envelope.language,
        secret_is_previous=secret.valid_until is not None,
    )


def _parts(form: Mapping[str, str]) -> tuple[bytes, bytes]:
    """The signature's 32 bytes, and the envelope as it was sent."""
    if list(form) != [FIELD]:
        raise _Doubt
    request = form[FIELD]
    if len(request) > SIZE_LIMIT or not request.isascii():
        raise _Doubt
    spelled, _period, text = request.partition(".")
    try:
        mac = b64decode(spelled, validate=True)
    except binascii.Error:
        mac = b""
    # 32 bytes can be spelled in four ways, of which a signer writes one.
    if len(mac) != _MAC_BYTES or b64encode(mac).decode() != spelled:
        raise _Doubt
    return mac, text.encode()


def _valid(secrets: tuple[ConsumerSecret, ...], *, at: datetime) -> tuple[ConsumerSecret, ...]:
    return tuple(
        secret
        for secret in secrets
        if secret.value and (secret.valid_until is None or at < secret.valid_until)
    )


def _signer(mac: bytes, text: bytes, *, secrets: tuple[ConsumerSecret, ...]) -> ConsumerSecret:
    """Tries every secret, so that the time taken does not tell which one matched."""
    matched = [s for s in secrets if compare_digest(hmac_digest(s.value.encode(), text, sha256), mac)]
    if not matched:
        raise _Doubt
    return min(matched, key=lambda secret: secret.valid_until is not None)


def _no_number(_text: str) -> NoReturn:
    raise _Doubt


_JSON = json.JSONDecoder(parse_constant=_no_number)


def _actor(envelope: Envelope, connection: Connection) -> Actor:
    org = _organization(envelope.organization)
    user = record_id(envelope.user, prefix=USER)
    if org is None or user is None or org != _organization(connection.org):
        raise _Doubt
    return Actor(connection=connection.name, org=OrgId(org), user=UserId(user), name=envelope.user_name)


@lru_cache(maxsize=512)
def _organization(value: str | None) -> str | None:
    """In 18 characters: the same few with each launch."""
    return record_id(value, prefix=ORGANIZATION)


def _access(envelope: Envelope, connection: Connection) -> Access | None:
    """No token means that the user has not approved the app yet. A wrong address is refused either way."""
    if envelope.instance_url is None and envelope.token is None:
        return None
    instance = instance_address(envelope.instance_url, hosts=connection.instance_hosts)
    if instance is None:
        raise _Doubt
    return None if envelope.token is None else Access(token=envelope.token, instance_url=instance)


def _record(envelope: Envelope) -> str | None:
    candidates = (record_id(value, prefix=OPPORTUNITY) for value in envelope.records)
    return next((found for found in candidates if found is not None), None)


def _frame(envelope: Envelope, connection: Connection) -> Frame:
    origin = allowed_origin(envelope.target_origin, ancestors=connection.frame_ancestors)
    return Frame(instance_id=envelope.instance_id, target_origin=origin)
