"""Reading a discount as a form or JSON gives it."""

from collections.abc import Mapping

from app.amounts import AmountInvalid, Money, Percent
from app.pricing import Discount, DiscountInvalid, Off, TargetAmount, TargetPrice

_SHAPE = (
    'A discount is {"percent": "5"}, {"amount": "100.00"}, {"target": "950.00"}, the price that one unit is '
    'to have, or {"line": "9500.00"}, that of the line, with a "reason" in words; null takes it away.'
)


def read_discount(given: object, currency: str) -> Discount | None:
    """``None`` takes a discount away. Raises DiscountInvalid, AmountInvalid."""
    if given is None:
        return None
    if not isinstance(given, Mapping) or set(given) - {"percent", "amount", "target", "line", "reason"}:
        raise DiscountInvalid(_SHAPE)
    reason = given.get("reason")
    if not isinstance(reason, str) or not reason.strip():
        raise DiscountInvalid("A discount needs a reason. Say why the customer gets it.")
    return Discount(_off(given, currency), " ".join(reason.split()))


def _off(given: Mapping[object, object], currency: str) -> Off:
    said = {key: given[key] for key in ("percent", "amount", "target", "line") if given.get(key) is not None}
    match said:
        case {"percent": percent} if len(said) == 1:
            return Percent.of(_text(percent))
        case {"amount": amount} if len(said) == 1:
            return _money(amount, currency)
        case {"target": amount} if len(said) == 1:
            return TargetPrice(_money(amount, currency))
        case {"line": amount} if len(said) == 1:
            return TargetAmount(_money(amount, currency))
    raise DiscountInvalid(_SHAPE)


def _money(amount: object, currency: str) -> Money:
    money = Money.of(_text(amount), currency)
    if not money.is_rounded:
        raise AmountInvalid(f"An amount in {currency} has fewer decimals.")
    return money


def _text(value: object) -> str | int:
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise AmountInvalid('Amounts and percentages are text, such as "12.5".')
    return value
