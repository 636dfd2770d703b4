"""Who has to agree to a quote of 50 and of 200 lines under 200 rules; the same with next thresholds.

In CPU time, against the same conditions as Python functions of a line or of the quote, each asked of every
line (or of the quote) with all figures at hand. Lines are those of the pricing benchmark. Rules are ladders
of discount by family, margins, chosen attributes, amounts, regions and what is said of many lines.
What would avoid the needs is measured by itself, on quotes of which three lines have a discount: they are
priced again and again. Under the 200 rules, of which very many fire, and under the policy that is shipped,
within the bound of what is told with each change.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from itertools import islice, product
from typing import Any, Final, TypeAlias

from app.amounts import Percent
from app.approvals import QUICKLY, costs_of, needs_of, preview_of
from app.approvals.needs import offer_of
from app.approvals.policies import policy_of
from app.approvals.subjects import Subject
from app.catalog import Release, fingerprinted
from app.catalog.approvals import ApprovalPolicy, ApprovalRule, ByRole, Over
from app.catalog.expressions import parse
from app.catalog.names_of_approvals import word_of
from app.catalog.pricing import EVERYWHERE, Formula, Reach
from app.pricing import Discount
from app.quoting import Quote
from app.quoting.priced import priced, unpriced
from app.store.catalogs import load_release, shipped_catalog
from benchmarks.figures import Figure
from benchmarks.pricing import DAY, configurations_of, lines_of, quote_of

_LINES: Final = (50, 200)
_RULES: Final = 200
_WANTED_MS: Final = 5.0
_REFERENCE: Final = "Python functions"
Row: TypeAlias = Mapping[str, Any]
Plain: TypeAlias = Callable[[Row], bool]


@dataclass(frozen=True, slots=True)
class _Rule:
    """A rule, and the same as a function. Without ``quote`` it is asked of each line."""

    stated: ApprovalRule
    plain: Plain
    quote: bool = False


def measure() -> list[Figure]:
    shipped = release = load_release(shipped_catalog("telecom")).at(DAY)
    rules = list(islice(_rules(release), _RULES))
    policy = ApprovalPolicy(tuple(one.stated for one in rules), currency="EUR")
    release = fingerprinted(replace(release, approvals=policy)).at(DAY)
    known = {str(product.key): list(configurations_of(release, product)) for product in release.sold}
    quotes = [
        priced(quote_of(release, list(islice(lines_of(release, known), count))), release) for count in _LINES
    ]
    figures = [figure for quote in quotes for figure in _asked_of(quote, release, rules)]
    few, plain = replace(quotes[-1], lines=quotes[-1].lines[:20]), figures[-1].reference_value
    avoided = [
        _ways_out(release, few, plain, told=f"{_RULES} rules"),
        *(_ways_out(shipped, one, plain, told="shipped policy") for one in (few, quotes[-1])),
    ]
    return [*figures, *avoided]


def _asked_of(quote: Quote, release: Release, rules: list[_Rule]) -> list[Figure]:
    costs = costs_of(quote, release)
    needs = needs_of(quote, release, costs=costs)
    reference = partial(_by_functions, rules, *_figures(quote, release))
    if sorted(need.rule for need in needs) != sorted(reference()):
        raise AssertionError("the functions fire other rules")
    plain, asked, previewed = _together(
        reference,
        lambda: needs_of(quote, release, costs=costs),
        lambda: preview_of(quote, release, costs=costs, most=0),
    )
    told = f"{_RULES} rules on {len(quote.lines)} lines"
    return [
        Figure(f"{told}, {len(needs)} of them fire", asked, "ms", _REFERENCE, plain, _WANTED_MS),
        Figure(f"{told}, with next thresholds", previewed, "ms", _REFERENCE, plain, _WANTED_MS),
    ]


def _ways_out(release: Release, quote: Quote, plain: float, *, told: str) -> Figure:
    given = {3: "12", 7: "22.5", 11: "9"}
    lines = tuple(
        replace(
            line,
            discount=Discount(Percent(Decimal(given[n])), "to win it") if n in given else None,
            price=unpriced(line.quantity, quote.currency),
        )
        for n, line in enumerate(quote.lines)
    )
    given_on = priced(replace(quote, lines=lines, header=replace(quote.header, discount=None)), release)
    costs = costs_of(given_on, release)
    (found,) = _together(lambda: preview_of(given_on, release, costs=costs, most=QUICKLY))
    return Figure(f"what would avoid them, {told} on {len(lines)} lines", found, "ms", _REFERENCE, plain)


def _rules(release: Release) -> Iterator[_Rule]:
    """Of each kind in turns, until there are enough."""
    kinds = [_ladders(release), _margins(), _attributes(), _amounts(), _said_of_lines()]
    while kinds:
        for kind in list(kinds):
            found = next(kind, None)
            if found is None:
                kinds.remove(kind)
            else:
                yield found


def _ladders(release: Release) -> Iterator[_Rule]:
    families = sorted({one.family for one in release.products.values()})
    for most, family in product(range(2, 60, 3), families):
        reach = Reach(families=frozenset({family}), regions=frozenset({"EMEA"}))
        yield _made(
            f"discount > {most}", partial(_deep, family, most), reach=reach, key=f"ladder_{family[:2]}_{most}"
        )


def _deep(family: str, most: int, row: Row) -> bool:
    return bool(row["region"] == "EMEA" and row["family"] == family and row["discount"] > most)


def _margins() -> Iterator[_Rule]:
    for least in range(5, 45):
        reach = Reach(products=frozenset({"cable"}))
        yield _made(
            f"margin < {least} and discount > 0", partial(_poor, least), reach=reach, key=f"margin_{least}"
        )


def _poor(least: int, row: Row) -> bool:
    return bool(row["product"] == "cable" and row["margin"] < least and row["discount"] > 0)


def _attributes() -> Iterator[_Rule]:
    for most in range(2, 42):
        when = f'help_desk = "24x7" and discount > {most}'
        yield _made(when, partial(_round_the_clock, most), key=f"attribute_{most}")


def _round_the_clock(most: int, row: Row) -> bool:
    return bool(row["values"].get("help_desk") == "24x7" and row["discount"] > most)


def _amounts() -> Iterator[_Rule]:
    for n in range(40):
        net = 100_000 * (n + 1)
        when = f'net > {net} and discount > 3 and region = "EMEA"'
        yield _made(when, partial(_large, net), "quote", key=f"amount_{n}")


def _large(net: int, row: Row) -> bool:
    return bool(row["net"] > net and row["discount"] > 3 and row["region"] == "EMEA")


def _said_of_lines() -> Iterator[_Rule]:
    for most in range(3, 43):
        when = f"max(lines.discount where quantity > 10) > {most}"
        yield _made(when, partial(_deepest, most), "quote", key=f"lines_{most}")


def _deepest(most: int, row: Row) -> bool:
    return bool(max((line["discount"] for line in row["lines"] if line["quantity"] > 10), default=0) > most)


def _made(when: str, plain: Plain, over: Over = "line", *, key: str, reach: Reach = EVERYWHERE) -> _Rule:
    reach = replace(reach, when=Formula(parse(when), when))
    return _Rule(ApprovalRule(key, key, ByRole("approver"), reach, over), plain, over == "quote")


def _by_functions(rules: list[_Rule], rows: list[Row], whole: Row) -> list[str]:
    return [
        one.stated.key
        for one in rules
        if (one.plain(whole) if one.quote else [row for row in rows if one.plain(row)])
    ]


def _figures(quote: Quote, release: Release) -> tuple[list[Row], Row]:
    """Of each line, and of the quote."""
    offer = offer_of(quote, release, policy_of(release), costs=costs_of(quote, release))
    lines: list[Row] = [_row(one) for one in offer.table("line").subjects]
    (whole,) = [_row(one) for one in offer.table("quote").subjects]
    return lines, {**whole, "lines": lines}


def _row(subject: Subject) -> dict[str, Any]:
    words = {word_of(key): value for key, value in subject.words.items()}
    return {"margin": Decimal(100), **words, "values": subject.values}


def _together(*runs: Callable[[], object]) -> list[float]:
    """The least CPU of each in turns, in milliseconds: what else runs falls on all of them."""
    least = [float("inf")] * len(runs)
    for _ in range(15):
        for n, run in enumerate(runs):
            start = time.process_time_ns()
            run()
            least[n] = min(least[n], (time.process_time_ns() - start) / 1e6)
    return least
