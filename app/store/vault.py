"""The vault: how secrets are kept unreadable in the database's files and backups."""

from base64 import urlsafe_b64decode

from cryptography.fernet import Fernet, InvalidToken, MultiFernet

from app.errors import Misconfigured
from app.store.tickets import Tickets

_WRONG_KEY = (
    "A stored secret cannot be opened with the encryption keys of this installation. Add the key that it was "
    "stored with at the end of the list of keys; without that key, remove and add the connection again."
)
_NO_KEY = (
    "There is no usable encryption key. Make one Fernet key (32 random bytes, url-safe base64) and set it."
)


class Vault:
    """Seals with the first key, opens with any: keys can be rotated. Raises Misconfigured without one.

    ``tickets`` are sealed with the same keys, for what does not stay here.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        try:
            fernets = [Fernet(key) for key in keys]
            self._newest, self._fernet = fernets[0], MultiFernet(fernets)
        except (ValueError, IndexError):
            raise Misconfigured(_NO_KEY) from None
        self.tickets = Tickets(tuple(urlsafe_b64decode(key) for key in keys))

    @classmethod
    def locked(cls) -> "Vault":
        """For work that touches no secret: it opens nothing that was sealed before."""
        return cls((Fernet.generate_key().decode(),))

    def __repr__(self) -> str:
        return "Vault(…)"

    def seal(self, text: str, *, context: str) -> str:
        """``context`` names the row: a sealed value that was copied into another row does not open there."""
        return self._fernet.encrypt(f"{context}\0{text}".encode()).decode()

    def open(self, sealed: str, *, context: str) -> str:
        """Raises Misconfigured if no key fits or the value was sealed for another row."""
        try:
            found, _, text = self._fernet.decrypt(sealed).decode().partition("\0")
        except InvalidToken:
            raise Misconfigured(_WRONG_KEY) from None
        if found != context:
            raise Misconfigured(_WRONG_KEY)
        return text

    def is_newest(self, sealed: str) -> bool:
        """Whether it was sealed with the key that seals now."""
        try:
            self._newest.decrypt(sealed)
        except InvalidToken:
            return False
        return True
