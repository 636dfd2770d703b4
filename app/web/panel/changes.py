"""What was done to a line, in words: a change from one state to the next, and how the rest was filled in."""

from decimal import ROUND_CEILING, Decimal

from app.actions import Completed, LineStep, LineView, ManyStep, Step, Strategy
from app.amounts import Money
from app.catalog import Product
from app.quoting import LineState, state_of
from app.web.panel import figures
from app.web.panel.values import worded


def undo_text(view: LineView) -> str:
    """What undoing takes back; empty if there is nothing to undo."""
    return "" if view.before is None else change_text(view.product, view.before, after=state_of(view.line))


def redo_text(view: LineView) -> str:
    """What doing again brings back; empty if nothing was undone."""
    return "" if view.after is None else change_text(view.product, state_of(view.line), after=view.after)


def step_text(step: Step | None) -> str:
    """``Line 2, quantity 7``, ``move to release 2026.3``; empty for none."""
    if step is None:
        return ""
    if isinstance(step, ManyStep):
        return step.said
    if not isinstance(step, LineStep):
        if step.currency:
            return f"Currency {step.currency}"
        return f"Move to release {step.version}" if step.version else "Move to another release"
    if step.product is None:
        return f"Line {step.n}"
    return f"Line {step.n}, {change_text(step.product, step.before, after=step.after)}"


def change_text(product: Product, before: LineState, *, after: LineState) -> str:
    """``Band: n78``, ``12 answers, quantity 3``."""
    keys = [
        key
        for key in {**before.choices, **after.choices}
        if before.choices.get(key) != after.choices.get(key)
    ]
    parts = [f"{len(keys)} answers"] if len(keys) > 1 else [_answer(product, key, after) for key in keys]
    if before.quantity != after.quantity:
        parts.append(f"quantity {figures.whole(after.quantity)}")
    if before.discount != after.discount:
        parts.append("no discount" if after.discount is None else f"discount {figures.off(after.discount)}")
    return ", ".join(parts)


def _answer(product: Product, key: str, state: LineState) -> str:
    if key in state.choices:
        return worded(product, key, value=state.choices[key])
    attribute = product.attribute(key)
    return f"{attribute.name if attribute else key} taken back"


def completed_text(done: Completed) -> str:
    answers = "1 answer" if done.decided == 1 else f"{figures.whole(done.decided)} answers"
    prices = f"{figures.amount(done.before)} → {figures.with_currency(done.after)}"
    return f"{_way(done)}: {answers}, {prices}.{_gain(done)}{_proof(done)}"


def _way(done: Completed) -> str:
    ways = {
        Strategy.CHEAPEST: "Filled in at the least price",
        Strategy.CLOSEST: f"Filled in like quote {done.example}",
        Strategy.HIGHEST_MARGIN: "Filled in for the highest margin",
        Strategy.FASTEST: "Filled in for the fastest delivery",
    }
    return ways.get(done.strategy, "Filled in by the catalog's defaults")


def _gain(done: Completed) -> str:
    """What was won by it, against the defaults."""
    if done.strategy is Strategy.HIGHEST_MARGIN:
        return _margin(done.outcome.margin, done.by_defaults.margin)
    return _days(done.outcome.days, done.by_defaults.days) if done.strategy is Strategy.FASTEST else ""


def _margin(found: Money | None, by_defaults: Money | None) -> str:
    if found is None:
        return ""
    said = f" Margin {figures.with_currency(found)}"
    if by_defaults is None:
        return f"{said}."
    won = found - by_defaults
    return (
        f"{said}, {f'{figures.amount(won)} more than' if won.rounded() else 'the same as'} by the defaults."
    )


def _days(found: int | None, by_defaults: int | None) -> str:
    if found is None:
        return ""
    said = f" Delivered in {figures.days(found)}"
    if by_defaults is None:
        return f"{said}."
    saved = by_defaults - found
    return f"{said}, {f'{figures.days(saved)} sooner than' if saved else 'the same as'} by the defaults."


def _proof(done: Completed) -> str:
    differing = done.differences or 0
    differences = "1 answer differs" if differing == 1 else f"{figures.whole(differing)} answers differ"
    said = f" {differences} from it." if done.example is not None else ""
    if done.proven is None:
        return said
    if done.proven:
        return f"{said} Proven: with your choices nothing {_BETTER[done.strategy]}."
    if done.within is None:
        return f"{said} That is the best found in the time there was; a better one may exist."
    return f"{said} Proven: with your choices nothing {_BETTER[done.strategy]} by more than {_within(done)}."


def _within(done: Completed) -> str:
    within = done.within or Decimal(0)
    if done.strategy is Strategy.FASTEST:
        return figures.days(int(within))
    return figures.with_currency(Money(within, done.after.currency).rounded(ROUND_CEILING))


_BETTER = {
    Strategy.CHEAPEST: "costs less",
    Strategy.CLOSEST: "is closer",
    Strategy.HIGHEST_MARGIN: "has a higher margin",
    Strategy.FASTEST: "is delivered sooner",
    Strategy.DEFAULTS: "is better",
}
