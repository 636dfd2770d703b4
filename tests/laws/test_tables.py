"""Tables of any mixture of values, lists, ranges and ``*`` mean what their rows say."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalog.cells import Cell, Span
from app.catalog.expressions import parse
from app.catalog.product import Attribute, AttributeKey, Option, Table
from app.configuration import Configurator, ProductImpossible, tables
from app.configuration.numbers.scouting import Limits
from tests.configuration.brute_force import BruteForce
from tests.configuration.station import STATION
from tests.thorough import tried

_EXAMPLES = settings(
    max_examples=tried(80),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
LETTERS = tuple(Option(letter, letter.upper()) for letter in "abcdefgh")
COLUMNS = (
    Attribute(AttributeKey("letter"), "Letter", "choice", options=LETTERS),
    Attribute(AttributeKey("length"), "Length", "integer", minimum=10, maximum=37, step=3),
    Attribute(AttributeKey("flag"), "Flag", "boolean"),
    Attribute(AttributeKey("height"), "Height", "integer", maximum=8, when=parse("flag")),
)


def numbers(low: int, high: int) -> st.SearchStrategy[Cell]:
    spans = st.tuples(st.integers(low, high), st.integers(low, high)).map(
        lambda ends: Span(min(ends), max(ends))
    )
    return st.frozensets(spans | st.integers(low, high), min_size=1, max_size=3)


ANY = st.none()
ROWS = st.tuples(
    ANY | st.frozensets(st.sampled_from("abcdefgh"), min_size=1, max_size=3),
    ANY | numbers(8, 40),
    ANY | st.frozensets(st.booleans(), min_size=1),
    ANY | numbers(0, 9),
)


@pytest.mark.parametrize(
    ("few", "written", "beside"),
    [(0, 0, 2_000), (2_000, 0, 2_000), (2_000, 64, 2_000), (2_000, 64, 0)],
    ids=["split", "whole", "written out", "beside"],
)
@_EXAMPLES
@given(rows=st.lists(ROWS, min_size=1, max_size=9))
def test_exactly_the_combinations_of_the_rows_are_possible(
    few: int, written: int, beside: int, rows: list[tuple[Cell, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_FEW_ROWS", few)
    monkeypatch.setattr(tables, "_WRITTEN_OUT", written)
    table = Table("t", "T.", tuple(column.key for column in COLUMNS), tuple(rows))
    product = replace(STATION, attributes=COLUMNS, rules=(), tables=(table,))
    judge = BruteForce(product)
    try:
        engine = Configurator(product, limits=Limits(rows=beside))
    except ProductImpossible:
        assert not judge.configurations({})
        return
    found = engine.configure({})
    for attribute in product.attributes:
        assert (list(found.domains[attribute.key].values), found.domains[attribute.key].can_be_absent) == (
            judge.domain({}, attribute)
        )
    for letter in found.domains["letter"].values:
        for length in found.domains["length"].values[:4]:
            choices = {"letter": letter, "length": length}
            possible = bool(judge.configurations(choices))
            assert (engine.why_not({"letter": letter}, "length", length) is None) == possible
