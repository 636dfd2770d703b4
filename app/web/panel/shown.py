"""What the configurator shows of a line: steps with what is asked in them."""

from collections.abc import Collection
from dataclasses import dataclass, replace

from app.actions import LineView
from app.catalog import Step
from app.configuration import Guide, Progress
from app.web.panel.guided import GuidedPage, guided_page, is_guided, progress_text
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
    """``current`` is the step on the page, or a question by itself (``guided``). ``before`` and ``after`` are
    where its buttons lead: to its neighbours, and from the last step to the first with something open.
    """

    steps: tuple[ShownStep, ...]
    current: ShownStep
    before: ShownStep | None
    after: ShownStep | None
    progress: Progress
    guided: GuidedPage | None = None

    @property
    def progress_text(self) -> str:
        return progress_text(self.progress)

    @property
    def open(self) -> int:
        return sum(step.open for step in self.steps)


_AS_IT_IS = ShownStep("", "Nothing to choose", "This product is sold as it is.", (), ())


def shown(
    view: LineView,
    step: str,
    *,
    language: str = "",
    proposed: str = "",
    opened: Collection[str] | None = None,
) -> Shown:
    """An unknown or empty ``step`` is the first one with something open. ``proposed``: of ``guided_page``,
    ``opened``: of ``items``.
    """
    if is_guided(step):
        return _guided(view, guided_page(view, step, language=language, proposed=proposed))
    steps = tuple(_step(view, one, opened=opened) for one in view.product.steps) or (_AS_IT_IS,)
    keys = [one.key for one in steps]
    first_open = next((i for i, one in enumerate(steps) if not one.done), 0)
    at = keys.index(step) if step in keys else first_open
    following = (*steps[at + 1 :][:1], *(one for one in steps[:at] if not one.done))
    return Shown(
        steps=steps,
        current=steps[at],
        before=steps[at - 1] if at else None,
        after=following[0] if following else None,
        progress=Guide(view.product, view.configuration).progress,
    )


def _guided(view: LineView, page: GuidedPage) -> Shown:
    """The steps around one question, under whose mark all that its page sends comes back to it."""
    around = shown(view, page.step, opened=())
    item = () if page.item is None else (page.item,)
    current = ShownStep(page.mark, around.current.name, "", item, ())
    return replace(around, current=current, before=None, after=None, guided=page)


def _step(view: LineView, step: Step, *, opened: Collection[str] | None) -> ShownStep:
    found = items(view, step.attributes, opened=opened)
    return ShownStep(step.key, step.name, step.help, found.shown, found.absent)
