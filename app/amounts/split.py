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
    parts = _apportion(units, _whole(shares))
    sign = -1 if total.amount < 0 else 1
    return tuple(Money(unit * part * sign, total.currency) for part in parts)


def apportioned(
    units: int, weights: Sequence[int], *, rooms: Sequence[int] | None = None
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
        wanted = _apportion(units, shares if any(shares) else [1] * len(shares))
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


def _whole(weights: Sequence[Decimal]) -> list[int]:
    """The same proportions in whole numbers, so that no division is ever inexact."""
    scale = min(min(int(weight.as_tuple().exponent) for weight in weights), 0)
    return [int(weight.scaleb(-scale, context=_EXACT).to_integral_value(ROUND_DOWN)) for weight in weights]


def _apportion(units: int, weights: Sequence[int]) -> list[int]:
    total = sum(weights)
    if not total:
        return [0] * len(weights)
    shares = [units * weight for weight in weights]
    parts = [share // total for share in shares]
    left = units - sum(parts)
    if left:
        remainders = [share % total for share in shares]
        # Sorting is stable: of equal remainders the earlier part comes first.
        for place in sorted(range(len(parts)), key=remainders.__getitem__, reverse=True)[:left]:
            parts[place] += 1
    return parts
