"""What a worker and an approver do with letters."""

import re
from http.cookies import SimpleCookie
from typing import cast

from flask import Response
from werkzeug.test import Client, TestResponse

from app.actions.letters import send_letters, write_letters
from app.actor import UserId
from app.approvals import Reader, read_token
from app.services import Services
from app.store import letters
from app.web.readers import NAME, make_known
from app.web.session import Held
from tests.mail.servers import Mailbox
from tests.web.conftest import Caller, Web


def posted(web: Web, services: Services) -> None:
    write_letters(services, at=web.clock())
    send_letters(services, at=web.clock())


def link(mailbox: Mailbox, n: int = -1) -> str:
    found = re.search(r"https://quotes\.example\.com(/decide/\S+)", mailbox.letters[n].get_content())
    assert found
    return found[1]


def code(mailbox: Mailbox, n: int = -1) -> str:
    """As it stands in the letter."""
    found = re.search(r"^ +(\d{3} \d{3})\r?$", mailbox.letters[n].get_content(), re.MULTILINE)
    assert found, repr(mailbox.letters[n].get_content())
    return found[1]


def known(web: Web, where: str, *, user: str = "", client: Client | None = None) -> Client:
    """The browser, known as that user; "" for the addressee of the link."""
    services = cast(Held, web.app.extensions["quotewright"]).services
    with services.database.reading() as tx:
        letter = letters.load(tx, read_token(services.letter_key, where.removeprefix("/decide/")))
    reader = Reader(letter.connection, UserId(user) if user else letter.user)
    response, browser = Response(), client or web.client
    make_known(response, reader, services.letter_key, at=web.clock(), secure=True)
    browser.set_cookie(NAME, cookie(response), path="/decide")
    return browser


def cookie(response: Response | TestResponse) -> str:
    """By which the browser is known, "" where the answer has none."""
    jar = SimpleCookie(response.headers.get("Set-Cookie", ""))
    return jar[NAME].value if NAME in jar else ""


def decided(web: Web, where: str, verb: str = "approve", **form: str) -> TestResponse:
    """As the form of the page sends it, in the addressee's browser."""
    return sent(web, where, verb, client=known(web, where), **form)


def sent(
    web: Web, where: str, verb: str = "approve", *, client: Client | None = None, **form: str
) -> TestResponse:
    """As the form of the page sends it, in any browser."""
    browser = client or web.client
    version = re.search(r'name="version" value="(\d+)"', browser.get(where).text)
    return browser.post(where, data={"verb": verb, "version": version[1] if version else "1", **form})


def status(rep: Caller, quote: str) -> str:
    return str(rep.call("GET", f"/quotes/{quote}").get_json()["status"])
