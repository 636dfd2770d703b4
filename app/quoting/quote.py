"""The quote and its lines, as values: a change makes a new quote with the next revision."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import reduce
from typing import ClassVar, NewType

from app.actor import ConnectionName, OrgId, UserId
from app.amounts import Money
from app.catalog import Value
from app.errors import Missing, Refused
from app.pricing import Discount, LinePrice
from app.pricing.exact import EXACT, ZERO
from app.quoting.details import BARE, PLAIN, Details, Header, Standing
from app.quoting.editors import Editor
from app.quoting.status import Deed, Status, after

QuoteId = NewType("QuoteId", str)

LINE_LIMIT = 2_000

_QUOTE_ID = re.compile(r"[0-9a-f]{32}")


class QuoteMissing(Missing):
    code: ClassVar[str] = "quote_not_found"


class LineMissing(Missing):
    code: ClassVar[str] = "line_not_found"


class QuantityInvalid(Refused):
    code: ClassVar[str] = "quantity_invalid"


class TooManyLines(Refused):
    code: ClassVar[str] = "too_many_lines"


def quote_id(text: str) -> QuoteId:
    """An id from outside. Raises QuoteMissing for anything that cannot be one."""
    if not _QUOTE_ID.fullmatch(text):
        raise QuoteMissing("There is no such quote on this opportunity.")
    return QuoteId(text)


def check_quantity(quantity: object, *, maximum: int) -> int:
    """A quantity from outside. Raises QuantityInvalid for anything but a whole number in reach."""
    if isinstance(quantity, bool) or not isinstance(quantity, int) or not 1 <= quantity <= maximum:
        raise QuantityInvalid(f"The quantity is a whole number from 1 to {maximum}.")
    return quantity


def check_room(lines: int) -> None:
    """Raises TooManyLines."""
    if lines > LINE_LIMIT:
        raise TooManyLines(f"A quote has at most {LINE_LIMIT} lines. Start a second quote.")


@dataclass(frozen=True, slots=True)
class Line:
    """One configured product on a quote.

    ``n`` never changes and is never given again. ``choices`` are the user's own; ``values`` adds what follows
    from them; ``description`` says the decided values in words. A line that is not ``complete`` is priced
    as far as it is decided. Lines are shown by ``place``, those of one place in the order of their numbers.
    """

    n: int
    product: str
    code: str
    name: str
    description: str
    quantity: int
    choices: Mapping[str, Value]
    values: Mapping[str, Value]
    complete: bool
    price: LinePrice
    discount: Discount | None = None
    details: Details = PLAIN
    place: int = 0

    @property
    def is_offered(self) -> bool:
        """Whether it is in the total and goes to the opportunity."""
        return self.details.standing is Standing.OFFERED


@dataclass(frozen=True, slots=True)
class Quote:
    """An offer on one opportunity. ``revision`` counts every stored change and guards against stale ones.

    ``release`` is the fingerprint of the catalog that it was made with, since ``moved_at`` if it was moved to
    another one; ``next_line`` the next free number. ``account`` is the CRM's id of the customer when it was
    started, empty if there was none. ``lines`` are in the order in which they are shown.
    ``edition`` counts what people call revisions of one offer: ``family`` is the id of the first of them,
    ``follows`` that of the quote which this one was made from. ``editors`` may change it beside its owner.
    """

    id: QuoteId
    number: str
    connection: ConnectionName
    org: OrgId
    owner: UserId
    owner_name: str
    opportunity: str
    currency: str
    customer_tier: str
    release: str
    revision: int
    status: Status
    valid_until: date
    created_at: datetime
    changed_at: datetime
    lines: tuple[Line, ...] = ()
    next_line: int = 1
    moved_at: datetime | None = None
    account: str = ""
    header: Header = BARE
    edition: int = 1
    family: QuoteId = QuoteId("")
    follows: QuoteId | None = None
    editors: tuple[Editor, ...] = ()

    def __post_init__(self) -> None:
        if not self.family:
            object.__setattr__(self, "family", self.id)

    @property
    def catalog_day(self) -> date:
        """The day (UTC) on which its release is looked at: what comes or goes later does not change it."""
        return self.catalog_moment.astimezone(UTC).date()

    @property
    def catalog_moment(self) -> datetime:
        return self.moved_at or self.created_at

    @property
    def offered(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_offered)

    @property
    def total(self) -> Money:
        return self._summed(line.price.net_amount for line in self.offered)

    @property
    def list_total(self) -> Money:
        return self._summed(line.price.list.amount for line in self.offered)

    def _summed(self, amounts: Iterable[Decimal]) -> Money:
        return Money(reduce(EXACT.add, amounts, ZERO), self.currency)

    def line(self, n: int) -> Line:
        """Raises LineMissing."""
        found = next((line for line in self.lines if line.n == n), None)
        if found is None:
            raise LineMissing("The quote has no such line. It may have been removed; reload the quote.")
        return found

    def with_line(self, line: Line, *, at: datetime) -> "Quote":
        """Adds the line or replaces the one with the same number."""
        if any(other.n == line.n for other in self.lines):
            lines = tuple(line if other.n == line.n else other for other in self.lines)
        else:
            lines = (*self.lines, line)
        check_room(len(lines))
        return self._changed(Deed.EDIT, at=at, lines=lines, next_line=max(self.next_line, line.n + 1))

    def without_line(self, n: int, *, at: datetime) -> "Quote":
        gone = self.line(n)
        lines = tuple(line for line in self.lines if line is not gone)
        return self._changed(Deed.EDIT, at=at, lines=lines, next_line=self.next_line)

    def arranged(
        self, lines: tuple[Line, ...], *, at: datetime, header: Header | None = None, next_line: int = 0
    ) -> "Quote":
        """Many lines at once, in the order in which they are shown. Raises TooManyLines, StatusForbids."""
        check_room(len(lines))
        changed = self._changed(Deed.EDIT, at=at, lines=lines, next_line=max(self.next_line, next_line))
        return changed if header is None else replace(changed, header=header)

    def shared(self, editors: tuple[Editor, ...], *, at: datetime) -> "Quote":
        """Raises StatusForbids."""
        changed = self._changed(Deed.EDIT, at=at, lines=self.lines, next_line=self.next_line)
        return replace(changed, editors=editors)

    def on_release(
        self, fingerprint: str, *, lines: tuple[Line, ...], at: datetime, moved_at: datetime | None
    ) -> "Quote":
        """On another release of the catalog, with its lines made anew. ``moved_at`` is that of a move that is
        taken back or made again. Raises StatusForbids.
        """
        changed = self._changed(Deed.EDIT, at=at, lines=lines, next_line=self.next_line)
        return replace(changed, release=fingerprint, moved_at=moved_at)

    def moved(self, deed: Deed, *, at: datetime) -> "Quote":
        """Submitted, confirmed or failed. Raises StatusForbids."""
        return self._changed(deed, at=at, lines=self.lines, next_line=self.next_line)

    def _changed(self, deed: Deed, *, at: datetime, lines: tuple[Line, ...], next_line: int) -> "Quote":
        return replace(
            self,
            status=after(self.status, deed),
            revision=self.revision + 1,
            changed_at=at,
            lines=lines,
            next_line=next_line,
        )
