"""Quoting: quotes, their lines and statuses, who may touch them, and the state of their write-back.

Holds no prices' rules (``pricing``), no approval policy (``approvals``) and nothing of any CRM's records.
"""

from app.quoting.arrangement import Arrangement, arrangement_of
from app.quoting.details import BARE, PLAIN, Details, DetailsInvalid, Header, Standing, Term
from app.quoting.differences import Changed, Meeting, Plain, differences, meetings
from app.quoting.groups import (
    GroupInvalid,
    GroupMissing,
    assigned,
    check_group,
    group_name,
    in_group,
    with_group,
    with_group_renamed,
    with_groups_in_order,
    without_group,
)
from app.quoting.line_state import LineState, state_of
from app.quoting.order import moved, next_place, placed
from app.quoting.permissions import can_edit, can_read, can_see_cost, check_can_edit, check_can_read
from app.quoting.quote import (
    LINE_LIMIT,
    Line,
    LineMissing,
    QuantityInvalid,
    Quote,
    QuoteId,
    QuoteMissing,
    TooManyLines,
    check_quantity,
    check_room,
    quote_id,
)
from app.quoting.quote_state import KeptLine, QuoteState, state_of_quote
from app.quoting.sections import Section, as_shown, sections
from app.quoting.standings import StandingInvalid, fitting, swapped, with_standing, without_lines
from app.quoting.status import OPEN, Deed, Status, StatusForbids
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
    "LINE_LIMIT",
    "OPEN",
    "PLAIN",
    "Arrangement",
    "Changed",
    "Deed",
    "Details",
    "DetailsInvalid",
    "Failure",
    "GroupInvalid",
    "GroupMissing",
    "Header",
    "KeptLine",
    "Line",
    "LineMissing",
    "LineState",
    "Meeting",
    "Outcome",
    "Plain",
    "QuantityInvalid",
    "Quote",
    "QuoteId",
    "QuoteMissing",
    "QuoteState",
    "Receipt",
    "Section",
    "Standing",
    "StandingInvalid",
    "Status",
    "StatusForbids",
    "Term",
    "TooManyLines",
    "WriteBack",
    "WriteBackKey",
    "WriteBackState",
    "arrangement_of",
    "as_shown",
    "assigned",
    "can_edit",
    "can_read",
    "can_see_cost",
    "check_can_edit",
    "check_can_read",
    "check_group",
    "check_quantity",
    "check_room",
    "differences",
    "fitting",
    "group_name",
    "in_group",
    "meetings",
    "moved",
    "next_place",
    "placed",
    "quote_id",
    "sections",
    "state_of",
    "state_of_quote",
    "swapped",
    "with_group",
    "with_group_renamed",
    "with_groups_in_order",
    "with_standing",
    "without_group",
    "without_lines",
    "write_back_key",
]
