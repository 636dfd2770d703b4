"""How each kind of failure is treated, as one table of values.

By the failure's code where that says enough, otherwise by its kind in ``app.errors``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from app.errors import AppError, Forbidden, Misconfigured, Missing, Outside, Refused, Stale, Unverified


class FailureClass(StrEnum):
    """Whose it is to mend: the quote's author, whoever sets the rules, nobody but time, the CRM's admin."""

    DATA_QUALITY = "data_quality"
    POLICY = "policy"
    PLATFORM_OUTAGE = "platform_outage"
    DOWNSTREAM = "downstream"


class Then(StrEnum):
    RETRY = "retry"
    WAIT_FOR_USER = "wait_for_user"
    STOP = "stop"


class Strain(StrEnum):
    """What it says of the CRM: nothing, that it answers, that it may be down, that it wants a rest."""

    NONE = "none"
    ALIVE = "alive"
    STRIKE = "strike"
    REST = "rest"


@dataclass(frozen=True, slots=True)
class Treatment:
    """``first`` and ``longest`` bound the pauses before a retry, which double. ``advice``: what to do."""

    failure_class: FailureClass
    then: Then
    advice: str
    first: timedelta = timedelta(seconds=1)
    longest: timedelta = timedelta(minutes=5)
    strain: Strain = Strain.NONE


_SHORT: Final = timedelta(milliseconds=200)
_MINUTE: Final = timedelta(minutes=1)

CODES: Final[Mapping[str, Treatment]] = MappingProxyType(
    {
        "crm_session_expired": Treatment(
            FailureClass.POLICY,
            Then.WAIT_FOR_USER,
            "Its user has to open the panel once more: nobody else's token is used.",
            strain=Strain.ALIVE,
        ),
        "crm_busy": Treatment(
            FailureClass.DOWNSTREAM,
            Then.RETRY,
            "Somebody changes the same record. It is tried again in a moment.",
            first=_SHORT,
            longest=timedelta(seconds=30),
            strain=Strain.ALIVE,
        ),
        "crm_limit": Treatment(
            FailureClass.DOWNSTREAM,
            Then.RETRY,
            "The CRM's allowance of calls is used up. It goes on by itself; an admin can raise it.",
            first=_MINUTE,
            longest=timedelta(minutes=15),
            strain=Strain.REST,
        ),
        "crm_unavailable": Treatment(
            FailureClass.PLATFORM_OUTAGE,
            Then.RETRY,
            "The CRM does not answer. It is asked by one write-back at a time until it does.",
            strain=Strain.STRIKE,
        ),
        "database_unavailable": Treatment(
            FailureClass.PLATFORM_OUTAGE,
            Then.RETRY,
            "Our own database did not answer. It goes on by itself.",
            first=timedelta(seconds=5),
        ),
        "defect": Treatment(
            FailureClass.PLATFORM_OUTAGE,
            Then.RETRY,
            "A defect of the product: report it with the correlation id. It is tried again meanwhile.",
            first=_MINUTE,
        ),
        "crm_refused": Treatment(
            FailureClass.DATA_QUALITY,
            Then.STOP,
            "The CRM says why. Give the quote back to its author, or mend the CRM and retry.",
            strain=Strain.ALIVE,
        ),
        "crm_receipt_mismatch": Treatment(
            FailureClass.DOWNSTREAM,
            Then.STOP,
            "The quote is in the CRM with other amounts. Find what changes them there, mend it, and replay.",
            strain=Strain.ALIVE,
        ),
        "opportunity_not_found": Treatment(
            FailureClass.DATA_QUALITY,
            Then.STOP,
            "The opportunity is gone, or its user may not see it any more. Restore it and retry, or skip.",
            strain=Strain.ALIVE,
        ),
    }
)

KINDS_OF_FAILURE: Final[Mapping[type[AppError], Treatment]] = MappingProxyType(
    {
        Outside: Treatment(FailureClass.PLATFORM_OUTAGE, Then.RETRY, "It goes on by itself."),
        Stale: Treatment(FailureClass.PLATFORM_OUTAGE, Then.RETRY, "It goes on by itself.", first=_SHORT),
        Refused: Treatment(
            FailureClass.DATA_QUALITY, Then.STOP, "Give the quote back to its author with the reason."
        ),
        Missing: Treatment(
            FailureClass.DATA_QUALITY, Then.STOP, "Restore what is missing and retry, or skip."
        ),
        Unverified: Treatment(FailureClass.POLICY, Then.STOP, "Its user has to sign in again; then retry."),
        Forbidden: Treatment(FailureClass.POLICY, Then.STOP, "Give its user the right, then retry."),
        Misconfigured: Treatment(
            FailureClass.DOWNSTREAM, Then.STOP, "Complete the installation, then retry."
        ),
    }
)

# A refusal of the CRM may tell more: then its facts name the class.
_TOLD: Final = MappingProxyType(
    {
        FailureClass.POLICY: "A rule or right of the CRM stands against it. Have it changed, then retry.",
        FailureClass.DOWNSTREAM: "The CRM is not set up for it. Install or mend what it names, then retry.",
    }
)
_ERRANDS_TOLD: Final = MappingProxyType(
    {
        "crm_refused": "The CRM says why. Mend it there and retry, or skip: "
        "the next change or the daily look tells it.",
        "crm_unavailable": "The CRM does not answer. It is asked by one alone until it does.",
        "opportunity_not_found": CODES["opportunity_not_found"].advice,
    }
)
_MOST_DOUBLINGS: Final = 12


def treatment_of(failure: AppError) -> Treatment:
    """Total: a kind that the table does not name is a defect."""
    known = CODES.get(failure.code) or next(
        (found for kind, found in KINDS_OF_FAILURE.items() if isinstance(failure, kind)), CODES["defect"]
    )
    told = failure.facts.get("failure_class")
    named = next((one for one in FailureClass if one.value == told), None)
    if named is not None:
        return replace(known, failure_class=named, advice=_TOLD.get(named, known.advice))
    return known


def advice_on(code: str, told: FailureClass | None) -> str:
    """What to do about a write-back that failed with that code; ``told``: the class that it was given."""
    known = CODES.get(code)
    if known is None:
        return "Read why it stopped; then retry, give it back or skip it."
    return known.advice if told in (None, known.failure_class) else _TOLD.get(told, known.advice)


def errand_advice(code: str, told: FailureClass | None) -> str:
    """As ``advice_on``: an errand cannot be given back."""
    if code not in CODES:
        return "Read why it stopped; then retry or skip it."
    said = advice_on(code, told)
    return _ERRANDS_TOLD.get(code, said) if said == CODES[code].advice else said


def pause(treatment: Treatment, streak: int, *, chance: int, asked: timedelta | None = None) -> timedelta:
    """Before the next attempt, after so many failures of that kind in a row.

    ``chance`` of 0 to 1000 spreads it over the upper half, so that what failed together does not come back
    together. ``asked``: what the neighbour wants at least.
    """
    doublings: int = 2 ** min(max(streak, 1) - 1, _MOST_DOUBLINGS)
    whole = min(treatment.first * doublings, treatment.longest)
    spread = whole * (1000 + chance) / 2000
    return spread if asked is None else max(asked, spread)
