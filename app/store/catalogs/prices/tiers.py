"""Tiers as they are written, with where they end, to those that only start: gaps and overlaps are found here.

Where a tier ends follows from the next one. Whoever writes it too is held to it.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final, TypeAlias

from app.catalog.pricing import PriceTier, ScheduleTier
from app.store.catalogs.document import KeyPath

Content: TypeAlias = Mapping[str, Any]
Refuse: TypeAlias = Callable[[KeyPath, str, str], None]

GAP: Final = "price_tiers_gap"
OVERLAP: Final = "price_tiers_overlap"
ORDER: Final = "price_tiers_order"


def price_tiers(tiers: Sequence[Content], refuse: Refuse) -> tuple[PriceTier, ...]:
    _look([(one["minimum"], one["last"]) for one in tiers], refuse, unit="")
    return tuple(PriceTier(one["minimum"], one["prices"], one["flat"], one["percent"]) for one in tiers)


def schedule_tiers(tiers: Sequence[Content], by: str, refuse: Refuse) -> tuple[ScheduleTier, ...]:
    wanted = Mapping if by == "amount" else int
    for n, one in enumerate(tiers):
        for key, said in (("from", one["minimum"]), ("to", one["last"])):
            if said is not None and not isinstance(said, wanted):
                advice = "amounts as {EUR: 5000}" if by == "amount" else "a whole number"
                refuse(("tiers", n, key), f"is {advice}, because by is {by}", "")
                return ()
    if by == "quantity":
        _look([(one["minimum"], one["last"]) for one in tiers], refuse, unit="")
        return tuple(ScheduleTier(one["percent"], quantity=one["minimum"]) for one in tiers)
    for currency in dict.fromkeys(code for one in tiers for code in one["minimum"]):
        ends = [(one["minimum"].get(currency), (one["last"] or {}).get(currency)) for one in tiers]
        _look(ends, refuse, unit=currency)
    return tuple(ScheduleTier(one["percent"], amounts=one["minimum"]) for one in tiers)


def _look(
    ends: Sequence[tuple[int | Decimal | None, int | Decimal | None]], refuse: Refuse, *, unit: str
) -> None:
    """Of amounts one tier ends where the next starts, of units one before that. ``unit``: a currency."""
    between, said = (0, f" {unit}") if unit else (1, "")
    for n, (first, last) in enumerate(ends):
        place: KeyPath = ("tiers", n)
        before = ends[n - 1][0] if n else None
        if first is not None and before is not None and first <= before:
            refuse(
                (*place, "from"),
                f"tiers rise; {first}{said} is not more than {before}{said} before it. Sort them",
                ORDER,
            )
        elif last is not None and first is not None and last < first:
            refuse((*place, "to"), f"{last}{said} is before the tier starts, at {first}{said}", ORDER)
        elif last is not None:
            _end(
                last, ends[n + 1][0] if n + 1 < len(ends) else None, place, refuse, between=between, said=said
            )


def _end(
    last: int | Decimal,
    after: int | Decimal | None,
    place: KeyPath,
    refuse: Refuse,
    *,
    between: int,
    said: str,
) -> None:
    if after is None:
        message = (
            f"the last tier ends at {last}{said}, and there is no price beyond; "
            "leave its end out, or write one more tier"
        )
        refuse((*place, "to"), message, GAP)
    elif last + between < after:
        first, end = last + between, after - between
        missing = f"{first}{said}" if first == end else f"{first}{said} to {end}{said}"
        message = f"{missing} is in no tier; write to: {after - between}, or leave it out"
        refuse((*place, "to"), message, GAP)
    elif last + between > after:
        message = (
            f"the tier reaches {last}{said}, the next starts at {after}{said}; write to: {after - between}"
        )
        refuse((*place, "to"), message, OVERLAP)
