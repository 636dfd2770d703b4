"""Laws of drift: nothing that a person changed is written over, and what is safe is told."""

from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from app.quoting.drift import TOLD, Believed, HeldLine, HeldQuote, Kind, Place, compared, merged

WORDS = st.sampled_from(["", "a", "b", "c"])
FIELDS = st.fixed_dictionaries(dict.fromkeys(TOLD, WORDS))
SHOWN = st.dictionaries(st.sampled_from(TOLD), WORDS)
LINES = st.lists(
    st.builds(
        HeldLine,
        st.sampled_from(["k-1", "k-2", "k-3"]),
        st.integers(1, 3).map(Decimal),
        st.integers(1, 3).map(Decimal),
    ),
    unique_by=lambda line: line.key,
).map(tuple)


def held(**changes: object) -> HeldQuote:
    whole = HeldQuote(
        crm_quote="0Q01",
        key="k",
        number="1",
        opportunity="006",
        total=Decimal(5),
        grand_total=Decimal(5),
        lines=(),
        documents=1,
        told={},
        follows="0Q01",
        amount=Decimal(5),
        changed_at=datetime(2026, 11, 1, tzinfo=UTC),
        changed_by="",
    )
    return replace(whole, **changes)  # type: ignore[arg-type]  # a test names the fields it means


def believed(**changes: object) -> Believed:
    whole = Believed(
        place=Place.WRITTEN,
        key="k",
        crm_quote="0Q01",
        currency="EUR",
        total=Decimal(5),
        lines=(),
        last={},
        now={},
        newest=True,
    )
    return replace(whole, **changes)  # type: ignore[arg-type]  # a test names the fields it means


def kinds(one: Believed, *found: HeldQuote) -> list[Kind]:
    return [finding.kind for finding in compared(one, found)]


@given(last=SHOWN, now=FIELDS, there=SHOWN)
def test_what_somebody_changed_is_never_written_over(
    last: dict[str, str], now: dict[str, str], there: dict[str, str]
) -> None:
    done = merged(last, now, there)

    changed = {name for name in there if there[name] not in (last.get(name, ""), now[name])}
    assert changed.isdisjoint(done.write)
    assert {finding.what for finding in done.findings} == changed


@given(last=SHOWN, now=FIELDS, there=SHOWN)
def test_what_nobody_changed_becomes_what_we_want(
    last: dict[str, str], now: dict[str, str], there: dict[str, str]
) -> None:
    done = merged(last, now, there)

    for name, text in there.items():
        if text == last.get(name, ""):
            assert {**there, **done.write}[name] == now[name]


@given(last=SHOWN, now=FIELDS, there=SHOWN)
def test_a_second_merge_writes_nothing_and_finds_the_same(
    last: dict[str, str], now: dict[str, str], there: dict[str, str]
) -> None:
    first = merged(last, now, there)

    second = merged(first.agreed, now, {**there, **first.write})

    assert not second.write
    assert second.findings == first.findings
    assert second.agreed == first.agreed


@given(last=SHOWN, now=FIELDS, there=SHOWN)
def test_a_field_that_is_not_shown_is_neither_written_nor_missed(
    last: dict[str, str], now: dict[str, str], there: dict[str, str]
) -> None:
    done = merged(last, now, there)

    assert set(done.write) <= set(there)
    assert {finding.what for finding in done.findings} <= set(there)


@given(ours=LINES, theirs=LINES)
def test_lines_agree_exactly_when_nothing_is_found(
    ours: tuple[HeldLine, ...], theirs: tuple[HeldLine, ...]
) -> None:
    found = kinds(believed(lines=ours), held(lines=theirs))

    assert (not found) == (set(ours) == set(theirs))
    assert found.count(Kind.LINE_MISSING) == len({x.key for x in ours} - {x.key for x in theirs})
    assert found.count(Kind.LINE_ADDED) == len({x.key for x in theirs} - {x.key for x in ours})


def test_a_quote_that_is_not_there_is_missing_unless_it_should_not_be_there() -> None:
    assert kinds(believed()) == [Kind.MISSING]
    assert kinds(believed(place=Place.NOWHERE)) == []


def test_a_quote_that_we_believed_refused_is_unexpected() -> None:
    (finding,) = compared(believed(place=Place.NOWHERE), [held()])

    assert (finding.kind, finding.mendable) == (Kind.UNEXPECTED, False)


def test_each_further_quote_of_ours_is_a_double() -> None:
    other = held(crm_quote="0Q02", key="k-old")

    assert kinds(believed(), other, held()) == [Kind.DOUBLED]


def test_amounts_document_and_what_the_opportunity_follows_are_compared() -> None:
    there = held(total=Decimal(6), grand_total=None, documents=0, follows="0Q09")

    assert kinds(believed(), there) == [Kind.TOTAL, Kind.TOTAL, Kind.DOCUMENT_MISSING, Kind.NOT_FOLLOWED]
    assert Kind.NOT_FOLLOWED not in kinds(believed(newest=False), there)


def test_an_announced_quote_has_nothing_in_it_to_compare() -> None:
    assert kinds(believed(place=Place.ANNOUNCED), held(documents=0, follows="", total=Decimal(0))) == []


def test_a_line_that_somebody_added_is_told() -> None:
    (finding,) = compared(believed(), [held(lines=(HeldLine("", Decimal(2), Decimal("1.50")),))])

    assert (finding.kind, finding.held, finding.mendable) == (Kind.LINE_ADDED, "2 × 1.50", False)
