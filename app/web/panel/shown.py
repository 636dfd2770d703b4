"""What the configurator shows of a line: steps with what is asked in them."""

from dataclasses import dataclass

from app.actions import LineView
from app.catalog import Step
from app.web.panel.nested import Absent, Item, items


@dataclass(frozen=True, slots=True)
class ShownStep:
    key: str
    name: str
    help: str
    items: tuple[Item, ...]
    absent: tuple[Absent, ...]

    @property
    def open(self) -> int:
        return sum(item.open for item in self.items)

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
    found = items(view, step.attributes)
    return ShownStep(step.key, step.name, step.help, found.shown, found.absent)
