"""What the configurator shows of a line: steps with questions, each answer with its state and price."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from app.actions import LineView
from app.catalog import Attribute, Step, Value
from app.configuration import Domain
from app.web.panel.figures import number, surcharge
from app.web.panel.values import spelled

State: TypeAlias = Literal["chosen", "implied", "open", "absent"]
Layout: TypeAlias = Literal["cards", "chips", "number"]

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
    """One attribute. ``cards`` and ``chips`` (for short labels) show ``answers``; for a ``number`` there are
    none, and ``reach`` says in words which are possible. ``price`` is that of each counted unit.
    """

    key: str
    name: str
    help: str
    state: State
    layout: Layout
    answers: tuple[Answer, ...]
    value: str
    unit: str
    minimum: Number
    maximum: Number
    step: Number
    reach: str
    price: str


@dataclass(frozen=True, slots=True)
class ShownStep:
    key: str
    name: str
    help: str
    questions: tuple[Question, ...]
    absent: tuple[str, ...]
    open: int

    @property
    def done(self) -> bool:
        return self.open == 0


@dataclass(frozen=True, slots=True)
class Shown:
    """``current`` is the step on the page. ``before`` and ``after`` are where its buttons lead: to its
    neighbours, and from the last step to the first with something open.
    """

    steps: tuple[ShownStep, ...]
    current: ShownStep
    before: ShownStep | None
    after: ShownStep | None

    @property
    def open(self) -> int:
        return sum(step.open for step in self.steps)


def shown(view: LineView, step: str) -> Shown:
    """An unknown or empty ``step`` is the first one with something open."""
    steps = tuple(_step(view, one) for one in view.product.steps)
    keys = [one.key for one in steps]
    first_open = next((i for i, one in enumerate(steps) if not one.done), 0)
    at = keys.index(step) if step in keys else first_open
    following = (*steps[at + 1 :][:1], *(one for one in steps[:at] if not one.done))
    return Shown(
        steps=steps,
        current=steps[at],
        before=steps[at - 1] if at else None,
        after=following[0] if following else None,
    )


def _step(view: LineView, step: Step) -> ShownStep:
    attributes = [view.product.attribute(key) for key in step.attributes]
    questions = tuple(_question(view, attribute) for attribute in attributes if attribute is not None)
    return ShownStep(
        key=step.key,
        name=step.name,
        help=step.help,
        questions=tuple(one for one in questions if one.state != "absent"),
        absent=tuple(one.name for one in questions if one.state == "absent"),
        open=sum(one.state == "open" for one in questions),
    )


def _question(view: LineView, attribute: Attribute) -> Question:
    configuration, currency = view.configuration, view.quote.currency
    value = configuration.values.get(attribute.key)
    domain = configuration.domains[attribute.key]
    layout = _layout(attribute)
    by_number = attribute.numeric
    return Question(
        key=attribute.key,
        name=attribute.name,
        help=attribute.help,
        state=_state(view, attribute.key),
        layout=layout,
        answers=() if layout == "number" else _answers(attribute, domain, value=value, currency=currency),
        value="" if value is None else spelled(value),
        unit=attribute.unit,
        minimum=attribute.minimum,
        maximum=attribute.maximum,
        step=attribute.step,
        reach=_reach(attribute, domain) if layout == "number" else "",
        price=surcharge(attribute.prices.get(currency, Decimal(0))) if by_number else "",
    )


def _layout(attribute: Attribute) -> Layout:
    """A number of which there are few is picked, not typed: then each impossible one can say why."""
    if attribute.numeric:
        return "chips" if attribute.size <= _FEW else "number"
    return "chips" if attribute.kind == "boolean" else "cards"


def _state(view: LineView, key: str) -> State:
    configuration = view.configuration
    if key in configuration.choices:
        return "chosen"
    if key in configuration.absent:
        return "absent"
    return "implied" if key in configuration.implied else "open"


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


def _numbers(values: Sequence[Value]) -> tuple[Number, ...]:
    return tuple(value for value in values if not isinstance(value, bool | str))


def _reach(attribute: Attribute, domain: Domain) -> str:
    """``10 to 40, in steps of 5``; with holes several ranges: ``0; 10 to 40``."""
    ranges = _ranges(_numbers(domain.values), attribute.step)
    words = [number(low) if low == high else f"{number(low)} to {number(high)}" for low, high in ranges]
    stepped = attribute.step != 1 and any(low != high for low, high in ranges)
    return "; ".join(words) + (f", in steps of {number(attribute.step)}" if stepped else "")


def _ranges(numbers: tuple[Number, ...], step: Number) -> list[tuple[Number, Number]]:
    found: list[tuple[Number, Number]] = []
    for one in sorted(numbers):
        if found and one == found[-1][1] + step:
            found[-1] = (found[-1][0], one)
        else:
            found.append((one, one))
    return found
