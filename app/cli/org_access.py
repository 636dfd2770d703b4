"""Whose right an administrator's command acts with: their own, told by the environment and kept nowhere."""

import os
import re
from typing import Final

from app.crm import Access
from app.errors import Misconfigured

ORG_URL: Final = "QUOTEWRIGHT_ORG_URL"
ORG_TOKEN: Final = "QUOTEWRIGHT_ORG_TOKEN"  # noqa: S105 - the name of a variable

_URL: Final = re.compile(r"https://[a-z0-9.-]{1,200}(:[0-9]{1,5})?", re.IGNORECASE)
_TOKEN: Final = re.compile(r"[!-~]{1,4000}")


def org_access() -> Access:
    """Raises Misconfigured, which says how to get them and shows neither."""
    url, token = _given_url(), os.environ.get(ORG_TOKEN, "")
    if not url or not token:
        raise Misconfigured(
            f"Put the org's address into {ORG_URL} (like https://acme.my.salesforce.com) and an "
            f"administrator's access token into {ORG_TOKEN}; it is never an argument, and it is not kept. "
            "A sandbox tells both at GET /env of its control port."
        )
    _check_url(url)
    if not _TOKEN.fullmatch(token):
        raise Misconfigured(f"{ORG_TOKEN} is wrong: a token is one word of printable characters.")
    return Access(token, url)


def org_address() -> str:
    """The org's address without a token; empty if nobody said one. Raises Misconfigured."""
    url = _given_url()
    if url:
        _check_url(url)
    return url


def _given_url() -> str:
    return os.environ.get(ORG_URL, "").rstrip("/")


def _check_url(url: str) -> None:
    if not _URL.fullmatch(url):
        raise Misconfigured(f"{ORG_URL} is wrong: it has to be like https://acme.my.salesforce.com.")
