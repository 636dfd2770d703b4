"""Quoting: quotes, their lines and statuses, who may touch them, and the state of their write-back.

Holds no prices' rules (``pricing``), no approval policy (``approvals``) and nothing of any CRM's records.
"""

from app.quoting.details import BARE, PLAIN, Details, DetailsInvalid, Header, Standing, Term
from app.quoting.line_state import LineState, state_of
from app.quoting.permissions import can_edit, can_read, can_see_cost, check_can_edit, check_can_read
from app.quoting.quote import (
    Line,
    LineMissing,
    QuantityInvalid,
    Quote,
    QuoteId,
    QuoteMissing,
    TooManyLines,
    check_quantity,
    quote_id,
)
from app.quoting.quote_state import KeptLine, QuoteState, state_of_quote
from app.quoting.status import OPEN, Deed, Status, StatusForbids
from app.quoting.sums import Recurring, Totals, totals_of, waterfall_of
from app.quoting.write_back import (
    Failure,
    Outcome,
    Receipt,
    WriteBack,
    WriteBackKey,
    WriteBackState,
    write_back_key,
)

__all__ = [
    "BARE",
    "OPEN",
    "PLAIN",
    "Deed",
    "Details",
    "DetailsInvalid",
    "Failure",
    "Header",
    "KeptLine",
    "Line",
    "LineMissing",
    "LineState",
    "Outcome",
    "QuantityInvalid",
    "Quote",
    "QuoteId",
    "QuoteMissing",
    "QuoteState",
    "Receipt",
    "Recurring",
    "Standing",
    "Status",
    "StatusForbids",
    "Term",
    "TooManyLines",
    "Totals",
    "WriteBack",
    "WriteBackKey",
    "WriteBackState",
    "can_edit",
    "can_read",
    "can_see_cost",
    "check_can_edit",
    "check_can_read",
    "check_quantity",
    "quote_id",
    "state_of",
    "state_of_quote",
    "totals_of",
    "waterfall_of",
    "write_back_key",
]
