"""What the product asks of a CRM, in its own words. Each vendor's folder answers it.

An ``Access`` is one user's own right to act in the CRM: nothing is ever done with a stronger one.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Protocol

from app.actor import Actor, ConnectionName, OrgId, UserId
from app.approvals import Person
from app.crm.offer import Head, Offer, OfferDocument, PriceEntry
from app.quoting import Receipt
from app.quoting.drift import HeldQuote


@dataclass(frozen=True, slots=True)
class ConsumerSecret:
    """A secret shared with the CRM; ``valid_until`` is set on the one being rotated out."""

    value: str
    valid_until: datetime | None = None

    def __repr__(self) -> str:
        return "ConsumerSecret(…)"


@dataclass(frozen=True, slots=True)
class Connection:
    """One CRM org that we serve: how to recognise it, how to reach it, which catalog it sells.

    ``instance_hosts`` are the ``host[:port]`` that its API may be reached at, beside the vendor's own
    domains; ``frame_ancestors`` the origins whose pages may frame the panel; ``price_book`` is the name of
    the CRM's book.
    ``only_currency`` is set for an org that knows one currency and therefore names none on its records.
    ``roles``: from names of ours to those of the org's profiles, roles and permission sets that have them.
    ``mapping``: the text of a field mapping; empty for the one that ships with the product.
    """

    name: ConnectionName
    org: OrgId
    consumer_key: str
    secrets: tuple[ConsumerSecret, ...]
    instance_hosts: tuple[str, ...]
    frame_ancestors: tuple[str, ...]
    catalog: str
    price_book: str
    api_version: str = "67.0"
    only_currency: str = ""
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mapping: str = ""


@dataclass(frozen=True, slots=True)
class Access:
    """A user's token and where it works. Shown nowhere: its repr is blank."""

    token: str
    instance_url: str

    def __repr__(self) -> str:
        return "Access(…)"


@dataclass(frozen=True, slots=True)
class Frame:
    """What the page needs to talk to its parent. ``target_origin`` is empty if it may not."""

    instance_id: str
    target_origin: str


@dataclass(frozen=True, slots=True)
class Launch:
    """A verified request to open the panel.

    ``fingerprint`` is the MAC itself (32 bytes), for noticing repeats. ``access`` is absent while the user
    has not approved the app. ``record`` was chosen by the browser: a hint, until the CRM was asked as this
    user.
    """

    actor: Actor
    fingerprint: bytes
    access: Access | None
    record: str | None
    frame: Frame
    language: str
    secret_is_previous: bool


@dataclass(frozen=True, slots=True)
class Opportunity:
    """An opportunity as the CRM shows it to one user. All text is hostile until escaped.

    ``account`` is the id of the customer, empty if there is none.
    """

    id: str
    name: str
    account_name: str
    currency: str
    close_date: date | None
    stage: str
    customer_tier: str
    price_book_id: str
    account: str = ""


@dataclass(frozen=True, slots=True)
class PeopleWanted:
    """``user``, whose access it is, and those above them; all of these ``groups`` (profiles, roles,
    permission sets), and of the connection's roles; and these ``named`` by id or user name.
    """

    user: UserId
    groups: frozenset[str] = frozenset()
    named: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Opening:
    """All that opening the panel reads: the opportunity, and the book's entries in its currency, and the
    people wanted, as far as there are such.
    """

    opportunity: Opportunity
    entries: tuple[PriceEntry, ...]
    people: tuple[Person, ...] = ()


class Crm(Protocol):
    """A CRM org reached as one user. Every method may raise the leaves of ``app.crm.errors``."""

    @property
    def one_at_a_time(self) -> bool:
        """Whether an opportunity holds one quote only, as products of its own: the last that was written.

        Nothing is announced there, and what is written takes the place of what was there of ours.
        """

    @property
    def asks_for(self) -> frozenset[str]:
        """Names of facts of quotes and lines that it writes, as ``app.crm.mapping`` has them."""

    def open(
        self, access: Access, opportunity: str, *, codes: tuple[str, ...], people: PeopleWanted | None = None
    ) -> Opening:
        """One API call. ``people``: who is read beside it; None: nobody.

        Raises OpportunityMissing if this user cannot see it.
        """

    def readable(self, access: Access, opportunities: Collection[str]) -> frozenset[str]:
        """Those of at most 200 opportunities that this user can see. One API call, none for none."""

    def save_quote(self, access: Access, offer: Offer, *, at: datetime) -> Receipt:
        """Writes quote, lines and document, syncs the opportunity, and reads back.

        One API call up to 1,000 lines, two up to 2,000; all or nothing within each call. A repeat of an offer
        that is there already changes nothing and returns its receipt with ``repeated``. Raises
        ReceiptMismatch if the CRM holds other amounts than the offer's.
        """

    def announce(self, access: Access, head: Head) -> str:
        """Makes a record without lines, which the opportunity does not follow; its id. One API call.

        A repeat answers with the record that is there, for one call more.
        """

    def look(
        self, access: Access, *, opportunities: tuple[str, ...], quotes: tuple[str, ...]
    ) -> tuple[HeldQuote, ...]:
        """Every quote of ours on those opportunities that this user may see, by its id in the CRM.

        ``quotes``: ids of the ones whose documents are counted; of others ``documents`` is 0. At most 50
        opportunities and 200 quotes: one API call, and one more for each 2,000 rows beyond the first.
        """

    def tell(self, access: Access, quote: str, told: Mapping[str, str], *, unchanged_since: datetime) -> None:
        """Writes those fields of a quote. One API call.

        Raises CrmChanged, and writes nothing, if the record was changed after that moment (to the second).
        """

    def attach(self, access: Access, quote: str, document: OfferDocument) -> str:
        """Hangs the document on a quote that lost its own; its id. One API call; a repeat hangs another."""


@dataclass(frozen=True, slots=True)
class ApprovalRequest:
    """A user is asked to approve the app at ``address``. Keep all of it until that user returns."""

    address: str
    state: str
    verifier: str
    login: str

    def __repr__(self) -> str:
        return "ApprovalRequest(…)"


class UserApproval(Protocol):
    """How a user lets the app act for them, in a window of the CRM's own."""

    def start(self, connection: Connection, login_url: str, *, redirect_uri: str) -> ApprovalRequest:
        """Where to send the user. Raises LaunchRefused if ``login_url`` is not a login page of the CRM."""

    def finish(
        self, connection: Connection, code: str, *, request: ApprovalRequest, redirect_uri: str
    ) -> None:
        """After the user came back with the request's state. Raises ApprovalRefused or CrmUnavailable.

        Nothing is kept: from now on the user's launches bring an access of their own.
        """


class CrmGateway(Protocol):
    """The doors of any CRM: raw form in, verified launch out, and the Crm of a connection."""

    @property
    def user_approval(self) -> UserApproval | None:
        """None for a CRM whose users need not approve."""

    def verify(self, form: Mapping[str, str], connection: Connection, *, at: datetime) -> Launch:
        """Raises LaunchRefused, always with the same words."""

    def crm(self, connection: Connection) -> Crm: ...
