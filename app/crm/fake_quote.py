"""A quote in the CRM that is kept in memory."""

from dataclasses import dataclass, field
from datetime import datetime

from app.crm.offer import Offer, OfferLine


@dataclass(slots=True)
class FakeQuote:
    """A quote as this CRM holds it; without an offer while it is only announced."""

    id: str
    number: str
    key: str
    opportunity: str
    told: dict[str, str]
    changed_at: datetime
    sent: Offer | None = None
    documents: list[str] = field(default_factory=list)

    @property
    def lines(self) -> tuple[OfferLine, ...]:
        return self.sent.lines if self.sent else ()

    @property
    def offer(self) -> Offer:
        """Raises LookupError while there is none."""
        if self.sent is None:
            raise LookupError("only announced")
        return self.sent
