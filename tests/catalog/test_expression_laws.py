"""Laws of the expression language."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.catalog.expressions import Expression, ExpressionInvalid, parse, write
from app.catalog.expressions.tree import (
    Absolute,
    And,
    Arithmetic,
    Compare,
    Constant,
    Fact,
    Fold,
    Given,
    Implies,
    Member,
    Name,
    Not,
    Or,
    Present,
    Rows,
    Scalar,
    Within,
)

NAMES = st.sampled_from(["a", "band", "orbit", "radio_1", "inside", "sum", "count"])
PATHS = st.sampled_from(["a", "sum", "radios.band", "radios.2", "radios.2.ports.14.speed", "min.max"])
UNITS = st.sampled_from(["", "kW", "m/s", "kg/m^3", "in", "°C"])
TEXTS = st.text(st.characters(codec="ascii", exclude_characters='"', min_codepoint=32, max_codepoint=126))
DECIMALS = st.decimals(min_value=-(10**6), max_value=10**6, places=3)
LITERALS: st.SearchStrategy[Scalar] = st.one_of(TEXTS, st.booleans(), st.integers(-(10**9), 10**9), DECIMALS)


def parents(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    several = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(
        st.builds(And, several),
        st.builds(Or, several),
        st.builds(Not, inner),
        st.builds(Implies, inner, inner),
        st.builds(Compare, st.sampled_from(["=", "!=", "<", "<=", ">", ">="]), inner, inner),
        st.builds(Arithmetic, st.sampled_from(["+", "-", "*", "/"]), inner, inner),
        st.builds(Absolute, inner),
        st.builds(
            Fold, st.sampled_from(["sum", "min", "max"]), st.lists(operands(inner), min_size=1).map(tuple)
        ),
        st.builds(Rows, st.sampled_from(["count", "any", "all"]), PATHS, st.none() | inner),
    )


def operands(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    return inner | st.builds(Given, inner, inner)


LEAVES = st.one_of(
    st.builds(Constant, LITERALS),
    st.builds(Constant, st.integers(0, 10**9) | DECIMALS, UNITS),
    st.builds(Name, NAMES | st.just("radios.2")),
    st.builds(Fact, PATHS, NAMES),
    st.builds(Present, PATHS),
    st.builds(Member, TEXTS, PATHS),
    st.builds(Within, PATHS, st.lists(LITERALS, min_size=1, max_size=3).map(tuple)),
)
TREES: st.SearchStrategy[Expression] = st.recursive(LEAVES, parents, max_leaves=12)


@given(TREES)
def test_what_is_written_reads_as_the_same_tree(tree: Expression) -> None:
    assert parse(write(tree)) == tree


@given(st.text(max_size=60) | st.text('ab"{}()=<>!+-*. \n0123andorimplies', max_size=60))
def test_any_text_is_read_or_refused_at_a_character_of_it(source: str) -> None:
    refused = refusal(source)
    if refused is not None:
        assert 0 <= refused.at <= len(source)
        assert refused.message
        assert refused.picture.endswith("^")


def refusal(source: str) -> ExpressionInvalid | None:
    try:
        parse(source)
    except ExpressionInvalid as refused:
        return refused
    return None


@given(DECIMALS)
def test_decimals_are_kept_to_the_digit(number: Decimal) -> None:
    read = parse(f"{number:f}")
    assert isinstance(read, Constant)
    assert str(read.value) == f"{number:f}"
