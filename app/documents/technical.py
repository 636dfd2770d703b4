"""Technical data: each different configuration once, by the steps in which it was chosen."""

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from app.assembly import item_number
from app.catalog import Attribute, AttributeKey, Product, Release, Told, Value, in_language, told
from app.documents import figures
from app.documents.languages import Speech, Words
from app.documents.parts import Fact, Sheet, StepFacts, TechnicalData
from app.documents.plain_text import plain
from app.quoting import Line

SHEET_LIMIT = 200
TEXT_LIMIT = 300


def technical_data(lines: Sequence[Line], *, release: Release, speech: Speech) -> TechnicalData:
    """Lines without anything chosen are not described. Raises ProductUnknown for an unknown product."""
    groups = _equal_configurations(lines)
    described = groups[:SHEET_LIMIT]
    left = len(groups) - len(described)
    words = speech.words
    return TechnicalData(
        heading=words.technical_data,
        introduction=words.technical_introduction if len(lines) > len(groups) else "",
        sheets=tuple(_sheet(group, release=release, speech=speech) for group in described),
        note=words.more_sheets.format(count=figures.whole(left, speech.locale)) if left else "",
    )


def _equal_configurations(lines: Sequence[Line]) -> list[list[Line]]:
    groups: dict[object, list[Line]] = {}
    for line in lines:
        if line.values:
            key = (line.product, line.complete, tuple(sorted(line.values.items(), key=lambda item: item[0])))
            groups.setdefault(key, []).append(line)
    return list(groups.values())


def _sheet(lines: Sequence[Line], *, release: Release, speech: Speech) -> Sheet:
    first, words = lines[0], speech.words
    product = in_language(release.product(first.product), speech.tag)
    applies_to = words.on_line if len(lines) == 1 else words.on_lines
    sections = (
        StepFacts(
            plain(name, limit=TEXT_LIMIT),
            tuple(_facts(told(product, keys, first.values), speech=speech)),
        )
        for name, keys in _steps(product, words)
    )
    return Sheet(
        name=plain(product.name if product.names else first.name, limit=TEXT_LIMIT),
        code=plain(first.code, limit=TEXT_LIMIT),
        item=_item(product, first, words),
        lines=applies_to.format(lines=figures.ranges((line.n for line in lines), speech.locale)),
        note="" if first.complete else words.open_choices,
        sections=tuple(section for section in sections if section.facts),
    )


def _item(product: Product, line: Line, words: Words) -> str:
    number = item_number(product, line.values) if line.complete else ""
    return words.item_number.format(number=plain(number, limit=TEXT_LIMIT)) if number else ""


def _steps(product: Product, words: Words) -> Iterator[tuple[str, list[AttributeKey]]]:
    """The steps in order, then what no step asks (values that only follow from others)."""
    asked = {key for step in product.steps for key in step.attributes}
    for step in product.steps:
        yield plain(step.name, limit=TEXT_LIMIT), list(step.attributes)
    yield words.other_data, [one.key for one in product.attributes if one.key not in asked]


def _facts(decided: Iterable[Told], *, speech: Speech) -> Iterator[Fact]:
    for one in decided:
        if one.members is None:
            text = value_text(one.attribute, one.value, speech=speech)
        else:
            text = ", ".join(one.members) or speech.words.none
        yield Fact(plain(one.name, limit=TEXT_LIMIT), plain(text, limit=TEXT_LIMIT))


def value_text(attribute: Attribute, value: Value, *, speech: Speech) -> str:
    """A value in words: the name of an option, yes or no, a number with its unit."""
    option = attribute.option(value)
    if option is not None:
        return option.name
    if isinstance(value, bool):
        return speech.words.yes if value else speech.words.no
    if isinstance(value, int | Decimal):
        return figures.measured(value, attribute.unit, speech.locale)
    return value
