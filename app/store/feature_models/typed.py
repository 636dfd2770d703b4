"""What the values of features with a type may be. UVL gives no ranges: they are read off the constraints.

Where no constraint ends a range, a wide one is assumed and said.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

from app.catalog.checks.domains import MAX_VALUES
from app.store.feature_models.layout import Layout, Spot, numbers
from app.store.feature_models.model import Call, Constraint, Given, Home, Operation, Reference, Stated
from app.store.feature_models.texts import LONGEST, Texts, TooManyTexts, texts
from app.store.feature_models.walking import MIRRORED, conjuncts, parts

_FAR: Final = Decimal(1_000_000)
_DECIMALS: Final = 3
# What a catalog file reads of a bound.
_MOST_DECIMALS: Final = 6
_LARGEST: Final = Decimal(10**12)


@dataclass(frozen=True, slots=True)
class Numeric:
    """``step`` apart, both ends included; ``assumed``: the ends that no constraint says."""

    minimum: Decimal
    maximum: Decimal
    step: Decimal
    assumed: tuple[str, ...]


@dataclass(slots=True)
class _Ends:
    least: list[Decimal] = field(default_factory=list)
    most: list[Decimal] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Typed:
    """By the name of the feature. ``problems``: place and what a catalog cannot tell apart."""

    numbers: Mapping[str, Numeric]
    texts: Mapping[str, Texts]
    problems: Sequence[tuple[str, str]] = ()

    def notes(self, layout: Layout) -> Iterator[str]:
        """What was assumed, one sentence for each feature."""
        for name, known in self.numbers.items():
            spot = layout.spots[name]
            ends = f"{known.minimum:f} to {known.maximum:f}"
            steps = "" if spot.feature.type == "Integer" else f" in steps of {known.step:f}"
            if known.assumed or steps:
                said = f"{' and '.join(known.assumed)} assumed" if known.assumed else "steps assumed"
                yield f"{spot.feature.at}: {name} is {ends}{steps} ({said}): change {spot.value} if need be"
        for name in self.texts:
            spot = layout.spots[name]
            yield f"{spot.feature.at}: {name} is a text of 1 to {LONGEST} printable characters"


def typed(layout: Layout, stated: Sequence[Stated]) -> Typed:
    named = [spot for spot in layout.spots.values() if spot.value]
    if not named:
        return Typed({}, {})
    decimals = _decimals(layout, stated)
    ends = _ends(layout, stated)
    found: dict[str, Texts] = {}
    problems: list[tuple[str, str]] = []
    compared, cut = _told_apart(layout, stated)
    for spot in named:
        name = spot.feature.name
        if spot.feature.type == "String":
            try:
                found[name] = texts(compared.get(name, ()), cut.get(name, ()))
            except TooManyTexts as too_many:
                problems.append((spot.feature.at, f"{name}: {too_many}"))
                found[name] = texts((), ())
    ranges = {
        spot.feature.name: _range(spot, ends.get(spot.feature.name, _Ends()), decimals)
        for spot in named
        if spot.feature.type != "String"
    }
    return Typed(ranges, found, problems)


def _decimals(layout: Layout, stated: Iterable[Stated]) -> int:
    """As many as any number of the model has, and a few."""
    given = (part.value for one in stated for part in parts(one.constraint) if isinstance(part, Given))
    owned = (value for spot in layout.spots.values() for value in numbers(spot.feature).values())
    known = (value for value in (*given, *owned) if isinstance(value, Decimal))
    longest = max((-int(value.as_tuple().exponent) for value in known), default=0)
    return min(_MOST_DECIMALS, max(_DECIMALS, longest))


def _range(spot: Spot, ends: _Ends, decimals: int) -> Numeric:
    if spot.feature.type == "Integer":
        decimals = 0
    least, most = max(ends.least, default=None), min(ends.most, default=None)
    far = min(_FAR, Decimal(10) ** (11 - decimals))
    minimum = least if least is not None else min(-far, (most or Decimal(0)) - far)
    maximum = most if most is not None else max(far, (least or Decimal(0)) + far)
    if maximum < minimum:
        # Nothing is possible then, and the constraints say why.
        return _range(spot, _Ends(), decimals)
    while (maximum - minimum) * 10**decimals >= MAX_VALUES - 2 and decimals > 0:
        decimals -= 1
    step = Decimal(1).scaleb(-decimals)
    low, high = minimum.quantize(step, ROUND_CEILING), maximum.quantize(step, ROUND_FLOOR)
    assumed = [word for word, end in (("minimum", least), ("maximum", most)) if end is None]
    return Numeric(low, max(low, high), step, tuple(assumed))


def _ends(layout: Layout, stated: Iterable[Stated]) -> Mapping[str, _Ends]:
    """What constraints say of a value by itself, wherever its feature is chosen."""
    found: dict[str, _Ends] = {}
    for one in stated:
        for part in conjuncts(one.constraint):
            for said in conjuncts(_while_chosen(part, layout, one.home)):
                _note(said, layout, one.home, found=found)
    return found


def _while_chosen(part: Constraint, layout: Layout, home: Home) -> Constraint:
    """Of ``Size => Size > 3`` the consequence."""
    if isinstance(part, Operation) and part.operator == "=>" and isinstance(part.operands[0], Reference):
        spot = layout.feature(part.operands[0].path, home)
        about = [
            layout.feature(one.path, home) for one in parts(part.operands[1]) if isinstance(one, Reference)
        ]
        if spot is not None and spot.value and all(one is spot for one in about):
            return part.operands[1]
    return part


def _note(said: Constraint, layout: Layout, home: Home, *, found: dict[str, _Ends]) -> None:
    if not isinstance(said, Operation) or said.operator not in MIRRORED:
        return
    left, right = said.operands
    sign = said.operator
    if isinstance(left, Given):
        left, right, sign = right, left, MIRRORED[sign]
    if not isinstance(left, Reference) or not isinstance(right, Given) or isinstance(right.value, str):
        return
    spot, end = layout.feature(left.path, home), Decimal(right.value)
    if spot is None or spot.feature.type not in ("Integer", "Real") or abs(end) >= _LARGEST:
        return
    ends = found.setdefault(spot.feature.name, _Ends())
    past = Decimal(spot.feature.type == "Integer" and end == end.to_integral_value())
    if sign in (">", ">=", "=="):
        ends.least.append(end + past * (sign == ">"))
    if sign in ("<", "<=", "=="):
        ends.most.append(end - past * (sign == "<"))


def _told_apart(
    layout: Layout, stated: Iterable[Stated]
) -> tuple[Mapping[str, list[str]], Mapping[str, list[int]]]:
    """By text feature, the texts that it is compared with, and the lengths after which it is told apart."""
    compared: dict[str, list[str]] = {}
    cut: dict[str, list[int]] = {}
    for one in stated:
        for part in parts(one.constraint):
            if isinstance(part, Operation) and part.operator in MIRRORED:
                for mine, other in (part.operands, part.operands[::-1]):
                    _compared(mine, other, layout, home=one.home, compared=compared, cut=cut)
    return compared, cut


def _compared(
    mine: Constraint,
    other: Constraint,
    layout: Layout,
    *,
    home: Home,
    compared: dict[str, list[str]],
    cut: dict[str, list[int]],
) -> None:
    if isinstance(mine, Reference):
        spot, text = layout.feature(mine.path, home), text_of(other, layout, home)
        if spot is not None and spot.feature.type == "String" and text is not None:
            compared.setdefault(spot.feature.name, []).append(text)
    elif isinstance(mine, Call) and mine.function == "len" and isinstance(other, Given):
        spot = layout.feature(mine.arguments[0].path, home)
        if spot is not None and spot.feature.type == "String" and not isinstance(other.value, str):
            number = int(Decimal(other.value).to_integral_value(ROUND_FLOOR))
            cut.setdefault(spot.feature.name, []).extend((number - 1, number))


def text_of(constraint: Constraint, layout: Layout, home: Home) -> str | None:
    """The text that it is while what it belongs to is chosen; None for anything but a text."""
    if isinstance(constraint, Given):
        return constraint.value if isinstance(constraint.value, str) else None
    if isinstance(constraint, Reference) and layout.feature(constraint.path, home) is None:
        owner = layout.owner(constraint.path, home)
        value = owner.feature.attributes[constraint.path[-1]] if owner else None
        return value if isinstance(value, str) else None
    return None
