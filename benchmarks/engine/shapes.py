"""Products made up for measuring, always the same ones."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from random import Random

from app.catalog import Attribute, AttributeKey, Option, Product, ProductKey, Rule, Table
from app.catalog.cells import Cell, Span
from app.catalog.expressions import parse

_SEED = 20261126
_KINDS = (
    "optional",
    "optional",
    "optional",
    "or",
    "or",
    "alternative",
    "alternative",
    "alternative",
    "mandatory",
)


def product(name: str, attributes: Iterable[Attribute]) -> Product:
    return Product(
        key=ProductKey("made_up"), code=name, name=name, description="", family="",
        attributes=tuple(attributes), steps=(), rules=(), tables=(), prices={"EUR": Decimal(0)},
    )  # fmt: skip


def ruled(attributes: Iterable[Attribute], sources: Iterable[str], tables: Iterable[Table] = ()) -> Product:
    base = product("made up", attributes)
    rules = tuple(Rule(f"r{n}", f"Rule {n}.", parse(source), source) for n, source in enumerate(sources))
    return replace(base, rules=rules, tables=tuple(tables))


def choice(key: str, count: int) -> Attribute:
    return Attribute(
        AttributeKey(key), key, "choice", options=tuple(Option(f"v{n}", f"Value {n}") for n in range(count))
    )


def grid(count: int, values: int, *, exclusions: int) -> Product:
    """``count`` attributes of ``values`` each, and pairs of values that exclude each other."""
    chance = Random(_SEED)  # noqa: S311 - repeatable on purpose
    attributes = [choice(f"a{n}", values) for n in range(count)]
    sources = []
    for _ in range(exclusions):
        left, right = chance.sample(range(count), 2)
        # One configuration stays possible: that of all first values.
        one, other = chance.randrange(1, values), chance.randrange(values)
        sources.append(f'not (a{left} = "v{one}" and a{right} = "v{other}")')
    return ruled(attributes, sources)


def many_rules(count: int, rules: int) -> Product:
    """``count`` attributes of 3 to 10 values, and pairs of values that exclude each other."""
    chance = Random(_SEED)  # noqa: S311 - repeatable on purpose
    attributes = [choice(f"a{n}", 3 + n % 8) for n in range(count)]
    sources = []
    for _ in range(rules):
        left, right = chance.sample(attributes, 2)
        one, other = chance.randrange(1, len(left.options)), chance.randrange(1, len(right.options))
        sources.append(f'not ({left.key} = "v{one}" and {right.key} = "v{other}")')
    return ruled(attributes, sources)


def feature_tree(count: int) -> Product:
    """A feature model of ``count`` features: a random tree with groups, and a tenth as many implications."""
    chance = Random(_SEED)  # noqa: S311 - repeatable on purpose
    attributes = [Attribute(AttributeKey(f"f{n}"), f"F{n}", "boolean") for n in range(count)]
    children: dict[int, list[int]] = {}
    for n in range(1, count):
        children.setdefault(chance.randrange(n // 8, n // 3 + 1), []).append(n)
    sources = ["f0", *_tree(children, chance)]
    for _ in range(count // 10):
        left, right = sorted(chance.sample(range(1, count), 2))
        sources.append(chance.choice([f"f{left} implies f{right}", f"not (f{left} and f{right})"]))
    return ruled(attributes, sources)


def entangled_tree(count: int, constraints: int) -> Product:
    """A feature model with large groups of alternatives and so many constraints across the tree: some
    require, some exclude, others are clauses of three. All agree with one configuration made up before, so
    there is one.
    """
    chance = Random(_SEED)  # noqa: S311 - repeatable on purpose
    facts = {"one": Decimal(1)}
    attributes = [Attribute(AttributeKey(f"f{n}"), f"F{n}", "boolean", facts=facts) for n in range(count)]
    children: dict[int, list[int]] = {}
    n = 1
    while n < count:
        parent = chance.choice([one for one in range(n // 8, min(n, n // 3 + 40)) if one not in children])
        size = chance.choice([2, 3, 4, 6, 8, 12, 60])
        children[parent] = list(range(n, min(count, n + size)))
        n += size
    kinds = {parent: chance.choice(_KINDS) for parent in children}
    chosen = _configuration(children, kinds, chance)
    sources = ["f0", *_groups(children, kinds), *_across(count, constraints, chosen, chance=chance)]
    return ruled(attributes, sources)


def _configuration(children: dict[int, list[int]], kinds: dict[int, str], chance: Random) -> set[int]:
    chosen, waiting = {0}, [0]
    while waiting:
        parent = waiting.pop()
        below = children.get(parent, [])
        if not below:
            continue
        some = [child for child in below if chance.random() < 0.3] or below[:1]
        taken = {"mandatory": below, "alternative": [chance.choice(below)]}.get(kinds[parent], some)
        chosen.update(taken)
        waiting.extend(taken)
    return chosen


def _across(count: int, constraints: int, chosen: set[int], *, chance: Random) -> Iterator[str]:
    made = 0
    while made < constraints:
        one, two, three = chance.sample(range(1, count), 3)
        kind = chance.choice(["requires", "excludes", "clause"])
        if kind == "requires" and (one not in chosen or two in chosen):
            yield f"f{one} implies f{two}"
        elif kind == "excludes" and not {one, two} <= chosen:
            yield f"not (f{one} and f{two})"
        elif kind == "clause" and not {one, two, three} <= chosen:
            yield " or ".join(f"f{n}" if n in chosen else f"not f{n}" for n in (one, two, three))
        else:
            continue
        made += 1


def _groups(children: dict[int, list[int]], kinds: dict[int, str]) -> Iterator[str]:
    for parent, below in children.items():
        yield from (f"f{child} implies f{parent}" for child in below)
        if kinds[parent] == "mandatory":
            yield from (f"f{parent} implies f{child}" for child in below)
        elif kinds[parent] == "alternative":
            yield f"f{parent} implies {' + '.join(f'f{child}.one' for child in below)} = 1"
        elif kinds[parent] == "or":
            yield f"f{parent} implies ({' or '.join(f'f{child}' for child in below)})"


def _tree(children: dict[int, list[int]], chance: Random) -> Iterator[str]:
    for parent, below in children.items():
        yield from (f"f{child} implies f{parent}" for child in below)
        kind = chance.choice(["optional", "optional", "or", "alternative", "mandatory"])
        if kind == "mandatory":
            yield from (f"f{parent} implies f{child}" for child in below)
        elif kind in ("or", "alternative"):
            yield f"f{parent} implies ({' or '.join(f'f{child}' for child in below)})"
        if kind == "alternative":
            yield from (f"not (f{one} and f{other})" for one in below for other in below if one < other)


def industrial() -> Product:
    """A machine: 120 attributes, a table of 100,000 rows and 40 small ones, 250 rules, a power budget, slots
    and a length in millimetres. What fits a part of the large table depends on the part before.
    """
    chance = Random(_SEED)  # noqa: S311 - repeatable on purpose
    wide = [choice(f"w{n}", 40) for n in range(5)]
    others = _others(85)
    return _machine(others, wide, _large(wide, chance=chance), others, chance=chance)


def industrial_random() -> Product:
    """The same, but each row of the large table is a combination by chance, and rules and small tables speak
    of its columns as of any other attributes.
    """
    chance = Random(_SEED)  # noqa: S311 - repeatable on purpose
    wide = [choice(f"w{n}", 40) for n in range(5)]
    others = _others(85)
    return _machine(others, wide, _table("large", wide, 100_000, chance=chance), others + wide, chance=chance)


def one_large_table(rows: int) -> Product:
    """Four of ten attributes are in a table of rows by chance, and pairs of values exclude each other."""
    chance = Random(_SEED)  # noqa: S311 - repeatable on purpose
    columns = [choice(f"w{n}", 14) for n in range(4)]
    attributes = [*_others(6), *columns]
    return ruled(attributes, _pairs(attributes, chance), [_table("large", columns, rows, chance=chance)])


def industrial_ranges() -> Product:
    """The same, but two columns of the large table are numbers of which rows admit ranges, or any."""
    chance = Random(_SEED)  # noqa: S311 - repeatable on purpose
    named = [choice(f"w{n}", 40) for n in range(3)]
    numbers = [
        Attribute(AttributeKey(f"w{n}"), f"w{n}", "integer", minimum=0, maximum=199, unit="mm")
        for n in (3, 4)
    ]
    others = _others(85)
    rows = [tuple(_anything(one, chance) for one in (*named, *numbers)) for _ in range(99_999)]
    first = (*(frozenset({"v0"}),) * 3, None, None)
    table = Table("large", "Table large.", tuple(one.key for one in (*named, *numbers)), rows=(first, *rows))
    return _machine(others, [*named, *numbers], table, [*others, *named], chance=chance)


def _anything(column: Attribute, chance: Random) -> Cell:
    if column.options:
        return frozenset({f"v{chance.randrange(len(column.options))}"})
    if chance.random() < 0.02:
        return None
    low = chance.randrange(200)
    return frozenset({Span(Decimal(low), Decimal(min(199, low + chance.randrange(20))))})


def _others(count: int) -> list[Attribute]:
    return [choice(f"a{n}", 3 + n % 8) for n in range(count)]


def _machine(
    others: Sequence[Attribute],
    columns: Sequence[Attribute],
    large: Table,
    ruled_: Sequence[Attribute],
    *,
    chance: Random,
) -> Product:
    """``ruled_``: of what rules and small tables speak."""
    length = Attribute(AttributeKey("length"), "Length", "integer", minimum=100, maximum=4_000, unit="mm")
    drives = [_drive(n, chance) for n in range(12)]
    slots = [
        Attribute(AttributeKey(f"s{n}"), f"Slot {n}", "boolean", facts={"slots": Decimal(1 + n % 3)})
        for n in range(17)
    ]
    power = " + ".join(f"{one.key}.power_w" for one in drives)
    taken = " + ".join(f"{one.key}.slots" for one in slots)
    sources = [f"{power} <= 9000", f"{taken} <= 20", *_thresholds(ruled_, chance), *_pairs(ruled_, chance)]
    small = (_table(f"t{n}", chance.sample(ruled_, 3), 40, chance=chance) for n in range(40))
    return ruled([length, *drives, *slots, *others, *columns], sources, [large, *small])


def _drive(n: int, chance: Random) -> Attribute:
    options = tuple(
        Option(f"v{m}", f"Drive {m}", facts={"power_w": Decimal(250 * m + chance.randrange(5) * 50)})
        for m in range(6)
    )
    return Attribute(AttributeKey(f"d{n}"), f"Drive {n}", "choice", options=options)


def _thresholds(others: Sequence[Attribute], chance: Random) -> Iterator[str]:
    for _ in range(60):
        one = chance.choice(others)
        value = chance.randrange(1, len(one.options))
        yield f'length > {chance.randrange(200, 3_900, 50)} implies {one.key} != "v{value}"'


def _pairs(others: Sequence[Attribute], chance: Random) -> Iterator[str]:
    for _ in range(188):
        left, right = chance.sample(others, 2)
        one, other = chance.randrange(1, len(left.options)), chance.randrange(len(right.options))
        yield f'not ({left.key} = "v{one}" and {right.key} = "v{other}")'


def _table(key: str, columns: Sequence[Attribute], rows: int, *, chance: Random) -> Table:
    """Random rows, among them that of all first values, so that the tables go with each other."""
    sizes = [len(one.options) for one in columns]
    places = {tuple(0 for _ in sizes)}
    places |= {tuple(chance.randrange(size) for size in sizes) for _ in range(rows - 1)}
    return _listed(key, columns, places)


def _large(columns: Sequence[Attribute], *, chance: Random) -> Table:
    """100,000 rows, structured as they are in life: what fits a part depends on the part before."""
    following = [[chance.sample(range(40), 10 if n < 3 else 8) for _ in range(40)] for n in range(4)]
    places: set[tuple[int, ...]] = {(0,) * 5}
    for first in range(40):
        rows: list[tuple[int, ...]] = [(first,)]
        for column in following:
            rows = [(*row, place) for row in rows for place in column[row[-1]]]
        places |= set(chance.sample(rows, 2_500))
    return _listed("large", columns, places)


def _listed(key: str, columns: Sequence[Attribute], places: Iterable[tuple[int, ...]]) -> Table:
    return Table(
        key=key,
        text=f"Table {key}.",
        columns=tuple(one.key for one in columns),
        rows=tuple(tuple(frozenset({f"v{place}"}) for place in row) for row in sorted(places)),
    )
