"""Questions about the way to the org: its address, certificate, clock, versions and allowance."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import Any, Final

import requests

from app.crm.errors import CrmLimit
from app.crm.examination import Answer, Area, fault, ok, told, unknown, warning
from app.crm.salesforce.addresses import instance_address
from app.crm.salesforce.examination.case import Asked, Case, asked

_SOON: Final = timedelta(days=14)
_SKEW: Final = timedelta(minutes=2)
_FAR: Final = timedelta(minutes=10)
# A warning once less than one in so many calls is left.
_SCARCE: Final = 10


@dataclass(frozen=True, slots=True)
class _Front:
    """What the org says to anybody: its time, None if not said, and the versions of its API."""

    told_at: datetime | None
    versions: tuple[str, ...]
    status: int


def _front(case: Case) -> _Front:
    front: _Front = case.once("front", lambda: _asked_front(case))
    return front


def _asked_front(case: Case) -> _Front:
    session = case.roads.reading(case.address, connection=case.connection.name)
    try:
        answer = session.get(f"{case.address}/services/data")
        versions = tuple(_version(one) for one in answer.json())
    except (requests.RequestException, ValueError, TypeError):
        return _Front(None, (), 0)
    return _Front(_moment(answer.headers.get("Date", "")), versions, answer.status_code)


def _version(one: Any) -> str:
    if not isinstance(one, dict) or not isinstance(one.get("version"), str):
        raise TypeError
    return str(one["version"])


def _moment(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _allowed(case: Case) -> Answer:
    if not case.address:
        return unknown("Nobody said where the org is.", case.subject.how_to_sign_in)
    if instance_address(case.address, hosts=case.connection.instance_hosts) is None:
        return fault(
            f"The connection speaks to no such host as {case.address}: launches from there are refused.",
            f"quotewright connection set {case.connection.name} --org-host HOST[:PORT], if it is the org's.",
        )
    return ok(f"{case.address} is one the connection speaks to.")


def _resolves(case: Case) -> Answer:
    found = case.probe.resolved
    if not found:
        return fault(
            "The name is not known here, or the name server did not answer.",
            "Ask the network's people for the name server and its rules; the name is in the org's My Domain.",
        )
    return ok(f"It leads to {told(found)}.")


def _answers(case: Case) -> Answer:
    if case.probe.refused:
        return fault(
            f"Nobody answers there: {case.probe.refused}.",
            "Let this machine connect to that host by port 443, or the port that is named.",
        )
    return ok("It takes connections.")


def _trusted(case: Case) -> Answer:
    if case.probe.distrust:
        return fault(
            f"The certificate is not believed: {case.probe.distrust}.",
            "Where a proxy or a test org has an authority of its own, name its file in "
            "QUOTEWRIGHT_CRM_CA_FILE; an expired one is the org's to renew.",
        )
    return ok("The certificate is good for that name.")


def _lasts(case: Case) -> Answer:
    until = case.probe.lasts_until
    if until is None:
        return unknown("The certificate does not say when it ends.")
    if until - case.subject.clock() < _SOON:
        return warning(
            f"The certificate ends at {until:%Y-%m-%d %H:%M} UTC.",
            "Whoever keeps that host renews it before; a vendor's own host is renewed by itself.",
        )
    return ok(f"The certificate lasts until {until:%Y-%m-%d}.")


def _offers(case: Case) -> Answer:
    front, wanted = _front(case), case.connection.api_version
    if not front.versions:
        return fault(
            "There is no API at that address: it does not list its versions.",
            "The address is that of My Domain (https://acme.my.salesforce.com), not of a page of the org.",
        )
    if wanted not in front.versions:
        return fault(
            f"Version {wanted} is not among those it offers; the newest is {front.versions[-1]}.",
            f"quotewright connection set {case.connection.name} --api-version {front.versions[-1]}",
        )
    return ok(f"Version {wanted} is offered; the newest is {front.versions[-1]}.")


def _agrees(case: Case) -> Answer:
    there = _front(case).told_at
    if there is None:
        return unknown("The org did not say its time.")
    apart = abs(case.subject.clock() - there)
    words = f"The two clocks are {apart.total_seconds():.0f} seconds apart."
    if apart <= _SKEW:
        return ok(words)
    advice = "Let this machine keep its time by NTP; a clock that is wrong ends sessions early or late."
    return fault(words, advice) if apart > _FAR else warning(words, advice)


def _allowance(case: Case) -> Answer:
    if case.subject.access is None:
        return unknown("Nobody gave a token, so the org was not asked.", case.subject.how_to_sign_in)
    try:
        limits = case.org.get("limits")
    except CrmLimit as used_up:
        return fault(used_up.detail, "Wait until it frees up, find what else calls the API, or buy calls.")
    calls = limits.get("DailyApiRequests") if isinstance(limits, dict) else None
    if not isinstance(calls, dict):
        return unknown("The org does not say it.")
    most, left = calls.get("Max"), calls.get("Remaining")
    if not isinstance(most, int) or not isinstance(left, int):
        return unknown("The org does not say it.")
    words = f"{left} of {most} calls of the day are left."
    if left * _SCARCE < most:
        return warning(
            words,
            "Find what else calls the API (Setup, System Overview), or buy calls: at none, quotes wait.",
        )
    return ok(words)


_REACHED: Final = ("host_allowed", "host_resolves", "host_answers", "certificate_trusted")
REACHING: Final[tuple[Asked, ...]] = tuple(
    asked(code, Area.REACHING, words, answer, needs=needs)
    for code, words, answer, needs in (
        ("host_allowed", "The org's address is one that the connection speaks to", _allowed, ()),
        ("host_resolves", "The name of the org's host is known", _resolves, _REACHED[:1]),
        ("host_answers", "The host takes connections", _answers, _REACHED[:2]),
        ("certificate_trusted", "The host's certificate is believed", _trusted, _REACHED[:3]),
        ("certificate_lasts", "The certificate does not end soon", _lasts, _REACHED),
        ("api_version_offered", "The org offers the API version of the connection", _offers, _REACHED),
        ("clocks_agree", "The org's clock and ours agree", _agrees, (*_REACHED, "api_version_offered")),
    )
)
ALLOWANCE: Final = asked(
    "allowance_left",
    Area.FEATURES,
    "The org's allowance of API calls",
    _allowance,
    needs=("host_allowed", "certificate_trusted", "api_version_offered"),
)
