"""A made-up product of many rows, each configured by itself, and rules within, between and over them."""

from collections.abc import Iterator
from decimal import Decimal

from app.catalog import Attribute, AttributeKey, Option, Product, ProductKey, Rule, Table
from app.catalog.expressions import parse
from app.catalog.nesting import Body, WrittenComponent, WrittenProduct, WrittenStep, flattened

_WITHIN = (
    'kind = "k1" implies size != "s0"',
    'kind = "k2" implies size in {"s1", "s2"}',
    'kind = "k3" requires cooled',
    'kind = "k4" excludes band = "b0"',
    'kind = "k5" implies speed >= 3',
    'band = "b1" implies port != "p3"',
    'band = "b2" implies mount != "m0"',
    'band = "b3" implies speed <= 6',
    'band = "b4" implies finish in {"f0", "f1", "f2"}',
    'mount = "m2" implies size != "s3"',
    'cooled implies mount != "m1"',
    'tilt >= 6 implies mount = "m0"',
    "speed + tilt <= 13",
    'present(spare) and spare implies port = "p0"',
    'cabinet = "c0" implies size != "s3"',
)
_OVER = (
    "sum(modules.kind.power_w) <= cabinet.capacity_w",
    "sum(modules.size.slots) <= 180",
    'count(modules where band = "b1") <= 8',
    'count(modules where cooled and size = "s3") <= 5',
    "max(modules.speed) - min(modules.speed) <= 5",
    'any(modules where kind = "k5") implies cabinet != "c0"',
    'all(modules where speed <= 7 or cabinet = "c2")',
)
_POWERS = (40, 60, 75, 90, 120, 160)


def many_rows(rows: int) -> Product:
    """1 to ``rows`` modules of ten attributes, with 15 rules and a table each, and neighbours that differ."""
    row = Body((WrittenStep("", "", tuple(_attributes())),), _rules("w", _WITHIN), (_fitting(),))
    modules = WrittenComponent("modules", "Modules", 1, rows, body=row)
    cabinet = _options("cabinet", 3, "capacity_w", [rows * 40, rows * 70, rows * 110])
    above = [*_OVER, *_between(rows)]
    bare = Product(ProductKey("rows"), "rows", "Rows", "", "", (), (), (), (), {"EUR": Decimal(0)})
    body = Body((WrittenStep("all", "All", (cabinet, modules)),), _rules("o", above))
    made = flattened(WrittenProduct(bare, body), {})
    if made.findings:
        raise ValueError(made.findings)
    return made.product


def _attributes() -> Iterator[Attribute]:
    yield _options("kind", 6, "power_w", _POWERS)
    yield _options("size", 4, "slots", (1, 2, 3, 4))
    yield _options("band", 5)
    yield _options("port", 4)
    yield _options("mount", 3)
    yield _options("finish", 5)
    yield Attribute(AttributeKey("cooled"), "Cooled", "boolean")
    yield Attribute(AttributeKey("speed"), "Speed", "integer", minimum=1, maximum=8)
    yield Attribute(AttributeKey("tilt"), "Tilt", "integer", minimum=0, maximum=9)
    yield Attribute(AttributeKey("spare"), "Spare", "boolean", when=parse('kind in {"k0", "k1"}'))


def _options(
    key: str, count: int, fact: str = "", numbers: Iterator[int] | tuple[int, ...] | list[int] = ()
) -> Attribute:
    facts = [{fact: Decimal(number)} for number in numbers] or [{}] * count
    options = tuple(
        Option(f"{key[0]}{n}", f"{key} {n}", facts=known)
        for n, known in zip(range(count), facts, strict=True)
    )
    return Attribute(AttributeKey(key), key.capitalize(), "choice", options=options)


def _fitting() -> Table:
    """What of size, kind and port fit together."""
    fits = [
        (size, kind, port)
        for size in range(4)
        for kind in range(6)
        for port in range(4)
        if (size + 2 * kind + 3 * port) % 4 != 1
    ]
    cells = tuple(
        (frozenset({f"s{size}"}), frozenset({f"k{kind}"}), frozenset({f"p{port}"}))
        for size, kind, port in fits
    )
    return Table("fits", "What fits.", tuple(map(AttributeKey, ("size", "kind", "port"))), cells)


def _between(rows: int) -> Iterator[str]:
    for n in range(1, rows):
        yield f'modules[{n}].band = "b2" implies modules[{n + 1}].band != "b3"'


def _rules(name: str, sources: tuple[str, ...] | list[str]) -> tuple[Rule, ...]:
    return tuple(Rule(f"{name}{n}", f"Rule {n}.", parse(one), one) for n, one in enumerate(sources))
