"""The order of price steps, and steps that can never be reached."""

from collections.abc import Iterator
from typing import Final

from app.catalog.checks.finding import Finding, Place
from app.catalog.price_checks.reached import products_of
from app.catalog.pricing import (
    EVERYWHERE,
    Contract,
    Header,
    ListPrice,
    Manual,
    OptionPrices,
    PriceStep,
    Promotion,
)
from app.catalog.release import Release

ORDER: Final = "price_step_order"
REPEATED: Final = "price_key_repeated"
UNREACHABLE: Final = "price_step_unreachable"
OPEN: Final = "price_promotion_open"
MOST_STEPS: Final = 500


def check_order(release: Release) -> Iterator[Finding]:
    steps = release.pricing.steps
    if not any(isinstance(step.rule, ListPrice) for step in steps):
        message = "no step takes the list price; start with {key: list, name: List price, kind: list}"
        yield Finding(("steps",), message, ORDER)
    if len(steps) > MOST_STEPS:
        yield Finding(("steps",), f"{len(steps)} steps; at most {MOST_STEPS} are taken", ORDER)
        return
    for n, step in enumerate(steps):
        place: Place = ("steps", n)
        if step.key in [other.key for other in steps[:n]]:
            yield Finding((*place, "key"), f'there are two price steps "{step.key}"; rename one', REPEATED)
        yield from _placed(place, step, release, before=steps[:n], after=steps[n + 1 :])
        yield from _open(place, step)


def _placed(
    place: Place,
    step: PriceStep,
    release: Release,
    *,
    before: tuple[PriceStep, ...],
    after: tuple[PriceStep, ...],
) -> Iterator[Finding]:
    own = products_of(step, release)
    match step.rule:
        case ListPrice():
            replaced = [one.key for one in before if products_of(one, release) & own]
            if replaced:
                message = f'it starts a price anew: "{replaced[-1]}" before it is lost; move it to the start'
                yield Finding(place, message, ORDER)
        case OptionPrices():
            listed = [
                one for one in after if isinstance(one.rule, ListPrice) and products_of(one, release) & own
            ]
            if listed:
                yield Finding(place, "options are added to the list price; move the step behind it", ORDER)
        case Header():
            later = [one.key for one in after if not isinstance(one.rule, Header)]
            if later:
                message = f'the discount on the quote is taken last; move the step behind "{later[-1]}"'
                yield Finding(place, message, ORDER)
        case Manual():
            taken = next((one for one in before if isinstance(one.rule, Manual) and _covers(one, step)), None)
            if taken is not None:
                message = f'"{taken.key}" takes the discount of every line before; remove one, or swap them'
                yield Finding(place, message, UNREACHABLE)


def _covers(one: PriceStep, other: PriceStep) -> bool:
    """Whether the first reaches every line that the other reaches."""
    return one.reach == EVERYWHERE or one.reach == other.reach


def _open(place: Place, step: PriceStep) -> Iterator[Finding]:
    if not isinstance(step.rule, Promotion | Contract):
        return
    reach = step.reach
    if isinstance(step.rule, Contract):
        if not reach.accounts:
            message = "a contract is with somebody; name the accounts: for: {accounts: [...]}"
            yield Finding(place, message, OPEN)
        return
    limited = (reach.codes, reach.accounts, reach.tiers, reach.regions, reach.when, step.rule.minimum)
    if not any(limited) and reach.period.first is None and reach.period.last is None:
        message = (
            "everybody would get it for ever; say who is eligible (for: {codes, accounts, tiers, regions}), "
            "until when, or a minimum"
        )
        yield Finding(place, message, OPEN)
