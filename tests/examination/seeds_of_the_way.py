"""Faults on the way to the org: its address and certificate, the token, what it has turned on."""

from dataclasses import replace
from pathlib import Path
from urllib.parse import urlsplit

from app.actions.examine_connection import Wish
from app.actions.examining import Examined
from app.actor import OrgId
from app.crm import Access
from app.crm.salesforce import SalesforceGateway, Transport
from app.store import HeldReleases
from app.store.catalogs import load_release, shipped_catalog
from tests.examination.fronts import certificate, closed_port, tls_front
from tests.examination.seeded import breaks, examined_with, product_of
from tests.examination.soundly import Sound


def _at(sound: Sound, address: str, **transport: str) -> Examined:
    """The org at another address, which the connection speaks to."""
    sound.stored(instance_hosts=(urlsplit(address).netloc,))
    gateway = SalesforceGateway(Transport(**transport))  # type: ignore[arg-type]  # of any field
    other = replace(sound, services=replace(sound.services, examiners=gateway))
    access = Access(sound.admin.token, address)
    found = other.examined(Wish(access, address, "Sign in."))
    gateway.close()
    return found


# The way to the org


@breaks("host_allowed")
def _another_host(sound: Sound, _folder: Path) -> None:
    sound.stored(instance_hosts=("acme.example.com",))


@breaks("host_resolves")
def _no_such_name(sound: Sound, _folder: Path) -> Examined:
    return _at(sound, "https://nowhere.invalid")


@breaks("host_answers")
def _nobody_listens(sound: Sound, _folder: Path) -> Examined:
    return _at(sound, f"https://127.0.0.1:{closed_port()}")


@breaks("certificate_trusted")
def _unknown_authority(sound: Sound, _folder: Path) -> Examined:
    return _at(sound, sound.sandbox.tls)


@breaks("certificate_trusted")
def _expired(sound: Sound, folder: Path) -> Examined:
    return _behind(sound, folder, days=-1)


@breaks("certificate_lasts", "warning")
def _ends_soon(sound: Sound, folder: Path) -> Examined:
    return _behind(sound, folder, days=5)


def _behind(sound: Sound, folder: Path, *, days: int) -> Examined:
    pem, org = certificate(folder, days=days), urlsplit(sound.sandbox.org)
    with tls_front(pem, (org.hostname or "", org.port or 0)) as address:
        return _at(sound, address, ca_file=str(pem))


@breaks("api_version_offered")
def _version_to_come(sound: Sound, _folder: Path) -> None:
    sound.stored(api_version="99.0")


@breaks("clocks_agree")
def _org_is_ahead(sound: Sound, _folder: Path) -> None:
    sound.sandbox.fault("clock_skew", seconds=1200)


@breaks("clocks_agree", "warning")
def _org_is_behind(sound: Sound, _folder: Path) -> None:
    sound.sandbox.fault("clock_skew", seconds=-200)


@breaks("allowance_left", "warning")
def _few_calls_left(sound: Sound, _folder: Path) -> None:
    for _ in range(340):
        sound.admin.call("GET", "/limits")
    sound.sandbox.allow(len(sound.sandbox.calls(counted=True)) + 40)


@breaks("allowance_left")
def _no_calls_left(sound: Sound, _folder: Path) -> None:
    sound.sandbox.allow(0)


# Whose token


@breaks("token_accepted")
def _token_has_ended(sound: Sound, _folder: Path) -> None:
    sound.sandbox.expire_tokens()


@breaks("org_matches")
def _another_org(sound: Sound, _folder: Path) -> None:
    sound.stored(org=OrgId("00Dx00000001hxyEAA"))


@breaks("user_administers", "warning")
def _a_rep_asks(sound: Sound, _folder: Path) -> Wish:
    return sound.wish(access=Access(sound.sandbox.token("approver"), sound.sandbox.tls))


# What the org has


@breaks("edition_has_api", "warning")
def _small_edition(sound: Sound, _folder: Path) -> None:
    sound.sandbox.change("Organization", sound.connection.org, OrganizationType="Professional Edition")


@breaks("quotes_on")
def _no_quotes(sound: Sound, _folder: Path) -> None:
    sound.sandbox.switch(quotes=False)


@breaks("currencies_agree")
def _one_currency(sound: Sound, _folder: Path) -> None:
    sound.sandbox.switch(multicurrency=False)


@breaks("currencies_agree")
def _several_currencies(sound: Sound, _folder: Path) -> None:
    sound.stored(only_currency="EUR")


@breaks("currencies_sold", "warning")
def _francs(sound: Sound, _folder: Path) -> Examined:
    release = replace(load_release(shipped_catalog("telecom")), currencies=("EUR", "USD", "CHF"))
    return examined_with(sound, catalogs=HeldReleases([release]))


@breaks("schedules_unused", "warning")
def _scheduled(sound: Sound, _folder: Path) -> None:
    sound.sandbox.change("Product2", product_of(sound, "MX900"), CanUseRevenueSchedule=True)
