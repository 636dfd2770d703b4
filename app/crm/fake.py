"""A CRM in memory that keeps the rules of a real one: for tests, and the port's second answer.

The contract tests run over it and over the real adapters, so what holds here holds there.
"""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from decimal import Decimal

from app.actor import ConnectionName
from app.amounts import Money
from app.approvals import Person
from app.crm.errors import (
    CrmChanged,
    CrmRefused,
    CrmSessionExpired,
    CrmUnavailable,
    LaunchRefused,
    OpportunityMissing,
    ReceiptMismatch,
)
from app.crm.fake_people import shown_people
from app.crm.fake_quote import FakeQuote
from app.crm.offer import Head, Offer, OfferDocument, PriceEntry
from app.crm.port import (
    Access,
    Connection,
    Crm,
    Launch,
    Opening,
    Opportunity,
    PeopleWanted,
    UserApproval,
)
from app.crm.preflight import check_offer
from app.errors import AppError
from app.quoting import Receipt
from app.quoting.drift import TOLD, HeldLine, HeldQuote
from app.telemetry import crm_call

LINES_IN_ONE_CALL = 1_000


@dataclass(slots=True)
class FakeCrm:
    """``calls`` counts API calls, ``tokens`` keeps those they were made with; ``limit`` is how it tells its
    allowance. ``is_down``, ``fail_next``, ``lose_next_answer``, ``add_to_totals`` order faults.
    """

    opportunities: dict[str, Opportunity] = field(default_factory=dict)
    entries: list[PriceEntry] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    quotes: dict[str, FakeQuote] = field(default_factory=dict)
    synced: dict[str, str] = field(default_factory=dict)
    expired_tokens: set[str] = field(default_factory=set)
    calls: int = 0
    one_at_a_time: bool = False
    asks_for: frozenset[str] = frozenset()
    now: Callable[[], datetime] = lambda: datetime.now(UTC)
    is_down: bool = False
    limit: str = ""
    tokens: set[str] = field(default_factory=set)
    _failures: list[AppError] = field(default_factory=list)
    _answers_to_lose: int = 0
    _surplus: Money | None = None
    _made: int = 0

    def fail_next(self, failure: AppError) -> None:
        """The next call does nothing and fails like this."""
        self._failures.append(failure)

    def lose_next_answer(self) -> None:
        """The next save or announcement is committed, and its answer lost."""
        self._answers_to_lose += 1

    def add_to_totals(self, surplus: Money) -> None:
        """As if a rule of the org added to every total."""
        self._surplus = surplus

    def open(
        self, access: Access, opportunity: str, *, codes: tuple[str, ...], people: PeopleWanted | None = None
    ) -> Opening:
        self._called(access)
        found = self._opportunity(opportunity)
        entries = (e for e in self.entries if e.code in codes and e.currency == found.currency)
        return Opening(opportunity=found, entries=tuple(entries), people=shown_people(self.people, people))

    def readable(self, access: Access, opportunities: Collection[str]) -> frozenset[str]:
        if not opportunities:
            return frozenset()
        self._called(access)
        return frozenset(opportunities) & self.opportunities.keys()

    def save_quote(self, access: Access, offer: Offer, *, at: datetime) -> Receipt:
        check_offer(offer)
        self._called(access)
        known = self.quotes.get(offer.key)
        repeated = known is not None and known.sent is not None
        if not repeated:
            self._write(offer)
        self._answered()
        return self._receipt(offer, repeated=repeated, at=at)

    def announce(self, access: Access, head: Head) -> str:
        self._called(access)
        self._opportunity(head.opportunity)
        if head.key not in self.quotes:
            self._insert(head.key, head.opportunity, told=head.told)
        else:
            self.calls += 1
        self._answered()
        return self.quotes[head.key].id

    def look(
        self, access: Access, *, opportunities: tuple[str, ...], quotes: tuple[str, ...]
    ) -> tuple[HeldQuote, ...]:
        if opportunities:
            self._called(access)
        found = (quote for quote in self.quotes.values() if quote.opportunity in opportunities)
        return tuple(self._held(quote, counted=quote.id in quotes) for quote in found)

    def tell(self, access: Access, quote: str, told: Mapping[str, str], *, unchanged_since: datetime) -> None:
        self._called(access)
        held = self._by_id(quote)
        if held.changed_at.replace(microsecond=0) > unchanged_since:
            raise CrmChanged("Somebody changed the quote in the CRM a moment ago. Look at it again.")
        held.told |= told
        held.changed_at = self.now()

    def attach(self, access: Access, quote: str, document: OfferDocument) -> str:
        self._called(access)
        return self._hang(self._by_id(quote))

    def _answered(self) -> None:
        if self._answers_to_lose:
            self._answers_to_lose -= 1
            raise CrmUnavailable("The CRM's answer was lost.")

    def _called(self, access: Access) -> None:
        self.calls += 1
        self.tokens.add(access.token)
        with crm_call("fake", "POST", "/fake") as call:
            if self.is_down:
                raise CrmUnavailable("The CRM cannot be reached.")
            if access.token in self.expired_tokens:
                call.answered(401)
                raise CrmSessionExpired("Your CRM session has ended. Open the panel again from your CRM.")
            if self._failures:
                failure = self._failures.pop(0)
                call.answered(503, retry_after=str(failure.facts.get("retry_after", "")))
                raise failure
            call.answered(200, limit=self.limit)

    def _opportunity(self, opportunity: str) -> Opportunity:
        found = self.opportunities.get(opportunity)
        if found is None:
            raise OpportunityMissing("There is no such opportunity in your CRM, or you may not see it.")
        return found

    def _write(self, offer: Offer) -> None:
        self._opportunity(offer.opportunity)
        taken = {line.key for quote in self.quotes.values() for line in quote.lines}
        if taken & {line.key for line in offer.lines}:
            raise CrmRefused("A line with the same key is in the CRM already.")
        known = {entry.entry_id for entry in self.entries if entry.currency == offer.currency}
        if {offer.entries[line.code].entry_id for line in offer.lines} - known:
            raise CrmRefused("The price book has no such entry.")
        self.calls += 1 if len(offer.lines) > LINES_IN_ONE_CALL else 0
        quote = self._meant(offer)
        quote.sent, quote.changed_at = offer, self.now()
        quote.told |= {"valid_until": offer.valid_until.isoformat(), **offer.told}
        self._hang(quote)
        self.synced[offer.opportunity] = quote.id

    def _meant(self, offer: Offer) -> FakeQuote:
        """The announced record, which takes the offer's key, or a new one."""
        for key, quote in self.quotes.items():
            if offer.announced and quote.id == offer.announced:
                self.quotes[offer.key] = self.quotes.pop(key)
                quote.key = offer.key
                return quote
        return self._insert(offer.key, offer.opportunity, told={})

    def _insert(self, key: str, opportunity: str, *, told: Mapping[str, str]) -> FakeQuote:
        self._made += 1
        shown = dict.fromkeys(TOLD, "") | {"stage": "Draft"} | dict(told)
        quote = FakeQuote(
            _id("0Q0", self._made), f"{self._made:08d}", key, opportunity, shown, changed_at=self.now()
        )
        self.quotes[key] = quote
        return quote

    def _hang(self, quote: FakeQuote) -> str:
        self._made += 1
        quote.documents.append(_id("068", self._made))
        return quote.documents[-1]

    def _by_id(self, quote: str) -> FakeQuote:
        for held in self.quotes.values():
            if held.id == quote:
                return held
        raise CrmRefused("The CRM refused: there is no such quote.")

    def _held(self, quote: FakeQuote, *, counted: bool) -> HeldQuote:
        total = self._total(quote)
        follows = self.synced.get(quote.opportunity, "")
        followed = next((one for one in self.quotes.values() if one.id == follows), None)
        return HeldQuote(
            crm_quote=quote.id,
            key=quote.key,
            number=quote.number,
            opportunity=quote.opportunity,
            total=total,
            grand_total=total,
            lines=tuple(
                HeldLine(line.key, Decimal(line.quantity), line.unit_net.amount) for line in quote.lines
            ),
            documents=len(quote.documents) if counted else 0,
            told=dict(quote.told),
            follows=follows,
            amount=self._total(followed) if followed else None,
            changed_at=quote.changed_at,
            changed_by="Somebody",
        )

    def _total(self, quote: FakeQuote) -> Decimal:
        zero = Money.zero(self.opportunities[quote.opportunity].currency)
        return sum((line.unit_net * line.quantity for line in quote.lines), zero).amount

    def _receipt(self, offer: Offer, *, repeated: bool, at: datetime) -> Receipt:
        quote = self.quotes[offer.key]
        lines = quote.lines
        total = sum(
            (line.unit_net * line.quantity for line in lines), self._surplus or Money.zero(offer.currency)
        )
        synced = self.synced.get(offer.opportunity) == quote.id
        if total != offer.total or len(lines) != len(offer.lines) or not synced:
            facts = {"what": "total", "sent": str(offer.total), "crm": str(total), "currency": offer.currency}
            raise ReceiptMismatch(
                "The CRM holds something else than the quote. Check it in the CRM.", facts=facts
            )
        return Receipt(
            crm_quote=quote.id,
            crm_number=quote.number,
            crm_document=quote.documents[0] if quote.documents else "",
            line_count=len(lines),
            total=total.rounded(),
            opportunity_amount=total.rounded(),
            repeated=repeated,
            at=at,
        )


def _id(prefix: str, n: int) -> str:
    return f"{prefix}FK{n:010d}AAA"


@dataclass(slots=True)
class FakeGateway:
    """Launches are what a test has prepared; anything else is refused."""

    crms: dict[ConnectionName, FakeCrm] = field(default_factory=dict)
    launches: dict[str, Launch] = field(default_factory=dict)
    user_approval: UserApproval | None = None

    def prepare(self, request: str, launch: Launch) -> None:
        """From now on the form ``{"signed_request": request}`` is this launch."""
        self.launches[request] = launch

    def verify(self, form: Mapping[str, str], connection: Connection, *, at: datetime) -> Launch:
        launch = self.launches.get(form.get("signed_request", ""))
        if launch is None or len(form) != 1 or launch.actor.org != connection.org:
            raise LaunchRefused
        return replace(launch, actor=replace(launch.actor, connection=connection.name))

    def crm(self, connection: Connection) -> Crm:
        return self.crms.setdefault(connection.name, FakeCrm())
