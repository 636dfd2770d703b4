"""Faults to be found: each breaks one thing of a sound org or installation."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from cryptography.fernet import Fernet

from app.actions.examine_connection import Wish
from app.actions.examining import Examined
from app.actor import OrgId
from app.crm import Access, ConsumerSecret
from app.crm.salesforce import SalesforceGateway, Transport
from app.crm.salesforce.connector import deployment_zip, removal_zip
from app.mail import post_office
from app.store import Database, HeldReleases, Vault, clock, worker_beats
from app.store.catalogs import load_release, shipped_catalog
from app.store.flow_tables import errands
from tests.examination.fronts import certificate, closed_port, somebody_else, tls_front
from tests.examination.soundly import BOOK, Sound, connector, package

Seed = Callable[[Sound, Path], Examined | Wish | None]


@dataclass(frozen=True, slots=True)
class Seeded:
    """``seed`` breaks it and may say how it is then examined, or what came of that."""

    code: str
    result: str
    seed: Seed

    def examined(self, sound: Sound, folder: Path) -> Examined:
        said = self.seed(sound, folder)
        return said if isinstance(said, Examined) else sound.examined(said)


SEEDED: Final[list[Seeded]] = []


def breaks(code: str, result: str = "fault") -> Callable[[Seed], Seed]:
    def kept(seed: Seed) -> Seed:
        SEEDED.append(Seeded(code, result, seed))
        return seed

    return kept


def _with(sound: Sound, **changes: object) -> Examined:
    """Examined by an installation that differs so."""
    other = replace(sound, services=replace(sound.services, **changes))  # type: ignore[arg-type]  # of any field
    return other.examined()


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
    return _with(sound, catalogs=HeldReleases([release]))


@breaks("schedules_unused", "warning")
def _scheduled(sound: Sound, _folder: Path) -> None:
    sound.sandbox.change("Product2", _product(sound, "MX900"), CanUseRevenueSchedule=True)


def _product(sound: Sound, code: str) -> str:
    return next(str(one["Id"]) for one in sound.sandbox.records("Product2") if one["ProductCode"] == code)


# Objects and fields


def _profile(sound: Sound, inner: str) -> None:
    text = f'<Profile xmlns="http://soap.sforce.com/2006/04/metadata">{inner}</Profile>'
    sound.admin.deploy(package("Profile", "Admin", "profiles/Admin.profile", text))


@breaks("objects_there")
def _hidden_object(sound: Sound, _folder: Path) -> None:
    _profile(
        sound,
        "<objectPermissions><allowRead>false</allowRead><object>ContentVersion</object></objectPermissions>",
    )


@breaks("fields_there")
def _hidden_field(sound: Sound, _folder: Path) -> None:
    _profile(
        sound,
        "<fieldPermissions><editable>false</editable><field>Opportunity.Amount</field>"
        "<readable>false</readable></fieldPermissions>",
    )


def _field(sound: Sound, entity: str, inner: str) -> None:
    name = inner.partition("<fullName>")[2].partition("</fullName>")[0]
    text = f'<CustomObject xmlns="http://soap.sforce.com/2006/04/metadata"><fields>{inner}</fields></CustomObject>'
    sound.admin.deploy(package("CustomField", f"{entity}.{name}", f"objects/{entity}.object", text))


@breaks("field_types")
def _a_number(sound: Sound, _folder: Path) -> None:
    _field(
        sound,
        "Quote",
        "<fullName>QW_Release__c</fullName><label>Release</label><precision>18</precision><scale>0</scale>"
        "<type>Number</type>",
    )


@breaks("field_lengths")
def _short(sound: Sound, _folder: Path) -> None:
    _field(
        sound,
        "Quote",
        "<fullName>QW_Release__c</fullName><label>Release</label><length>40</length><type>Text</type>",
    )


@breaks("keys_unique")
def _loose_key(sound: Sound, _folder: Path) -> None:
    _field(
        sound,
        "Quote",
        "<fullName>QW_Key__c</fullName><externalId>true</externalId><label>Key</label><length>64</length>"
        "<type>Text</type>",
    )


@breaks("fields_writable")
def _read_only(sound: Sound, _folder: Path) -> None:
    sound.sandbox.fault("read_only_field", object="QuoteLineItem", field="Description")


@breaks("mapping_read")
def _no_mapping(sound: Sound, _folder: Path) -> None:
    sound.stored(mapping="quote: of no object")


@breaks("status_words")
def _without_a_word(sound: Sound, _folder: Path) -> None:
    words = ("Draft", "In Review", "Approved", "Presented", "Accepted")
    values = "".join(f"<standardValue><fullName>{one}</fullName></standardValue>" for one in words)
    text = f'<StandardValueSet xmlns="http://soap.sforce.com/2006/04/metadata">{values}</StandardValueSet>'
    path = "standardValueSets/QuoteStatus.standardValueSet"
    sound.admin.deploy(package("StandardValueSet", "QuoteStatus", path, text))


@breaks("nothing_else_required")
def _required_by_others(sound: Sound, _folder: Path) -> None:
    _field(
        sound,
        "Quote",
        "<fullName>Region__c</fullName><label>Region</label><length>40</length><required>true</required>"
        "<type>Text</type>",
    )


# Rights


def _set(sound: Sound, name: str, before: str, after: str) -> None:
    """The permission set as the connector has it, but for one thing."""
    text = connector()[f"permissionsets/{name}.permissionset-meta.xml"].decode()
    assert before in text
    changed = text.replace(before, after)
    sound.admin.deploy(package("PermissionSet", name, f"permissionsets/{name}.permissionset", changed))


@breaks("sets_there")
def _set_is_gone(sound: Sound, _folder: Path) -> None:
    text = '<Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>QW_Rep</members>'
    text += "<name>PermissionSet</name></types></Package>"
    sound.admin.deploy(package("", "", "destructiveChanges.xml", text))


@breaks("object_rights")
def _may_not_delete(sound: Sound, _folder: Path) -> None:
    _set(sound, "QW_Rep", "<allowDelete>true</allowDelete>", "<allowDelete>false</allowDelete>")


@breaks("field_rights")
def _may_not_write_a_field(sound: Sound, _folder: Path) -> None:
    written = "<editable>true</editable>\n        <field>QuoteLineItem.QW_Key__c</field>"
    _set(sound, "QW_Rep", written, written.replace("true", "false"))


@breaks("field_rights")
def _may_not_read_a_field(sound: Sound, _folder: Path) -> None:
    seen = "<field>Account.QW_Customer_Tier__c</field>\n        <readable>true</readable>"
    _set(sound, "QW_Approver", seen, seen.replace("true", "false"))


@breaks("sets_given", "warning")
def _given_to_nobody(sound: Sound, _folder: Path) -> None:
    soql = "SELECT Id FROM PermissionSetAssignment WHERE PermissionSet.Name = 'QW_Rep'"
    for one in sound.admin.query(soql):
        sound.admin.call("DELETE", f"/sobjects/PermissionSetAssignment/{one['Id']}")


@breaks("sets_given", "warning")
def _given_to_one_who_left(sound: Sound, _folder: Path) -> None:
    rep = next(one for one in sound.sandbox.records("User") if one["Alias"] == "rep")
    sound.sandbox.change("User", rep["Id"], IsActive=False)


@breaks("roles_known", "warning")
def _a_role_of_nobody(sound: Sound, _folder: Path) -> None:
    sound.stored(roles={"approver": ("QW_Approver", "Sales Manger")})


@breaks("roles_known", "warning")
def _no_roles(sound: Sound, _folder: Path) -> None:
    sound.stored(roles={})


# What is sold


@breaks("price_book_there")
def _another_book(sound: Sound, _folder: Path) -> None:
    sound.stored(price_book="Network equipments")


@breaks("price_book_there")
def _book_asleep(sound: Sound, _folder: Path) -> None:
    sound.sandbox.change("Pricebook2", _book(sound), IsActive=False)


@breaks("price_book_there", "warning")
def _two_books(sound: Sound, _folder: Path) -> None:
    sound.admin.call("POST", "/sobjects/Pricebook2", json={"Name": BOOK, "IsActive": True})


def _book(sound: Sound) -> str:
    return next(str(one["Id"]) for one in sound.sandbox.records("Pricebook2") if one["Name"] == BOOK)


@breaks("articles_there")
def _another_code(sound: Sound, _folder: Path) -> None:
    sound.sandbox.change("Product2", _product(sound, "MX900"), ProductCode="MX-900")


@breaks("articles_active")
def _product_asleep(sound: Sound, _folder: Path) -> None:
    sound.sandbox.change("Product2", _product(sound, "MX900"), IsActive=False)


@breaks("codes_unique", "warning")
def _doubled(sound: Sound, _folder: Path) -> None:
    body = {"Name": "MX900 again", "ProductCode": "MX900", "IsActive": True}
    sound.admin.call("POST", "/sobjects/Product2", json=body)


def _entry(sound: Sound, code: str, currency: str) -> str:
    book = _book(sound)
    return next(
        str(one["Id"])
        for one in sound.sandbox.records("PricebookEntry")
        if (one["ProductCode"], one["CurrencyIsoCode"], one["Pricebook2Id"]) == (code, currency, book)
    )


@breaks("entries_there")
def _no_entry_in_a_currency(sound: Sound, _folder: Path) -> None:
    sound.admin.call("DELETE", f"/sobjects/PricebookEntry/{_entry(sound, 'SC300', 'USD')}")


@breaks("entries_active")
def _entry_asleep(sound: Sound, _folder: Path) -> None:
    sound.sandbox.change("PricebookEntry", _entry(sound, "SC300", "EUR"), IsActive=False)


# The frame


@breaks("frame_allowed")
def _other_ancestors(sound: Sound, _folder: Path) -> Wish:
    sound.stored(frame_ancestors=("https://*.vf.force.com",))
    return sound.wish(address="https://acme.my.salesforce.com", only=frozenset({"frame_allowed"}))


def _served_at(sound: Sound, url: str) -> Examined:
    """By an installation at that address, for which the connector was deployed."""
    sound.admin.deploy(deployment_zip(connector(url)))
    return _with(sound, public_url=url)


@breaks("panel_served")
def _nobody_serves(sound: Sound, _folder: Path) -> Examined:
    return _served_at(sound, f"http://localhost:{closed_port()}")


@breaks("panel_framed")
def _somebody_else_serves(sound: Sound, _folder: Path) -> Examined:
    with somebody_else() as url:
        return _served_at(sound, url)


# The app


def _app(sound: Sound, path: str, before: str, after: str) -> None:
    """One file of the app as the connector has it, but for one thing."""
    files = connector(sound.services.public_url)
    (found,) = (one for one in files if one.startswith(path))
    text = files[found].decode()
    assert before in text
    zipped = deployment_zip({**files, found: text.replace(before, after).encode()})
    sound.admin.deploy(zipped)


@breaks("app_there")
def _no_app(sound: Sound, _folder: Path) -> None:
    files = connector()
    app = {
        path: text for path, text in files.items() if path.startswith(("externalClientApps/", "extlClntApp"))
    }
    sound.admin.deploy(removal_zip(app))


@breaks("app_enabled")
def _turned_off(sound: Sound, _folder: Path) -> None:
    enabled = "<isCanvasPluginEnabled>true"
    _app(sound, "extlClntAppPolicies/", enabled, enabled.replace("true", "false"))


@breaks("canvas_located")
def _leads_elsewhere(sound: Sound, _folder: Path) -> None:
    _app(sound, "extlClntAppCanvasSettings/", "/canvas/demo", "/canvas/acme")


@breaks("canvas_located")
def _by_get(sound: Sound, _folder: Path) -> None:
    _app(sound, "extlClntAppCanvasSettings/", "<accessMethod>Post", "<accessMethod>Get")


@breaks("canvas_located")
def _not_on_pages(sound: Sound, _folder: Path) -> None:
    place = "<canvasLocationOptions>Visualforce</canvasLocationOptions>"
    _app(sound, "extlClntAppCanvasSettings/", place, "")


@breaks("callback_located", "warning")
def _calls_another_back(sound: Sound, _folder: Path) -> None:
    _app(sound, "extlClntAppGlobalOauthSets/", "/canvas/demo/approval", "/canvas/acme/approval")


@breaks("app_preapproved", "warning")
def _everybody_may(sound: Sound, _folder: Path) -> None:
    sound.sandbox.app("Quotewright_demo", users="self_authorize")


@breaks("app_given")
def _approved_for_nobody(sound: Sound, _folder: Path) -> None:
    sound.sandbox.app("Quotewright_demo", sets=[])


# Our own side


def _with_keys(sound: Sound, *keys: str) -> Examined:
    database = Database.open(
        sound.services.database.url.render_as_string(hide_password=False), vault=Vault(keys)
    )
    found = _with(sound, database=database)
    database.close()
    return found


@breaks("secrets_open")
def _key_is_lost(sound: Sound, _folder: Path) -> Examined:
    return _with_keys(sound, Fernet.generate_key().decode())


@breaks("secrets_open", "warning")
def _older_key(sound: Sound, _folder: Path) -> Examined:
    return _with_keys(sound, Fernet.generate_key().decode(), sound.key)


@breaks("secrets_overlap", "warning")
def _long_overlap(sound: Sound, _folder: Path) -> None:
    before = ConsumerSecret("the-one-before", sound.clock() + timedelta(days=30))
    sound.stored(secrets=(*sound.connection.secrets, before))


@breaks("catalog_published")
def _another_catalog(sound: Sound, _folder: Path) -> None:
    sound.stored(catalog="machinery")


@breaks("flows_stopped", "warning")
def _stopped_flow(sound: Sound, _folder: Path) -> None:
    row = {
        "key": "errand-1",
        "state": "failed",
        "attempts": 1,
        "requested_at": sound.clock(),
        "payload": {},
        "connection": sound.connection.name,
        "org": sound.connection.org,
        "user_id": "005",
        "opportunity": "",
        "waits_for": "",
        "start_number": 1,
        "correlation": "",
        "failure_class": "policy",
    }
    with sound.services.database.transaction() as tx:
        tx.save(errands, row)


@breaks("address_secure")
def _plain_http(sound: Sound, _folder: Path) -> Examined:
    return _with(sound, public_url="http://quotes.example.com")


@breaks("worker_alive")
def _no_worker(sound: Sound, _folder: Path) -> None:
    with sound.services.database.transaction() as tx:
        worker_beats.forget(tx, "1")


@breaks("clock_right", "warning")
def _jumped(sound: Sound, _folder: Path) -> None:
    with sound.services.database.transaction() as tx:
        clock.believe(tx, sound.clock() + timedelta(hours=3))


@breaks("mail_answers")
def _no_mail(sound: Sound, _folder: Path) -> Examined:
    office = post_office(f"smtp://localhost:{closed_port()}", sender="quotes@example.com")
    return _with(sound, post_office=office)
