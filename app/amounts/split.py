"""Splitting money so that the parts add up to the cent (largest remainder, also called Hare's method)."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, Context, Decimal

from app.amounts.money import AmountInvalid, Money, minor_unit

_EXACT = Context(prec=100)


def split(total: Money, weights: Sequence[Decimal]) -> tuple[Money, ...]:
    """Parts of a rounded ``total`` in proportion to ``weights``: each whole minor units, together the total.

    The units left over by rounding down go to the largest remainders, ties to the earlier part. Equal parts
    if all weights are zero. Raises AmountInvalid for no weights, a negative one, or a total finer than its
    minor unit.
    """
    if not weights or any(weight < 0 for weight in weights):
        raise AmountInvalid("A split needs at least one weight and none below zero.")
    if not total.is_rounded:
        raise AmountInvalid("Only a rounded amount can be split.")
    shares = list(weights) if any(weights) else [Decimal(1)] * len(weights)
    unit = minor_unit(total.currency)
    units = int(abs(total.amount) / unit)
    parts = _apportion(units, shares)
    sign = -1 if total.amount < 0 else 1
    return tuple(Money(unit * part * sign, total.currency) for part in parts)


def apportioned(
    units: int, weights: Sequence[Decimal], *, rooms: Sequence[int] | None = None
) -> list[int] | None:
    """Whole units by weight, no part larger than its room; what does not fit goes to the others by their
    weights. None where all rooms together are too small.
    """
    if rooms is None:
        return _apportion(units, weights)
    parts = [0] * len(weights)
    open_places = [place for place, room in enumerate(rooms) if room > 0]
    while units > 0:
        if not open_places:
            return None
        shares = [weights[place] for place in open_places]
        wanted = _apportion(units, shares if any(shares) else [Decimal(1)] * len(shares))
        full = [place for place, part in zip(open_places, wanted, strict=True) if part >= rooms[place]]
        if not full:
            for place, part in zip(open_places, wanted, strict=True):
                parts[place] = part
            return parts
        for place in full:
            parts[place] = rooms[place]
            units -= rooms[place]
        open_places = [place for place in open_places if not parts[place]]
    return parts


def _apportion(units: int, weights: Sequence[Decimal]) -> list[int]:
    """Whole units by weight. Works on integers, so that no division is ever inexact."""
    scale = min(min(int(weight.as_tuple().exponent) for weight in weights), 0)
    whole = [int(weight.scaleb(-scale, context=_EXACT).to_integral_value(ROUND_DOWN)) for weight in weights]
    total = sum(whole)
    parts = [units * weight // total for weight in whole]
    remainders = [units * weight % total for weight in whole]
    largest_first = sorted(range(len(whole)), key=lambda place: (-remainders[place], place))
    for place in largest_first[: units - sum(parts)]:
        parts[place] += 1
    return parts
