"""The appendix for internal use: how each price is made, what the line costs to make, what is left."""

from collections.abc import Iterator
from typing import Final

from app.amounts import Money
from app.catalog import Release
from app.documents import figures
from app.documents.languages import Speech
from app.documents.parts import Fact, LinePrices, PriceAppendix, PriceStep
from app.documents.plain_text import plain
from app.documents.step_labels import StepLabels
from app.pricing import Step, margin
from app.quoting import Line, Quote, waterfall_of

TEXT_LIMIT: Final = 300
LINE_LIMIT: Final = 500
"""Lines whose price is told; more would be a book."""


def price_appendix(quote: Quote, *, release: Release, speech: Speech) -> PriceAppendix:
    """Raises ProductUnknown."""
    words, labels = speech.words, StepLabels(release, speech)
    margins = {line.n: _margin(line, release) for line in quote.lines[:LINE_LIMIT]}
    return PriceAppendix(
        heading=words.prices,
        introduction=words.prices_introduction,
        mark=words.internal,
        columns=words.price_columns,
        lines=(
            LinePrices(
                name=words.whole,
                steps=tuple(
                    _step(step, labels.of_quote(step), speech=speech) for step in waterfall_of(quote)
                ),
                facts=tuple(_whole(quote, margins, speech=speech)),
            ),
            *(_line(line, margins[line.n], labels=labels) for line in quote.lines[:LINE_LIMIT]),
        ),
    )


def _margin(line: Line, release: Release) -> Money | None:
    if not line.complete:
        return None
    return margin(release.product(line.product), line.values, line.price)


def _line(line: Line, left: Money | None, *, labels: StepLabels) -> LinePrices:
    speech = labels.speech
    name = speech.words.on_line.format(lines=figures.ordinal(line.n, speech.locale))
    return LinePrices(
        name=f"{name} · {plain(labels.product(line).name, limit=TEXT_LIMIT)}",
        steps=tuple(_step(step, labels.of_line(step, line), speech=speech) for step in line.price.steps),
        facts=tuple(_facts(line.price.net, left, speech=speech)),
    )


def _step(step: Step, label: str, *, speech: Speech) -> PriceStep:
    """What it was computed from stands behind its rule."""
    origin = " · ".join(text for text in (step.rule, step.input) if text)
    return PriceStep(
        label=plain(label, limit=TEXT_LIMIT),
        rule=plain(origin, limit=TEXT_LIMIT),
        effect=figures.step(step.effect, speech.locale),
        after=figures.step(step.after, speech.locale),
    )


def _whole(quote: Quote, margins: dict[int, Money | None], *, speech: Speech) -> Iterator[Fact]:
    """Of all that is offered; not known if that of one line is not."""
    lefts = [margins.get(line.n) for line in quote.offered]
    known = [left for left in lefts if left is not None]
    left = sum(known, Money.zero(quote.currency)) if lefts and len(known) == len(lefts) else None
    yield Fact(speech.words.net_total, figures.amount(quote.total, speech.locale))
    yield from _facts(quote.total, left, speech=speech)


def _facts(net: Money, left: Money | None, *, speech: Speech) -> Iterator[Fact]:
    words, locale = speech.words, speech.locale
    if left is None:
        yield Fact(words.cost, words.not_known)
        return
    yield Fact(words.cost, figures.amount(net - left, locale))
    share = f" ({figures.percent(100 * left.amount / net.amount, locale)})" if net.amount else ""
    yield Fact(words.margin, f"{figures.amount(left, locale)}{share}")
