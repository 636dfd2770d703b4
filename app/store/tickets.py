"""Tickets: what a page carries for some minutes and hands back, unreadable and unchangeable on its way.

A secret at rest is sealed by the vault; this does the same for what is made with each opening of the panel,
at a fifth of the cost.
"""

import os
from base64 import b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_NONCE_BYTES = 12


class TicketInvalid(ValueError):
    """It was not sealed here, for this purpose, or somebody changed it. Nobody will be told which."""


class Tickets:
    """Seals with the first key, opens with any: keys can be rotated."""

    def __init__(self, keys: tuple[bytes, ...]) -> None:
        self._ciphers = [AESGCM(_own_key(key)) for key in keys]

    def seal(self, content: bytes, *, purpose: bytes) -> str:
        """In url-safe base64. With one key, random nonces are good for four thousand million tickets."""
        nonce = os.urandom(_NONCE_BYTES)
        return urlsafe_b64encode(nonce + self._ciphers[0].encrypt(nonce, content, purpose)).decode()

    def open(self, ticket: str, *, purpose: bytes) -> bytes:
        """Raises TicketInvalid."""
        try:
            sealed = b64decode(ticket, altchars=b"-_", validate=True)
        except ValueError:
            raise TicketInvalid from None
        for cipher in self._ciphers:
            try:
                return cipher.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], purpose)
            except (InvalidTag, ValueError):
                continue
        raise TicketInvalid


def _own_key(key: bytes) -> bytes:
    # So that no other use of the key can ever produce a ticket.
    return HKDF(SHA256(), length=32, salt=None, info=b"quotewright tickets").derive(key)
