"""A worker writes to whoever has to agree, through a real mail server; the link and a code decide."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage

import requests

from tests.fixtures_product import Product, until
from tests.mail.servers import Mailbox, mail_server


@contextmanager
def _posting(product: Product) -> Iterator[Mailbox]:
    """Its worker sends letters, until the block ends."""
    before = product.environment
    with mail_server() as mailbox:
        product.environment = {
            **before,
            "QUOTEWRIGHT_SMTP_URL": f"smtp://127.0.0.1:{mailbox.port}",
            "QUOTEWRIGHT_MAIL_FROM": "quotes@example.com",
        }
        _restart(product)
        try:
            yield mailbox
        finally:
            product.environment = before
            _restart(product)


def _restart(product: Product) -> None:
    product.kill("worker")
    product.start_worker()


def _letter(mailbox: Mailbox, *, to: str) -> EmailMessage | None:
    return next((one for one in mailbox.letters if one["To"] == to), None)


def _code(mailbox: Mailbox) -> str | None:
    told = (one.get_content() for one in mailbox.letters if str(one["Subject"]).startswith("Your code"))
    found = re.search(r"\d{3} \d{3}", next(told, ""))
    return found[0] if found else None


def test_a_letter_of_the_worker_brings_the_decision_and_that_saves_the_quote(product: Product) -> None:
    # The CRM shows people to whoever opens the panel.
    product.sign_in("approver")
    rep = product.sign_in()
    quote = rep.quote()
    line = rep.line(quote)
    rep.told(
        "PATCH", f"/quotes/{quote}/lines/{line['n']}", {"discount": {"percent": "14", "reason": "Pilot"}}
    )
    assert rep.submit(quote)["state"] == "waiting_approval"
    with _posting(product) as mailbox:
        letter = until(
            lambda: _letter(mailbox, to="approver@sandbox.example"), otherwise=lambda: product.log("worker")
        )
        found = re.search(rf"{re.escape(product.url)}/decide/\S+", letter.get_content())
        assert found
        page = requests.get(found[0], timeout=30)
        version = re.search(r'name="version" value="(\d+)"', page.text)
        assert version
        form = {"verb": "approve", "version": version[1], "comment": "Fine for a pilot"}
        assert "A code was sent" in requests.post(found[0], data=form, timeout=30).text
        code = until(lambda: _code(mailbox), otherwise=lambda: product.log("worker"))
        assert "You agreed" in requests.post(found[0], data={**form, "code": code}, timeout=30).text
        assert rep.ended(quote)["state"] == "written"
    record = rep.told("GET", f"/quotes/{quote}/approval")
    assert {(one["verb"], one["way"], one["comment"]) for one in record["decisions"]} == {
        ("approve", "by letter", "Fine for a pilot")
    }
    assert len(product.sandbox.records("Quote")) == 1
