"""Large tables are known beside the clauses, and say exactly what clauses would."""

from itertools import product as combined

from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalog.product import Product
from app.configuration.encoding import encoded
from app.configuration.formula import CatalogTooLarge
from app.configuration.numbers.scouting import Limits
from tests.configuration.small_products import products

BESIDE = Limits(rows=0)
AS_CLAUSES = Limits(rows=1_000_000)


@settings(max_examples=300, deadline=None)
@given(products(), st.data())
def test_what_can_hold_is_the_same(product: Product, data: st.DataObject) -> None:
    try:
        beside, plain = encoded(product, BESIDE), encoded(product, AS_CLAUSES)
    except CatalogTooLarge:
        return
    one, other = (each.solver(each.formula.all_clauses()) for each in (beside, plain))
    states = list(beside.variables)
    for _ in range(4):
        chosen = [
            data.draw(st.sampled_from([literal, -literal]))
            for each in data.draw(st.lists(st.sampled_from(states), max_size=4))
            for literal in [data.draw(st.sampled_from(each.literals))]
        ]
        possible = other.solve(chosen)
        assert one.solve(chosen) is possible
        if not possible:
            core = one.core()
            assert core <= set(chosen)
            assert not other.solve(sorted(core))
        else:
            model = one.model()
            held = [literal for literal in beside.variables.literals() if model[literal - 1] > 0]
            assert other.solve(held)
