"""Questions about ourselves: the connection as it is stored, and the installation around it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from app.actions.connected import connection_named
from app.actor import ConnectionName
from app.crm.examination import ADDRESS_SECURE, Answer, Area, Goods, Question, fault, ok, told, warning
from app.errors import Misconfigured
from app.mail import MailRefused, MailUnavailable
from app.services import Services
from app.store import clock, connections, exceptions, worker_beats

_LIVE: Final = timedelta(seconds=30)
_LONG_OVERLAP: Final = timedelta(days=7)
_ASTRAY: Final = timedelta(minutes=2)
_UNBELIEVED: Final = timedelta(hours=1)
_NEAR: Final = ("localhost", "127.0.0.1", "::1")


@dataclass(frozen=True, slots=True)
class Ours:
    """What these questions ask with. ``goods``: None where no catalog is in force."""

    services: Services
    connection: ConnectionName
    catalog: str
    goods: Goods | None
    at: datetime

    def answer(self, code: str) -> Answer:
        return _ANSWERS[code](self)


def _secrets(case: Ours) -> Answer:
    try:
        with case.services.database.reading() as tx:
            connection_named(tx, case.connection)
            newest = connections.newest_key_fits(tx, case.connection)
    except Misconfigured:
        return fault(
            "The stored secrets open with none of the encryption keys: every launch is refused.",
            "Put the key that they were sealed with behind the others in QUOTEWRIGHT_ENCRYPTION_KEYS, or "
            f"give the secret anew: quotewright connection set {case.connection} --replace-secret.",
        )
    if not newest:
        return warning(
            "The secrets are sealed with an older encryption key.",
            f"quotewright connection set {case.connection} --seal-anew; then the older key may go.",
        )
    return ok("They open, with the newest key.")


def _overlap(case: Ours) -> Answer:
    with case.services.database.reading() as tx:
        secrets = connection_named(tx, case.connection).secrets
    ends = [secret.valid_until for secret in secrets if secret.valid_until is not None]
    if not ends or max(ends) <= case.at:
        return ok("One secret is in use.")
    words = f"The secret before stays valid until {max(ends):%Y-%m-%d %H:%M} UTC."
    if max(ends) - case.at > _LONG_OVERLAP:
        return warning(
            words,
            "Once the CRM signs with the new one: "
            f"quotewright connection rotate {case.connection} --end-overlap.",
        )
    return ok(words)


def _published(case: Ours) -> Answer:
    if case.goods is None:
        return fault(
            f"Nothing of the catalog {case.catalog} is in force: there is nothing to sell.",
            "quotewright catalog publish FOLDER, or name another: "
            f"quotewright connection set {case.connection} --catalog KEY.",
        )
    goods = case.goods
    return ok(f"{case.catalog} sells {len(goods.codes)} articles, in {told(goods.currencies)}.")


def _stopped(case: Ours) -> Answer:
    with case.services.database.reading() as tx:
        queue = exceptions.counted(tx, case.connection)
    count = sum(queue.values())
    if count:
        kinds = tuple(sorted(f"{one or 'others'} {n}" for one, n in queue.items() if n))
        return warning(
            f"{count} stopped or wait: {told(kinds)}.",
            "Operations in the panel says of each what to do.",
        )
    return ok("None stopped.")


def _address(case: Ours) -> Answer:
    url = case.services.public_url
    if url.startswith("https://"):
        return ok(f"{url} is https.")
    if urlsplit(url).hostname in _NEAR:
        return ok(f"{url} is this machine alone: good for a sandbox, and for nobody else.")
    return fault(
        f"{url} is not https, so no browser shows it within an https page.",
        "Set QUOTEWRIGHT_PUBLIC_URL to the https address by which browsers reach us.",
    )


def _alive(case: Ours) -> Answer:
    with case.services.database.reading() as tx:
        last = worker_beats.last(tx)
    if last is None or case.at - last > _LIVE:
        when = "never" if last is None else f"at {last:%Y-%m-%d %H:%M:%S} UTC"
        return fault(
            f"No worker lives; the last sign of one was {when}. Quotes stay where they are.",
            "Start one: quotewright worker.",
        )
    return ok("A worker lives.")


def _time(case: Ours) -> Answer:
    with case.services.database.reading() as tx:
        believed, served = clock.believed(tx), clock.of_database(tx)
    if served is not None and abs(served - case.at) > _ASTRAY:
        return fault(
            f"The database's server says {served:%H:%M:%S}, this machine {case.at:%H:%M:%S}.",
            "Let both keep their time by NTP.",
        )
    if believed is not None and abs(believed - case.at) > _UNBELIEVED:
        return warning(
            f"The workers last believed {believed:%Y-%m-%d %H:%M} UTC, it is {case.at:%Y-%m-%d %H:%M} here.",
            "A worker that was away for long believes again after five minutes; else look at the clocks.",
        )
    return ok("Machine, database and workers agree.")


def _mail(case: Ours) -> Answer:
    office = case.services.post_office
    if office is None:
        return ok("No mail server is set, so approvers get no letters.")
    try:
        office.knock()
    except (MailUnavailable, MailRefused) as failure:
        return fault(
            f"{office.host}:{office.port}: {failure.detail}",
            "Look at QUOTEWRIGHT_SMTP_URL and at what lies between. Letters wait meanwhile.",
        )
    return ok(f"{office.host}:{office.port} answers.")


_THERE: Final = (
    ("secrets_open", Area.CONNECTION, "The stored consumer secrets", _secrets, ()),
    ("secrets_overlap", Area.CONNECTION, "Which secrets are valid", _overlap, ("secrets_open",)),
    ("catalog_published", Area.CONNECTION, "The catalog that is sold", _published, ()),
    ("flows_stopped", Area.CONNECTION, "Flows of the connection", _stopped, ()),
    (ADDRESS_SECURE, Area.INSTALLATION, "The address by which browsers reach us", _address, ()),
    ("worker_alive", Area.INSTALLATION, "The worker", _alive, ()),
    ("clock_right", Area.INSTALLATION, "The installation's clocks", _time, ()),
    ("mail_answers", Area.INSTALLATION, "The mail server", _mail, ()),
)
OURS: Final = tuple(Question(code, area, words, needs) for code, area, words, _, needs in _THERE)
_ANSWERS: Final[Mapping[str, Callable[[Ours], Answer]]] = {code: answer for code, _, _, answer, _ in _THERE}
