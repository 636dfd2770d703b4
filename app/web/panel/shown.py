"""What the configurator shows of a line: steps with questions, each answer with its state and price."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal, TypeAlias

from app.actions import LineView
from app.catalog import Attribute, Step, Value
from app.configuration import Domain
from app.web.panel.figures import surcharge, whole
from app.web.panel.values import spelled

State: TypeAlias = Literal["chosen", "implied", "open", "absent"]

_MANY = 8


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
    """One attribute. ``reach`` says in words what a number may be; ``long`` lists are shown as a list."""

    key: str
    name: str
    help: str
    kind: str
    state: State
    answers: tuple[Answer, ...]
    value: str
    unit: str
    minimum: int
    maximum: int
    step: int
    reach: str
    price: str
    long: bool


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
    """``current`` is the step on the page; ``before`` and ``after`` are the keys of its neighbours."""

    steps: tuple[ShownStep, ...]
    current: ShownStep
    number: int
    before: str
    after: str

    @property
    def open(self) -> int:
        return sum(step.open for step in self.steps)


def shown(view: LineView, step: str) -> Shown:
    """An unknown or empty ``step`` is the first one with something open."""
    steps = tuple(_step(view, one) for one in view.product.steps)
    keys = [one.key for one in steps]
    at = keys.index(step) if step in keys else next((i for i, one in enumerate(steps) if not one.done), 0)
    return Shown(
        steps=steps,
        current=steps[at],
        number=at + 1,
        before=keys[at - 1] if at else "",
        after=keys[at + 1] if at + 1 < len(keys) else "",
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
    answers = (
        () if attribute.kind == "integer" else _answers(attribute, domain, value=value, currency=currency)
    )
    return Question(
        key=attribute.key,
        name=attribute.name,
        help=attribute.help,
        kind=attribute.kind,
        state=_state(view, attribute.key),
        answers=answers,
        value="" if value is None else spelled(value),
        unit=attribute.unit,
        minimum=min(_numbers(domain), default=attribute.minimum),
        maximum=max(_numbers(domain), default=attribute.maximum),
        step=attribute.step,
        reach=_reach(attribute, domain) if attribute.kind == "integer" else "",
        price=surcharge(attribute.prices.get(currency, Decimal(0))),
        long=len(answers) > _MANY,
    )


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


def _numbers(domain: Domain) -> tuple[int, ...]:
    return tuple(value for value in domain.values if isinstance(value, int) and not isinstance(value, bool))


def _reach(attribute: Attribute, domain: Domain) -> str:
    """``0 to 40 m, in steps of 5`` with holes as several ranges: ``0; 10 to 40 m``."""
    ranges = _ranges(_numbers(domain), attribute.step)
    words = [whole(low) if low == high else f"{whole(low)} to {whole(high)}" for low, high in ranges]
    stepped = f", in steps of {whole(attribute.step)}" if attribute.step > 1 else ""
    return f"{'; '.join(words)} {attribute.unit}".rstrip() + stepped


def _ranges(numbers: tuple[int, ...], step: int) -> list[tuple[int, int]]:
    found: list[tuple[int, int]] = []
    for number in sorted(numbers):
        if found and number == found[-1][1] + step:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found
