"""A quote beside its record in the CRM: what is known, a fresh look, what is decided of a difference."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import ClassVar, Final

from app.actions.align_quotes import align_quotes
from app.actions.aligning import As
from app.actions.call import Call, audited
from app.actions.reading import editable_quote, readable_quote
from app.actions.tell_crm import ask_to_tell
from app.errors import Missing, Refused
from app.quoting import Quote, can_operate
from app.quoting.drift import Finding, Kind
from app.services import Services
from app.store import Transaction, audit, copies
from app.store.copies import Copy

_OF_A_FIELD: Final = (Kind.FIELD, Kind.CONFLICT)


class DifferenceMissing(Missing):
    """There is no such difference any more; perhaps somebody settled it."""

    code: ClassVar[str] = "difference_not_found"


class DifferenceStands(Refused):
    """It cannot be settled from here."""

    code: ClassVar[str] = "difference_stands"


class Keep(StrEnum):
    CRM = "crm"
    OURS = "ours"


@dataclass(frozen=True, slots=True)
class InCrm:
    quote: Quote
    copy: Copy


def show_in_crm(services: Services, call: Call, quote_id: str) -> InCrm:
    """As it was at the last look. Raises QuoteMissing."""
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
        return InCrm(quote, copies.load(tx, quote.id, connection=quote.connection))


def look_in_crm(services: Services, call: Call, quote_id: str) -> InCrm:
    """Looks, tells and mends as the caller. Raises QuoteMissing and what ``align_quotes`` raises."""
    with services.database.reading() as tx:
        quote = readable_quote(services, tx, call, quote_id)
    align_quotes(services, [quote.id], As(call.actor.connection, call.actor.user), at=call.at)
    return show_in_crm(services, call, quote_id)


def settle_difference(services: Services, call: Call, quote_id: str, *, field: str, keep: Keep) -> InCrm:
    """Of a field that somebody changed in the CRM: to keep it, or to have ours written over it.

    For the quote's author and for operators. Raises QuoteMissing, DifferenceMissing, DifferenceStands.
    """
    with services.database.transaction() as tx:
        quote = _theirs(services, tx, call, quote_id)
        copy = copies.load(tx, quote.id, connection=quote.connection)
        finding = _finding(copy, field)
        after = _conceded(copy, finding) if keep is Keep.CRM else _insisted(copy, finding)
        copies.save(tx, after)
        ask_to_tell(tx, quote, by=call.actor.user, at=call.at, again=f"{call.at:%Y%m%dT%H%M%S}")
        audit.write(tx, audited(call, "settle_difference", quote.id, field=field, keep=keep.value))
    return InCrm(quote, after)


def _theirs(services: Services, tx: Transaction, call: Call, quote_id: str) -> Quote:
    if can_operate(call.actor):
        return readable_quote(services, tx, call, quote_id)
    return editable_quote(tx, call, quote_id)


def _finding(copy: Copy, field: str) -> Finding:
    found = next((one for one in copy.findings if one.what == field), None)
    if found is None:
        raise DifferenceMissing("There is no such difference any more. Look at the quote in the CRM again.")
    if found.kind not in _OF_A_FIELD:
        raise DifferenceStands(
            "Lines, amounts and records are not changed from here. Mend them in the CRM, then look again."
        )
    return found


def _conceded(copy: Copy, finding: Finding) -> Copy:
    """From now on it is what we say, too; until somebody changes it again."""
    return replace(
        copy,
        conceded={**copy.conceded, finding.what: finding.held},
        findings=tuple(one for one in copy.findings if one is not finding),
    )


def _insisted(copy: Copy, finding: Finding) -> Copy:
    """As if both had agreed on what stands there: ours is written next, unless it was changed since."""
    return replace(
        copy,
        agreed={**copy.agreed, finding.what: finding.held},
        conceded={name: text for name, text in copy.conceded.items() if name != finding.what},
        findings=tuple(one for one in copy.findings if one is not finding),
    )
