"""What is offered, as tables: the lines in their groups, what is optional or alternative, and the totals."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from app.amounts import Money
from app.catalog import Product, Release, in_language, told
from app.documents import figures
from app.documents.languages import Speech
from app.documents.parts import Fact, LineTable, Row, RowGroup, Totals
from app.documents.plain_text import plain, summary
from app.documents.technical import value_text
from app.pricing import LinePrice
from app.quoting import Line, Quote, Standing, totals_of

NAME_LIMIT: Final = 300
NOTE_LIMIT: Final = 2_000
DESCRIPTION_LIMIT: Final = 160


def offered_lines(quote: Quote, *, release: Release, speech: Speech) -> LineTable:
    """Raises ProductUnknown."""
    words = speech.words
    return LineTable(
        heading=words.offer,
        caption=words.all_amounts.format(currency=quote.currency),
        columns=words.columns,
        groups=tuple(_groups(quote, release=release, speech=speech)),
        empty=words.no_lines,
    )


def other_lines(quote: Quote, *, release: Release, speech: Speech) -> tuple[LineTable, ...]:
    """What stands beside the offer, each kind under its own heading; none where there is nothing of it."""
    words = speech.words
    kinds = (
        (Standing.OPTIONAL, words.optional, words.optional_note),
        (Standing.ALTERNATIVE, words.alternatives, words.alternatives_note),
    )
    found = (
        (heading, note, [line for line in quote.lines if line.details.standing is standing])
        for standing, heading, note in kinds
    )
    return tuple(
        LineTable(
            heading=heading,
            caption=words.all_amounts.format(currency=quote.currency),
            columns=words.columns,
            groups=(RowGroup("", _rows(lines, release=release, speech=speech)),),
            note=note,
        )
        for heading, note, lines in found
        if lines
    )


def totals(quote: Quote, *, speech: Speech) -> Totals:
    """Without any discount the net total says it all."""
    words, locale = speech.words, speech.locale
    taken_off: Money = quote.list_total - quote.total
    parts = (
        Fact(words.list_total, figures.amount(quote.list_total, locale)),
        Fact(words.discount_total, figures.amount(-taken_off, locale)),
    )
    net = Fact(words.net_total, figures.amount_with_currency(quote.total, locale))
    return Totals(parts if taken_off else (), net, tuple(_split(quote, speech)), words.taxes)


def _split(quote: Quote, speech: Speech) -> Iterator[Fact]:
    """What is charged once and what again and again; nothing where all is charged once."""
    sums = totals_of(quote)
    if not sums.recurring:
        return
    yield Fact(speech.words.one_time, figures.amount(sums.one_time, speech.locale))
    for one in sums.recurring:
        label = speech.words.monthly if one.cycle == "month" else speech.words.yearly
        each = figures.amount(one.per_cycle, speech.locale)
        yield Fact(label.format(amount=each), figures.amount(one.net, speech.locale))


def _groups(quote: Quote, *, release: Release, speech: Speech) -> Iterator[RowGroup]:
    """In the order of the quote; what is in no group comes last under a heading of its own."""
    named = [line.details.group for line in quote.offered]
    known = [name for name in dict.fromkeys([*quote.header.groups, *named]) if name and name in named]
    if not known:
        if quote.offered:
            yield RowGroup("", _rows(quote.offered, release=release, speech=speech))
        return
    for name in (*known, ""):
        lines = [line for line in quote.offered if line.details.group == name]
        if lines:
            called = plain(name, limit=NAME_LIMIT) if name else speech.words.further_lines
            net = sum((line.price.net for line in lines), Money.zero(quote.currency))
            subtotal = Fact(speech.words.subtotal.format(group=called), figures.amount(net, speech.locale))
            yield RowGroup(called, _rows(lines, release=release, speech=speech), subtotal)


def _rows(lines: Sequence[Line], *, release: Release, speech: Speech) -> tuple[Row, ...]:
    products: dict[str, Product] = {}
    for line in lines:
        if line.product not in products:
            products[line.product] = in_language(release.product(line.product), speech.tag)
    return tuple(_row(line, products[line.product], speech=speech) for line in lines)


def _row(line: Line, product: Product, *, speech: Speech) -> Row:
    price, locale = line.price, speech.locale
    return Row(
        n=figures.ordinal(line.n, locale),
        name=plain(product.name if product.names else line.name, limit=NAME_LIMIT),
        code=plain(line.code, limit=NAME_LIMIT),
        description=summary(_description(line, product, speech=speech), limit=DESCRIPTION_LIMIT),
        quantity=figures.whole(line.quantity, locale),
        unit_list=figures.amount(price.unit_list, locale),
        discount=figures.percent(price.discount_percent, locale),
        unit_net=figures.amount(_unit_net(price), locale),
        net=figures.amount(price.net, locale),
        remarks=tuple(_remarks(line, speech)),
        note=plain(line.details.note, limit=NOTE_LIMIT),
    )


def _unit_net(price: LinePrice) -> Money:
    """As the list price beside it: of one cycle if it recurs."""
    return (price.per_cycle * (Decimal(1) / price.quantity)).rounded() if price.recurs else price.unit_net


def _description(line: Line, product: Product, *, speech: Speech) -> str:
    """As the line has it, in the catalog's language; anew where its names are there in that of the reader."""
    if not product.translated or not line.values:
        return line.description
    return "; ".join(_said(line, product, speech))


def _said(line: Line, product: Product, speech: Speech) -> Iterable[str]:
    for one in told(product, (attribute.key for attribute in product.attributes), line.values):
        if one.members is not None:
            yield f"{one.name}: {', '.join(one.members)}" if one.members else ""
        elif one.value is True:
            yield one.name
        elif one.value is not False:
            yield f"{one.name}: {value_text(one.attribute, one.value, speech=speech)}"


def _remarks(line: Line, speech: Speech) -> Iterator[str]:
    words, locale, details = speech.words, speech.locale, line.details
    if details.instead_of is not None:
        yield words.instead_of.format(line=figures.ordinal(details.instead_of, locale))
    if details.term is not None:
        start, end = (figures.day(day, locale) for day in (details.term.start, details.term.end))
        yield words.runs.format(start=start, end=end)
    if line.price.recurs is not None:
        charged = words.charged_monthly if line.price.recurs == "month" else words.charged_yearly
        yield charged.format(amount=figures.amount(line.price.per_cycle, locale))
