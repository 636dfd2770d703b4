"""Large tables are known beside the clauses, and say exactly what clauses would."""

from collections.abc import Sequence
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.cells import Cell, Span
from app.catalog.expressions import parse
from app.catalog.product import Attribute, AttributeKey, Option, Product, Rule, Table
from app.configuration.encoding import encoded
from app.configuration.formula import CatalogTooLarge, Literal
from app.configuration.numbers.scouting import Limits
from tests.configuration.small_products import products
from tests.configuration.station import STATION
from tests.thorough import tried

BESIDE, AS_CLAUSES = Limits(rows=0), Limits(rows=1_000_000)
_VALUES = range(4)
_COLUMNS = [
    *(
        Attribute(
            AttributeKey(f"c{n}"), f"C{n}", "choice", options=tuple(Option(f"v{m}", f"V{m}") for m in _VALUES)
        )
        for n in range(3)
    ),
    Attribute(AttributeKey("c3"), "C3", "integer", maximum=len(_VALUES) - 1),
]


def _cell(column: Attribute) -> st.SearchStrategy[Cell]:
    if column.options:
        return st.sampled_from(_VALUES).map(lambda n: frozenset({f"v{n}"}))
    spans = st.tuples(st.sampled_from(_VALUES), st.sampled_from(_VALUES))
    return st.none() | spans.map(lambda ends: frozenset({Span(min(ends), max(ends))}))


@st.composite
def tables(draw: st.DrawFn, key: str) -> Table:
    columns = draw(st.permutations(_COLUMNS))
    rows = draw(st.lists(st.tuples(*map(_cell, columns)), min_size=1, max_size=24))
    return Table(key, f"{key}.", tuple(one.key for one in columns), tuple(rows))


@st.composite
def tabled_products(draw: st.DrawFn) -> Product:
    """One or two tables over the same columns, and pairs of values that exclude each other."""
    found = [draw(tables(f"t{n}")) for n in range(draw(st.integers(1, 2)))]
    excluded = st.tuples(*[st.sampled_from(_VALUES)] * 2, st.permutations(range(3)))
    sources = [
        f'not (c{order[0]} = "v{one}" and c{order[1]} = "v{other}")'
        for one, other, order in draw(st.lists(excluded, max_size=6))
    ]
    rules = tuple(Rule(f"r{n}", f"R{n}.", parse(source), source) for n, source in enumerate(sources))
    return replace(STATION, attributes=tuple(_COLUMNS), rules=rules, tables=tuple(found))


@settings(max_examples=tried(100), deadline=None)
@given(products() | tabled_products(), st.data())
def test_what_can_hold_is_the_same_and_what_cannot_has_a_core(product: Product, data: st.DataObject) -> None:
    try:
        beside, plain = encoded(product, BESIDE), encoded(product, AS_CLAUSES)
    except CatalogTooLarge:
        return
    assert len(beside.rows) == len(product.tables)
    one, other = (each.solver(each.formula.all_clauses()) for each in (beside, plain))
    for _ in range(6):
        chosen = _chosen(data, [states.literals for states in beside.variables])
        possible = other.solve(chosen)
        assert one.solve(chosen) is possible
        if not possible:
            assert one.core() <= set(chosen)
            assert not other.solve(sorted(one.core()))
        else:
            model = one.model()
            assert other.solve([each for each in beside.variables.literals() if model[each - 1] > 0])


def _chosen(data: st.DataObject, states: Sequence[Sequence[Literal]]) -> list[Literal]:
    some = data.draw(st.lists(st.sampled_from(states), max_size=4))
    literals = [data.draw(st.sampled_from(each)) for each in some]
    return [data.draw(st.sampled_from([literal, literal, -literal])) for literal in literals]
