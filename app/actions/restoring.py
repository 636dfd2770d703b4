"""Making lines again from what was decided about them, on one release and its day."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from app.actions.lines import made_line
from app.actions.releases import configurator
from app.catalog import Release
from app.configuration import Configuration
from app.quoting import (
    Arrangement,
    KeptLine,
    Line,
    LineState,
    Quote,
    QuoteState,
    fitting,
    placed,
    state_of,
)
from app.quoting.priced import priced, repriced


@dataclass(frozen=True, slots=True)
class Remaking:
    """Quotes repeat lines; each set of choices is configured once."""

    quote: Quote
    release: Release
    known: dict[object, Configuration] = field(default_factory=dict)

    def line(self, kept: KeptLine) -> Line:
        product = self.release.product(kept.product)
        same = (product.key, *sorted((key, repr(value)) for key, value in kept.state.choices.items()))
        if same not in self.known:
            self.known[same] = configurator(self.release, product).configure(kept.state.choices)
        return made_line(
            product,
            self.known[same],
            n=kept.n,
            quantity=kept.state.quantity,
            currency=self.quote.currency,
            discount=kept.state.discount,
            details=kept.state.details,
            place=kept.place,
        )


def on_other_release(quote: Quote, release: Release, state: QuoteState, *, at: datetime) -> Quote:
    """The quote with these lines, on the release since the moment of the move."""
    there = replace(
        quote.on_release(release.fingerprint, lines=(), at=at, moved_at=state.moved_at),
        currency=state.currency,
        header=replace(quote.header, discount=state.discount),
    )
    seen = release.at(there.catalog_day)
    making = Remaking(there, seen)
    return priced(replace(there, lines=placed([making.line(one) for one in state.lines])), seen)


def rearranged(
    quote: Quote,
    release: Release,
    arrangement: Arrangement,
    *,
    states: Mapping[int, LineState],
    kept: Iterable[KeptLine],
    at: datetime,
) -> Quote:
    """The quote in that arrangement, with lines in these states; ``kept`` are lines that it may lack."""
    making = Remaking(quote, release)
    there = {line.n: line for line in quote.lines}
    missing = {one.n: one for one in kept}
    lines = [
        _in_state(making, there[n], states.get(n)) if n in there else making.line(missing[n])
        for n in arrangement.order
    ]
    there_again = quote.arranged(placed(lines), at=at, header=arrangement.header)
    after = fitting(replace(there_again, valid_until=arrangement.valid_until))
    return priced(after, release) if after.header == quote.header else repriced(after, release)


def _in_state(making: Remaking, line: Line, state: LineState | None) -> Line:
    if state is None or state == state_of(line):
        return line
    if replace(state, details=line.details) == state_of(line):
        return replace(line, details=state.details)
    return making.line(KeptLine(line.n, line.product, state, line.place))
