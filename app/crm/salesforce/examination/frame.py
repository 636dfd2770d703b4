"""Questions about the page that the org frames: our own address, asked as a browser would."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

import requests

from app.crm.examination import ADDRESS_SECURE, Answer, Area, fault, ok, told, unknown, warning
from app.crm.salesforce.addresses import allowed_origin
from app.crm.salesforce.examination.case import Asked, Case, asked
from app.crm.salesforce.own_pages import own_frames

# Lightning and the org itself; others frame the panel only where somebody put it there.
_MOST_USED: Final = 2
_DIRECTIVE: Final = "frame-ancestors"
# To connect, and between two bytes.
_PATIENCE_S: Final = (3, 5)


@dataclass(frozen=True, slots=True)
class _Page:
    """Its body is not read."""

    status: int
    headers: Mapping[str, str]


def _covers(case: Case) -> Answer:
    """The pages of an org's own domain, as its address tells them."""
    if not case.subject.address:
        return unknown("Nobody said where the org is.", case.subject.how_to_sign_in)
    wanted = own_frames(case.subject.address)
    if wanted == (case.subject.address,):
        return ok(f"A host of its own; framed by: {told(case.connection.frame_ancestors)}.")
    wanted = wanted[:_MOST_USED]
    bare = tuple(one for one in wanted if not allowed_origin(one, ancestors=case.connection.frame_ancestors))
    if bare:
        return fault(
            f"These pages of the org may not frame the panel: {told(bare)}.",
            f"quotewright connection set {case.connection.name} --frame-ancestor ORIGIN …, or "
            "--frame-ancestor standard for all of Salesforce's.",
            bare,
        )
    return ok(f"{told(wanted)} may frame the panel.")


def _served(case: Case) -> _Page | None:
    page: _Page | None = case.once("served", lambda: _asked(case))
    return page


def _asked(case: Case) -> _Page | None:
    """None if nobody answers. Its certificate is one that browsers believe, or of the CRM's own authority."""
    address = f"{case.subject.public_url}/canvas/{case.connection.name}"
    for trusted in dict.fromkeys((True, case.transport.ca_file or True)):
        with requests.Session() as session, suppress(requests.RequestException):
            session.trust_env = False
            with session.get(
                address, timeout=_PATIENCE_S, allow_redirects=False, verify=trusted, stream=True
            ) as answer:
                return _Page(answer.status_code, answer.headers)
    return None


def _serves(case: Case) -> Answer:
    page = _served(case)
    if page is None:
        return fault(
            f"Nobody answers at {case.subject.public_url}, as seen from this machine.",
            "Start the web process, and let the public address lead to it: name server, proxy, certificate.",
        )
    if page.status != 200:
        return fault(
            f"{case.subject.public_url} answers {page.status} where the panel should be.",
            "The address leads elsewhere, or a proxy changes the path: it has to hand on /canvas/… as it is.",
        )
    return ok(f"{case.subject.public_url}/canvas/{case.connection.name} answers.")


def _framed(case: Case) -> Answer:
    page = _served(case)
    headers = page.headers if page else {}
    policy = headers.get("Content-Security-Policy", "")
    said = next((one.split() for one in policy.split(";") if one.split()[:1] == [_DIRECTIVE]), [])
    missing = tuple(one for one in case.connection.frame_ancestors if one not in said)
    if missing:
        return fault(
            f"The page does not let these frame it: {told(missing)}.",
            "A proxy replaces our Content-Security-Policy, or another installation answers there.",
            missing,
        )
    if "X-Frame-Options" in headers:
        return warning(
            "A proxy adds X-Frame-Options, which some browsers mind before our own header.",
            "Have the proxy leave that header out.",
        )
    return ok("The page lets the connection's origins frame it.")


FRAME: Final[tuple[Asked, ...]] = (
    asked("frame_allowed", Area.APP, "The org's pages may frame the panel", _covers, needs=("host_allowed",)),
    asked(
        "panel_served", Area.APP, "The panel answers at its public address", _serves, needs=(ADDRESS_SECURE,)
    ),
    asked(
        "panel_framed", Area.APP, "The panel's page says who may frame it", _framed, needs=("panel_served",)
    ),
)
