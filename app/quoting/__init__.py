"""Quoting: quotes, their lines and statuses, who may touch them, and the state of their write-back.

Holds no prices' rules (``pricing``), no approval policy (``approvals``) and nothing of any CRM's records.
"""

from app.quoting.canonical import Addressee, canonical_offer, canonical_text, digest_of
from app.quoting.comparison import (
    ChoiceChange,
    Facet,
    FacetChange,
    LineComparison,
    QuoteComparison,
    Side,
    compared,
)
from app.quoting.comparison_words import ToldLine, sentences, told_line, told_quote
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
from app.quoting.seal import Seal, read_code, read_mark, seal_of
from app.quoting.status import OPEN, Deed, Status, StatusForbids
from app.quoting.verification import (
    UNKNOWN,
    Difference,
    Verdict,
    Verification,
    offer_differences,
    standing,
    told,
)
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
    "UNKNOWN",
    "Addressee",
    "ChoiceChange",
    "Deed",
    "Details",
    "DetailsInvalid",
    "Difference",
    "Facet",
    "FacetChange",
    "Failure",
    "Header",
    "KeptLine",
    "Line",
    "LineComparison",
    "LineMissing",
    "LineState",
    "Outcome",
    "QuantityInvalid",
    "Quote",
    "QuoteComparison",
    "QuoteId",
    "QuoteMissing",
    "QuoteState",
    "Receipt",
    "Seal",
    "Side",
    "Standing",
    "Status",
    "StatusForbids",
    "Term",
    "ToldLine",
    "TooManyLines",
    "Verdict",
    "Verification",
    "WriteBack",
    "WriteBackKey",
    "WriteBackState",
    "can_edit",
    "can_read",
    "can_see_cost",
    "canonical_offer",
    "canonical_text",
    "check_can_edit",
    "check_can_read",
    "check_quantity",
    "compared",
    "digest_of",
    "offer_differences",
    "quote_id",
    "read_code",
    "read_mark",
    "seal_of",
    "sentences",
    "standing",
    "state_of",
    "state_of_quote",
    "told",
    "told_line",
    "told_quote",
    "write_back_key",
]
