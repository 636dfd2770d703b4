"""A quote as the CRM holds it now, whoever has been at it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class HeldLine:
    """``key`` is empty for a line that somebody else added. ``unit_price`` is None where none is shown."""

    key: str
    quantity: Decimal
    unit_price: Decimal | None


@dataclass(frozen=True, slots=True)
class HeldQuote:
    """``told`` are the fields of ``TOLD`` as they stand there; ``follows``: the quote that its opportunity
    follows (id in the CRM, empty for none). ``documents`` counts the PDFs that hang on it.
    """

    crm_quote: str
    key: str
    number: str
    opportunity: str
    total: Decimal | None
    grand_total: Decimal | None
    lines: tuple[HeldLine, ...]
    documents: int
    told: Mapping[str, str]
    follows: str
    amount: Decimal | None
    changed_at: datetime
    changed_by: str
