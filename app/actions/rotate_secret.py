"""The consumer secret of a connection is replaced while people work: for a while more than one is valid.

The CRM signs with one of them, we accept all whose time has not ended. Which one the CRM signs with is its
administrator's to change, in their own time within the overlap.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import ClassVar, Final

from app.actions.connected import connection_named
from app.actions.connecting import check_secret, connection_entry, row_of
from app.crm import Connection, ConsumerSecret
from app.errors import Refused
from app.store import Database, Transaction, audit, connections

LONGEST_OVERLAP: Final = timedelta(days=30)
MOST_VALID: Final = 4


class RotationRefused(Refused):
    code: ClassVar[str] = "rotation_refused"


def rotate_secret(
    database: Database, name: str, secret: str, *, overlap: timedelta, at: datetime
) -> Connection:
    """The new secret is current. The one before stays valid for ``overlap``, those before that until their
    own time; with no overlap at all the new one alone is valid, at once. The connection as it is then.

    Raises ConnectionMissing, SecretInvalid, RotationRefused.
    """
    check_secret(secret)
    if not timedelta(0) <= overlap <= LONGEST_OVERLAP:
        raise RotationRefused(f"The overlap is 0 to {LONGEST_OVERLAP.days * 24} hours.")
    with database.transaction() as tx:
        known = connection_named(tx, name)
        current = next(one for one in known.secrets if one.valid_until is None)
        if secret == current.value:
            raise RotationRefused("That is the secret in use. Make a new one in the CRM first.")
        before = (replace(current, valid_until=at + overlap), *_still_valid(known, at=at)) if overlap else ()
        # One that is taken back into use is no longer one of those before.
        kept = tuple(one for one in before if one.value != secret)
        if len(kept) >= MOST_VALID:
            raise RotationRefused(
                f"{len(kept)} secrets are valid beside the new one. End them first: "
                f"quotewright connection rotate {known.name} --end-overlap."
            )
        rotated = replace(known, secrets=(ConsumerSecret(secret), *kept))
        return _kept(tx, rotated, "rotate_secret", at=at)


def end_overlap(database: Database, name: str, *, at: datetime) -> int:
    """The current secret alone is valid from now on. How many others were until now.

    Raises ConnectionMissing.
    """
    with database.transaction() as tx:
        known = connection_named(tx, name)
        current = tuple(one for one in known.secrets if one.valid_until is None)
        ended = len(_still_valid(known, at=at))
        _kept(tx, replace(known, secrets=current), "end_overlap", at=at)
    return ended


def _still_valid(known: Connection, *, at: datetime) -> tuple[ConsumerSecret, ...]:
    """Those before the current one whose time has not ended."""
    return tuple(one for one in known.secrets if one.valid_until is not None and at < one.valid_until)


def _kept(tx: Transaction, connection: Connection, verb: str, *, at: datetime) -> Connection:
    connections.save(tx, row_of(connection))
    valid = len(connection.secrets)
    audit.write(tx, connection_entry(connection, verb, at=at, secrets=valid))
    return connection
