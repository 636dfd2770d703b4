"""Whose right an administrator's command acts with: their own, kept nowhere.

Told by the environment, or by the vendor's own command, which keeps it for its orgs.
"""

import os
import re
from typing import Final

import click

from app.cli.sf_access import access_of_alias
from app.crm import Access
from app.errors import Misconfigured

ORG_URL: Final = "QUOTEWRIGHT_ORG_URL"
ORG_TOKEN: Final = "QUOTEWRIGHT_ORG_TOKEN"  # noqa: S105 - the name of a variable

_URL: Final = re.compile(r"https://[a-z0-9.-]{1,200}(:[0-9]{1,5})?", re.IGNORECASE)
_TOKEN: Final = re.compile(r"[!-~]{1,4000}")


by_alias = click.option(
    "--org",
    "alias",
    default="",
    metavar="ALIAS",
    help=f"The org by the alias or username that the sf command of this machine knows; else {ORG_URL} and "
    f"{ORG_TOKEN} say which.",
)


def org_access(alias: str = "") -> Access:
    """Raises Misconfigured, which says how to get it and shows nothing of it."""
    url, token = access_of_alias(alias) if alias else _of_environment()
    _check_url(url)
    if not _TOKEN.fullmatch(token):
        raise Misconfigured(f"{ORG_TOKEN} is wrong: a token is one word of printable characters.")
    return Access(token, url)


def access_if_given(alias: str = "") -> Access | None:
    """None where nobody gave a token. Raises Misconfigured for one that cannot be."""
    return org_access(alias) if alias or os.environ.get(ORG_TOKEN) else None


def _of_environment() -> tuple[str, str]:
    url, token = _given_url(), os.environ.get(ORG_TOKEN, "")
    if not url or not token:
        raise Misconfigured(
            f"Put the org's address into {ORG_URL} (like https://acme.my.salesforce.com) and an "
            f"administrator's access token into {ORG_TOKEN}; it is never an argument, and it is not kept. "
            "A sandbox tells both at GET /env.sh of its control port; --org takes them from the sf command."
        )
    return url, token


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
        raise Misconfigured(f"{ORG_URL} is wrong: an org's address is like https://acme.my.salesforce.com.")
