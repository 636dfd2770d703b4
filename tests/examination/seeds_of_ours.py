"""Faults of frame and app, and of our own side."""

from datetime import timedelta
from pathlib import Path

from cryptography.fernet import Fernet

from app.actions.examine_connection import Wish
from app.actions.examining import Examined
from app.crm import ConsumerSecret
from app.crm.salesforce.connector import deployment_zip, removal_zip
from app.mail import post_office
from app.store import Database, Vault, clock, worker_beats
from app.store.flow_tables import errands
from tests.examination.fronts import closed_port, somebody_else
from tests.examination.seeded import breaks, examined_with
from tests.examination.soundly import Sound, connector

# The frame


@breaks("frame_allowed")
def _other_ancestors(sound: Sound, _folder: Path) -> Wish:
    sound.stored(frame_ancestors=("https://*.vf.force.com",))
    return sound.wish(address="https://acme.my.salesforce.com", only=frozenset({"frame_allowed"}))


def _served_at(sound: Sound, url: str) -> Examined:
    """By an installation at that address, for which the connector was deployed."""
    sound.admin.deploy(deployment_zip(connector(url)))
    return examined_with(sound, public_url=url)


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
    found = examined_with(sound, database=database)
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
    return examined_with(sound, public_url="http://quotes.example.com")


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
    return examined_with(sound, post_office=office)
