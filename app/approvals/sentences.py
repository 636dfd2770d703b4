"""Needs in words."""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from types import MappingProxyType
from typing import Final

from app.approvals.asked import UNKNOWN
from app.approvals.need import Fact
from app.catalog.approvals import ApprovalPolicy, Approver, ByRole, Managers, Queue
from app.catalog.approvals.words import AMOUNTS, PERCENTAGES
from app.pricing.exact import written

_LABELS: Final = {
    "list": "list price",
    "net": "amount",
    "given": "discount",
    "off_list": "distance from list",
    "one_time": "one-time amount",
    "recurring": "recurring amount",
    "monthly": "monthly amount",
    "yearly": "yearly amount",
    "months": "term",
    "valid_days": "validity",
    "tier": "customer tier",
}
_UNITS: Final = {"months": " months", "valid_days": " days"}
_SHOWN: Final = 3
NAMELESS: Final[Mapping[str, str]] = MappingProxyType({})
_TO: Final = Decimal("0.01")


def why(facts: Sequence[Fact], *, currency: str) -> str:
    """Of the first subject; others are counted."""
    if not facts:
        return "The policy asks for it."
    subject = facts[0].subject
    own = [fact for fact in facts if fact.subject == subject]
    # Numbers that are held against others say more than what merely has to be so.
    own.sort(key=lambda fact: fact.threshold is None)
    told = " and ".join(_told(fact, currency) for fact in own[:_SHOWN])
    others = len({fact.subject for fact in facts}) - 1
    more = f" So it is with {others} more." if others else ""
    return f"{_capital(of_subject(subject))}: {told}.{more}"


def label(name: str) -> str:
    return _LABELS.get(name, name.replace("_", " "))


def amount(name: str, value: Decimal, *, currency: str) -> str:
    """With its unit, for people: at most two decimals."""
    number = value if value == value.to_integral_value() else value.quantize(_TO)
    text = written(number)
    if name in PERCENTAGES:
        return f"{text} %"
    return f"{text} {currency}" if name in AMOUNTS else f"{text}{_UNITS.get(name, '')}"


def _told(fact: Fact, currency: str) -> str:
    if isinstance(fact.value, str):
        said = fact.value if fact.value in (UNKNOWN, "") else f'"{fact.value}"'
        return f"{label(fact.name)} is {said or 'not set'}"
    said = f"{label(fact.name)} is {amount(fact.name, fact.value, currency=currency)}"
    if fact.threshold is None:
        return said
    bound = amount(fact.name, fact.threshold, currency=currency)
    if fact.value == fact.threshold:
        return f"{said}, which the policy asks about"
    return f"{said}, {'above' if fact.value > fact.threshold else 'below'} {bound}"


def of_subject(subject: str) -> str:
    return "the quote" if subject == "quote" else subject


def who(approver: Approver, policy: ApprovalPolicy, *, names: Mapping[str, str] = NAMELESS) -> str:
    """Whom it is, in the catalog's language where they have a name there. ``names`` of people, by what the
    policy calls them.
    """
    match approver:
        case ByRole(key):
            role = policy.role(key)
            return key if role is None else role.name
        case Queue(key):
            queue = policy.queue(key)
            return key if queue is None else queue.name
        case Managers(levels):
            return "the manager" if levels == 1 else f"{levels} levels of managers"
    return ", ".join(names.get(user, user) for user in approver.users)


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
