"""Laws of comparing: nothing differs from itself, and the other way round is the mirror image."""

from collections import Counter
from dataclasses import replace

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.quoting import LineComparison, Quote, QuoteComparison, Side, compared, sentences
from app.quoting.pairing import paired
from tests.store.examples import quotes
from tests.thorough import tried

bounded = settings(max_examples=tried(25), suppress_health_check=[HealthCheck.too_slow])


def of(before: Quote, after: Quote) -> QuoteComparison:
    return compared(Side(before), Side(after))


def as_sets(line: LineComparison) -> tuple[object, ...]:
    """Where both sides know the same, each may know it in another order."""
    return (
        line.before.n if line.before else None,
        line.after.n if line.after else None,
        tuple(sorted(map(repr, line.choices))),
        tuple(sorted(map(repr, line.facets))),
        tuple(sorted(map(repr, line.causes))),
    )


@st.composite
def pairs(draw: st.DrawFn) -> tuple[Quote, Quote]:
    """Any two, or one that was made from the other and changed since."""
    one, other = draw(quotes()), draw(quotes())
    if draw(st.booleans()):
        new = other.lines[:1] if one.currency == other.currency else ()
        lines = list(draw(st.permutations((*one.lines, *new))))
        numbered = {line.n: line for line in lines}
        family = draw(st.sampled_from([one.family, other.family]))
        other = replace(
            other, lines=tuple(numbered.values()), family=family, follows=one.id, currency=one.currency
        )
    return one, other


@bounded
@given(quotes())
def test_a_quote_does_not_differ_from_itself(quote: Quote) -> None:
    found = of(quote, quote)
    assert found.is_same
    assert found.changed == ()
    assert not found.facets
    assert found.difference is not None
    assert not found.difference
    assert sentences(found, before={}, after={}) == ()


@bounded
@given(pairs())
def test_the_other_way_round_is_the_mirror_image(pair: tuple[Quote, Quote]) -> None:
    there, back = of(*pair), of(*reversed(pair))
    assert {repr(as_sets(line.mirrored)) for line in there.lines} == {
        repr(as_sets(line)) for line in back.lines
    }
    assert there.is_same == back.is_same
    assert [(one.facet, one.after, one.before) for one in there.facets] == [
        (one.facet, one.before, one.after) for one in back.facets
    ]
    assert there.reordered == back.reordered
    assert there.difference == (None if back.difference is None else -back.difference)


@bounded
@given(pairs())
def test_every_line_of_both_is_there_once_and_partners_are_of_one_product(pair: tuple[Quote, Quote]) -> None:
    before, after = pair
    found = paired(before, after)
    assert Counter(one.n for one, _ in found if one) == Counter(line.n for line in before.lines)
    assert [other.n for _, other in found if other] == [line.n for line in after.lines]
    assert all(one.product == other.product for one, other in found if one and other)
    if before.family == after.family:
        return
    lonely_before = {one.product for one, other in found if one and not other}
    lonely_after = {other.product for one, other in found if other and not one}
    # Nothing is told as gone and come that could have been told as changed.
    assert not lonely_before & lonely_after


@bounded
@given(pairs())
def test_what_differs_is_always_said(pair: tuple[Quote, Quote]) -> None:
    found = of(*pair)
    told = sentences(found, before={}, after={})
    assert bool(told) == (not found.is_same)
    assert len(told) >= len(found.changed)
