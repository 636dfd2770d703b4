"""Handing letters over by SMTP. The one file that knows the protocol."""

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import ClassVar, Final
from urllib.parse import unquote, urlsplit

from app.errors import Misconfigured, Outside
from app.mail.letter import LetterInvalid, PlainLetter, check_address, message_of

_PATIENCE_S: Final = 15
_PORTS: Final = {"smtp": 25, "smtps": 465}
_HERE: Final = ("localhost", "127.0.0.1", "::1")


class MailUnavailable(Outside):
    """The server cannot be reached, or asks to come again."""

    code: ClassVar[str] = "mail_unavailable"


class MailRefused(Outside):
    """The server takes no such letter: sending it again changes nothing."""

    code: ClassVar[str] = "mail_refused"
    retryable: ClassVar[bool] = False


class PostOfficeInvalid(Misconfigured):
    code: ClassVar[str] = "mail_settings_invalid"


@dataclass(frozen=True, slots=True)
class PostOffice:
    """The server that takes our letters. ``at_once``: it speaks TLS from the first byte; otherwise from when
    it offers to. A password never goes without TLS to another machine.
    """

    host: str
    port: int
    sender: str
    at_once: bool = False
    user: str = ""
    password: str = field(default="", repr=False)
    trusted: str = ""

    def send(self, letter: PlainLetter) -> None:
        """Raises MailUnavailable, MailRefused."""
        try:
            message = message_of(letter, sender=self.sender)
        except (LetterInvalid, ValueError) as failure:
            raise MailRefused("The letter cannot be addressed or written.") from failure
        with _told(), self._open() as server:
            self._secure(server)
            if self.user:
                server.login(self.user, self.password)
            server.send_message(message, from_addr=self.sender, to_addrs=[letter.to])

    def knock(self) -> None:
        """Comes in as a letter would, and leaves none. Raises MailUnavailable, MailRefused."""
        with _told(), self._open() as server:
            self._secure(server)
            if self.user:
                server.login(self.user, self.password)

    def _open(self) -> smtplib.SMTP:
        if self.at_once:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=_PATIENCE_S, context=self._context())
        return smtplib.SMTP(self.host, self.port, timeout=_PATIENCE_S)

    def _secure(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self.at_once:
            return
        if server.has_extn("starttls"):
            server.starttls(context=self._context())
            server.ehlo()
        elif self.user and self.host not in _HERE:
            raise MailUnavailable("The mail server offers no TLS, so the password was not sent.")

    def _context(self) -> ssl.SSLContext:
        return ssl.create_default_context(cafile=self.trusted or None)


def post_office(url: str, *, sender: str, trusted: str = "") -> PostOffice:
    """``url``: ``smtp[s]://[user:password@]host[:port]``; ``trusted`` is a file of certificates.

    Raises PostOfficeInvalid, which never says what was given: it may hold a password.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise PostOfficeInvalid(_WRONG) from None
    rest = parts.path.strip("/") or parts.query or parts.fragment
    if parts.scheme not in _PORTS or not parts.hostname or rest:
        raise PostOfficeInvalid(_WRONG)
    try:
        check_address(sender)
    except LetterInvalid:
        raise PostOfficeInvalid("QUOTEWRIGHT_MAIL_FROM has to be an address, like a@example.com.") from None
    return PostOffice(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        sender=sender,
        at_once=parts.scheme == "smtps",
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        trusted=trusted,
    )


_WRONG: Final = "QUOTEWRIGHT_SMTP_URL has to be like smtp://user:password@mail.example.com:587."


@contextmanager
def _told() -> Iterator[None]:
    """What the server answers is not passed on: it may repeat addresses and more."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as failure:
        codes = [code for code, _said in failure.recipients.values()]
        raise _failed(min(codes, default=450)) from failure
    except smtplib.SMTPAuthenticationError as failure:
        raise MailUnavailable("The mail server does not accept user and password.") from failure
    except smtplib.SMTPResponseException as failure:
        raise _failed(failure.smtp_code) from failure
    except (smtplib.SMTPException, OSError) as failure:
        raise MailUnavailable("The mail server does not answer.") from failure


def _failed(code: int) -> Outside:
    if 500 <= code < 600:
        return MailRefused(f"The mail server refused the letter ({code}).")
    return MailUnavailable(f"The mail server asks to come again ({code}).")
