"""What the configurator asks of one attribute, with the state and price of each answer."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from app.actions import LineView
from app.catalog import Attribute, Value
from app.configuration import Domain
from app.web.panel.figures import number, surcharge
from app.web.panel.values import dom_id, spelled

State: TypeAlias = Literal["chosen", "implied", "open", "absent", "unanswered"]
Layout: TypeAlias = Literal["cards", "chips", "number", "text"]
Number: TypeAlias = int | Decimal

_FEW = 8


@dataclass(frozen=True, slots=True)
class Answer:
    """One value that could be chosen. ``text`` is how a form sends it."""

    text: str
    label: str
    help: str
    price: str
    taken: bool
    possible: bool


@dataclass(frozen=True, slots=True)
class Question:
    """One attribute. ``cards`` and ``chips`` (for short labels) show ``answers``; for a ``number`` or a
    ``text`` there are none, and ``reach`` says in words what is possible. ``price`` is that of one unit.
    ``least`` and ``greatest`` are what a number can be by the choices, where the catalog has more.

    ``name`` is read where it stands, ``full`` anywhere; ``id`` is its key as an id of the page. ``text`` is
    how the catalog asks, empty where it does not say, ``texts`` the same by language.
    """

    key: str
    id: str
    name: str
    full: str
    help: str
    state: State
    layout: Layout
    answers: tuple[Answer, ...]
    value: str
    unit: str
    minimum: Number
    maximum: Number
    step: Number
    longest: int
    reach: str
    price: str
    text: str
    texts: Mapping[str, str]
    least: str = ""
    greatest: str = ""
    what: Literal["question"] = "question"

    @property
    def open(self) -> int:
        return int(self.state == "open")


def question(view: LineView, attribute: Attribute, *, name: str = "") -> Question:
    """``name`` stands in for the attribute's own."""
    configuration, currency = view.configuration, view.quote.currency
    value = {**configuration.implied, **configuration.choices}.get(attribute.key)
    domain = configuration.domains[attribute.key]
    layout = _layout(attribute)
    shown = layout in ("cards", "chips")
    least, greatest = _ends(attribute, domain) if layout == "number" else ("", "")
    return Question(
        key=attribute.key,
        id=dom_id(attribute.key),
        name=name or attribute.label or attribute.name,
        full=attribute.name,
        help=attribute.help,
        state=state_of(view, attribute.key),
        layout=layout,
        answers=_answers(attribute, domain, value=value, currency=currency) if shown else (),
        value="" if value is None else spelled(value),
        unit=attribute.unit,
        minimum=attribute.minimum,
        maximum=attribute.maximum,
        step=attribute.step,
        longest=attribute.longest,
        reach="" if shown else _reach(attribute, domain),
        price=surcharge(attribute.prices.get(currency, Decimal(0))) if attribute.numeric else "",
        text=attribute.question,
        texts=attribute.questions,
        least=least,
        greatest=greatest,
    )


def state_of(view: LineView, key: str) -> State:
    configuration = view.configuration
    if key in configuration.choices:
        return "chosen"
    if key in configuration.absent:
        return "absent"
    if key in configuration.needs:
        return "unanswered" if configuration.domains[key].applies else "absent"
    return "implied" if key in configuration.implied else "open"


def _layout(attribute: Attribute) -> Layout:
    """A number of which there are few is picked, not typed: then each impossible one can say why."""
    if attribute.numeric:
        return "chips" if attribute.size <= _FEW else "number"
    if attribute.kind == "text":
        return "text"
    return "chips" if attribute.kind == "boolean" else "cards"


def _answers(
    attribute: Attribute, domain: Domain, *, value: Value | None, currency: str
) -> tuple[Answer, ...]:
    possible = frozenset(domain.values)
    if attribute.kind == "boolean":
        price = surcharge(attribute.prices.get(currency, Decimal(0)))
        return (
            Answer("true", "Yes", "", price, value is True, True in possible),
            Answer("false", "No", "", "", value is False, False in possible),
        )
    if attribute.numeric:
        return tuple(
            Answer(spelled(one), number(one), "", "", one == value, one in possible)
            for one in _numbers(attribute.values)
        )
    return tuple(
        Answer(
            text=option.key,
            label=option.name,
            help=option.help,
            price=surcharge(option.prices.get(currency, Decimal(0))),
            taken=option.key == value,
            possible=option.key in possible,
        )
        for option in attribute.options
    )


def _ends(attribute: Attribute, domain: Domain) -> tuple[str, str]:
    """Where several values are possible; empty where the catalog itself ends."""
    known = _numbers([one for pair in domain.ranges for one in pair] or domain.values)
    if not known or domain.decided:
        return "", ""
    low, high = known[0], known[-1]
    last = attribute.number(attribute.size - 1)
    return (number(low) if low != attribute.minimum else "", number(high) if high != last else "")


def _numbers(values: Sequence[Value]) -> tuple[Number, ...]:
    return tuple(value for value in values if not isinstance(value, bool | str))


def _reach(attribute: Attribute, domain: Domain) -> str:
    """``10 to 40, in steps of 5``; with holes several ranges: ``0; 10 to 40``. Of a text what it is."""
    if attribute.kind == "text":
        return attribute.wanted_text
    ranges = _pairs(domain.ranges) or _ranges(_numbers(domain.values), attribute.step)
    words = [number(low) if low == high else f"{number(low)} to {number(high)}" for low, high in ranges]
    stepped = attribute.step != 1 and any(low != high for low, high in ranges)
    steps = f", in steps of {number(attribute.step)}" if stepped else ""
    return "; ".join(words) + steps + (" (not every value between may be possible)" if domain.gaps else "")


def _pairs(ranges: Sequence[tuple[Value, Value]]) -> list[tuple[Number, Number]]:
    return [(low, high) for low, high in map(_numbers, ranges)]


def _ranges(numbers: tuple[Number, ...], step: Number) -> list[tuple[Number, Number]]:
    found: list[tuple[Number, Number]] = []
    for one in sorted(numbers):
        if found and one == found[-1][1] + step:
            found[-1] = (found[-1][0], one)
        else:
            found.append((one, one))
    return found
