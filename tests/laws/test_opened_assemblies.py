"""Products within a product, taken apart: cost and lead time are those of what is really made."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from app.assembly import AssemblyInvalid, assemble, cost_weights, unit_cost
from app.assembly.terms import leaves
from app.catalog import Attribute, AttributeKey, Product, ProductKey, Value
from app.catalog.assembly import Assembly, AssemblyRule, Occurrence, ProductRule
from app.catalog.expressions.tree import Name
from app.configuration import Configurator, cost_of, left
from tests.assembly.structures import ATTRIBUTES, Maker, configurations, prices, product_of
from tests.thorough import tried

ROWS = {1: "drive.1", 2: "drive.2"}
DRIVES = Attribute(AttributeKey("drives"), "Drives", "integer", minimum=0, maximum=2)


@st.composite
def machines(draw: st.DrawFn, *, rows: int) -> Product:
    """With up to two rows, each of which is a product with an assembly."""
    chance = draw(st.randoms(use_true_random=False))
    drive = product_of(Maker(chance).assembly("root", 2))
    rules = [
        ProductRule(Occurrence(Name("drives"), row=n), drive.key, key, f"Drive {n}")
        for n, key in ROWS.items()
        if n <= rows
    ]
    own = Maker(chance).assembly("own", 0)
    inside = AssemblyRule("inside", "Inside", parts=tuple(rules), days=2)
    bare = AssemblyRule("machine", "Machine", parts=(inside,), operations=own.operations[:0])
    return replace(
        drive,
        key=ProductKey("machine"),
        code="MACHINE",
        prices=prices("1"),
        attributes=(DRIVES, *(one for key in ROWS.values() for one in of_row(key))),
        assembly=Assembly("1", bare),
        used={drive.key: drive},
    )


def of_row(key: str) -> list[Attribute]:
    return [
        replace(one, key=AttributeKey(f"{key}.{one.key}"), when=Name(f"{key}.coastal") if one.when else None)
        for one in ATTRIBUTES
    ]


@st.composite
def chosen(draw: st.DrawFn) -> Mapping[str, Value]:
    """Rows that are often equal, as they then become one line."""
    first = draw(configurations())
    second = draw(st.sampled_from([first, {**first, "coastal": False}, draw(configurations())]))
    second = {key: one for key, one in second.items() if key != "mast" or second["coastal"]}
    rows = zip(ROWS.values(), (first, second), strict=True)
    own = {f"{key}.{name}": one for key, row in rows for name, one in row.items()}
    return {"drives": draw(st.sampled_from([0, 1, 2, 2])), **own}


@settings(max_examples=tried(60), deadline=None)
@given(st.sampled_from([1, 2]), st.data(), chosen(), st.sampled_from([1, 4]))
def test_what_is_known_of_the_parts_is_true_of_products_that_are_parts(
    rows: int, data: st.DataObject, values: Mapping[str, Value], lot: int
) -> None:
    product = data.draw(machines(rows=rows))
    try:
        cost = unit_cost(product, values, "EUR", lot=lot)
    except AssemblyInvalid:
        assume(False)
    assert cost is not None
    known = cost_weights(product, "EUR", lot=lot, left=left(Configurator(product).configure({})))
    weighed = cost_of(values, known.weights)
    assert weighed <= cost.amount
    assert weighed == cost.amount or not known.exact
    assert known.exact or rows == 2
    assert product.assembly is not None
    chains = [
        term.made([values.get(key) for key in term.keys])[0].lead_time_days
        for term in leaves(product, product.assembly.root)
    ]
    assert max(chains, default=0) == assemble(product, values).lead_time_days


def test_a_catalog_without_the_product_is_refused_by_name() -> None:
    product = product_of(AssemblyRule("root", "Root", parts=(ProductRule(Occurrence(), "gone", "d", "D"),)))
    assert product.assembly is not None
    with pytest.raises(LookupError, match="gone"):
        list(leaves(product, product.assembly.root))
