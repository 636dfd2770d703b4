"""What a worker and an approver do with letters."""

import re

from werkzeug.test import TestResponse

from app.actions.letters import send_letters, write_letters
from app.services import Services
from tests.mail.servers import Mailbox
from tests.web.conftest import Caller, Web


def posted(web: Web, services: Services) -> None:
    write_letters(services, at=web.clock())
    send_letters(services, at=web.clock())


def link(mailbox: Mailbox, n: int = -1) -> str:
    found = re.search(r"https://quotes\.example\.com(/decide/\S+)", mailbox.letters[n].get_content())
    assert found
    return found[1]


def decided(web: Web, where: str, verb: str = "approve", **form: str) -> TestResponse:
    """As the form of the page sends it."""
    version = re.search(r'name="version" value="(\d+)"', web.client.get(where).text)
    form = {"verb": verb, "version": version[1] if version else "1", **form}
    return web.client.post(where, data=form)


def status(rep: Caller, quote: str) -> str:
    return str(rep.call("GET", f"/quotes/{quote}").get_json()["status"])
