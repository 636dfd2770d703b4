"""Conditions with what they mean for one row, said once more by other means."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from tests.sandbox.soql_things import KINDS, REGIONS

Json = dict[str, Any]
NAMES = ("", "a", "B", "ab", "Ba", "a%b", "a_b", "\u00e4", "it's", "\\")
AMOUNTS = tuple(Decimal(n) / 100 for n in (-101, -1, 0, 1, 50, 100, 101, 9_999_999_999))
DAYS = tuple(date(2027, month, day) for month in (1, 2, 12) for day in (1, 28))


def rows_of(most: int) -> st.SearchStrategy[list[Json]]:
    def maybe(values: Sequence[Any]) -> st.SearchStrategy[Any]:
        return st.none() | st.sampled_from(values)

    regions = st.lists(st.sampled_from(REGIONS), unique=True, max_size=3)
    row = st.fixed_dictionaries(
        {
            "Name": maybe(NAMES[1:]),
            "Amount": maybe(AMOUNTS),
            "Pieces": maybe((-2, 0, 1, 3)),
            "Flag": st.booleans(),
            "Day": maybe(DAYS),
            "Kind": maybe(KINDS),
            "Regions__c": regions,
        }
    )
    return st.lists(row, max_size=most)


@dataclass(frozen=True)
class Asked:
    """A condition in SOQL, and whether a row fulfils it."""

    text: str
    holds: Callable[[Json], bool]


def _quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


_SIGNS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda have, want: have == want,
    "!=": lambda have, want: have != want,
    "<": lambda have, want: have is not None and have < want,
    "<=": lambda have, want: have is not None and have <= want,
    ">": lambda have, want: have is not None and have > want,
    ">=": lambda have, want: have is not None and have >= want,
}
VALUES: dict[str, st.SearchStrategy[Any]] = {
    "Name": st.sampled_from(NAMES[1:]),
    "Amount": st.sampled_from((*AMOUNTS, Decimal("0.005"), Decimal("-1.014"), Decimal("1.0049"))),
    "Pieces": st.sampled_from((-2, -1, 0, 1, 2, 3, Decimal("0.5"), Decimal("-1.5"))),
    "Day": st.sampled_from((*DAYS, date(2027, 6, 1))),
    "Kind": st.sampled_from((*KINDS, "radio", "None")),
}


def _written(value: Any) -> str:
    return _quoted(value) if isinstance(value, str) else "null" if value is None else str(value)


@st.composite
def _compare(draw: st.DrawFn) -> Asked:
    field = draw(st.sampled_from(sorted(VALUES)))
    value, sign = draw(VALUES[field]), draw(st.sampled_from(sorted(_SIGNS)))
    holds = _SIGNS[sign]
    return Asked(f"{field} {sign} {_written(value)}", lambda row: holds(folded(row[field]), folded(value)))


@st.composite
def _null_or_flag(draw: st.DrawFn) -> Asked:
    if draw(st.booleans()):
        wanted = draw(st.booleans())
        return Asked(f"Flag = {str(wanted).lower()}", lambda row: row["Flag"] is wanted)
    field, same = draw(st.sampled_from(sorted(VALUES))), draw(st.booleans())
    return Asked(f"{field} {'=' if same else '!='} null", lambda row: (row[field] is None) is same)


@st.composite
def _member(draw: st.DrawFn) -> Asked:
    field, negated = draw(st.sampled_from(sorted(VALUES))), draw(st.booleans())
    values = draw(st.lists(st.none() | VALUES[field], min_size=1, max_size=4))
    wanted = [folded(value) for value in values]
    text = f"{field} {'NOT ' if negated else ''}IN ({', '.join(map(_written, values))})"
    return Asked(text, lambda row: (folded(row[field]) in wanted) is not negated)


@st.composite
def _includes(draw: st.DrawFn) -> Asked:
    sets = draw(st.lists(st.lists(st.sampled_from(REGIONS), min_size=1, max_size=2), min_size=1, max_size=2))
    negated = draw(st.booleans())
    text = ", ".join(_quoted(";".join(names)) for names in sets)
    return Asked(
        f"Regions__c {'EXCLUDES' if negated else 'INCLUDES'} ({text})",
        lambda row: any(set(names) <= set(row["Regions__c"]) for names in sets) is not negated,
    )


def like_by_hand(text: str, like: str) -> bool:
    """One sign after the other; short texts only."""
    if not like:
        return not text
    if like[0] == "%":
        return any(like_by_hand(text[n:], like[1:]) for n in range(len(text) + 1))
    sign, rest = (like[:2], like[2:]) if like[0] == "\\" and len(like) > 1 else (like[0], like[1:])
    fits = bool(text) and (sign == "_" or text[0].casefold() == sign[-1].casefold())
    return fits and like_by_hand(text[1:], rest)


LIKES = st.lists(st.sampled_from(("a", "B", "%", "_", "\\%", "\\_", "\\\\")), max_size=5).map("".join)


@st.composite
def _like(draw: st.DrawFn) -> Asked:
    like = draw(LIKES)
    return Asked(
        f"Name LIKE '{like}'", lambda row: row["Name"] is not None and like_by_hand(row["Name"], like)
    )


def _several(parts: st.SearchStrategy[Asked]) -> st.SearchStrategy[Asked]:
    def both(word: str, asked: list[Asked]) -> Asked:
        every = all if word == "AND" else any
        text = f" {word} ".join(f"({one.text})" for one in asked)
        return Asked(text, lambda row: every(one.holds(row) for one in asked))

    def turned(one: Asked) -> Asked:
        return Asked(f"NOT ({one.text})", lambda row: not one.holds(row))

    chain = st.builds(both, st.sampled_from(("AND", "OR")), st.lists(parts, min_size=2, max_size=3))
    return chain | st.builds(turned, parts)


CONDITIONS = st.recursive(
    _compare() | _null_or_flag() | _member() | _includes() | _like(), _several, max_leaves=6
)
